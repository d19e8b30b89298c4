/**
 * The words that announce a value, by what they announce and language. Written accent-folded, lower case; spaces and
 * punctuation do not matter. A new label is one word here; `~` before it: too weak to stand alone, counts only at the
 * start of a segment that also holds its value.
 */
export type LabelledField =
  | 'number'
  | 'issuedOn'
  | 'suppliedOn'
  | 'dueOn'
  | 'period'
  | 'net'
  | 'vat'
  | 'gross'
  | 'payable'
  | 'paymentMethod'
  | 'currency'
  | 'exchangeRate'
  | 'supplier'
  | 'customer'
  | 'taxNumber'
  | 'euVatNumber'
  | 'groupNumber'
  | 'account'
  | 'orderNumber'
  | 'originalNumber'
  | 'netHuf'
  | 'vatHuf'
  | 'grossHuf'
  /** Announces something that is none of ours; keeps its value from being taken for one. */
  | 'otherNumber'
  | 'otherDate'
  | 'otherAmount'
  | 'otherParty'
  | 'shop';

type Words = Readonly<Record<string, string>>;

const words: Readonly<Record<LabelledField, Words>> = {
  number: {
    hu: 'szamla sorszama|szamlaszam|szamla szam|sorszam|sorszama|bizonylatszam|bizonylat szama|bizonylat sorszama|szamla szama|szamla azonosito|szamlaazonosito|szamla azonositoja|szla szam|szla sorszam|nyugtaszam|nyugta sorszama|nyugta szama|dijbekero szama|dijbekero sorszama|~szama|~ssz|~szamla|~proforma szamla|~proforma|~reszszamla|~elolegbekero|~modosito szamla|~helyesbito szamla|~sztorno szamla|~jovairo szamla|~gyujtoszamla|~dijbekero|~vegszamla|~elolegszamla|~szamla adatai|~szamla adatok',
    en: 'invoice number|invoice no|invoice nr|invoice num|invoice id|invoice #|inv no|inv #|inv nr|bill number|bill no|document no|document number|doc no|receipt no|receipt number|receipt #|credit note number|credit note no|tax invoice no|voucher no|slip no|trans no|bill #|order invoice|ref invoice|proforma invoice no|proforma no|pro forma no|~invoice|~proforma invoice|~pro forma invoice|~receipt|~credit note|~tax invoice|~invoice details',
    de: 'rechnungsnummer|rechnungs nr|rechnungsnr|rechnung nr|rechnung nummer|belegnummer|beleg nr|belegnr|re nr|gutschriftsnummer|gutschrift nr|bon nr|bonnummer|~rechnung|~handelsrechnung|~baurechnung|~rechnungskorrektur|~gutschrift|~korrekturrechnung|~stornorechnung|~teilrechnung|~schlussrechnung|~abschlagsrechnung|~rechnung des versicherers|~rechnungsdaten',
    fr: 'numero de facture|n de facture|facture n|facture no|facture numero|no facture|n facture|num facture|avoir n|~facture|~avoir',
    nl: 'factuurnummer|factuur nr|factuurnr|factuur nummer|~factuur',
    it: 'numero fattura|fattura n|n fattura|fattura numero|nr fattura|~fattura',
    es: 'numero de factura|n factura|factura n|no de factura|factura num|~factura',
    pl: 'faktura nr|numer faktury|faktura vat nr',
    cs: 'cislo faktury|faktura c|faktura cislo|variabilni symbol|faktura danovy doklad c|danovy doklad c|doklad c',
    ro: 'numar factura|nr factura|factura nr|seria',
    sk: 'cislo faktury|faktura c',
    sv: 'fakturanummer|fakturanr',
    pt: 'fatura n|numero da fatura',
  },
  issuedOn: {
    hu: 'kelt|kelte|kelt telj|kiall|kiall datuma|kiallitas kelt|szamla kiallitasanak datuma|szamla kiallitasanak kelte|bizonylat datuma|szamla kelte|szamla kelt|kiallitas datuma|kiallitas kelte|kiallitas napja|kiallitas ideje|kiallitasi datum|kiallitas idopontja|keltezes|kiallitva|kiallitas|kibocsatas|kibocsatas kelte|kibocsatva|szamla datuma|bizonylat kelte|szamlakelte|kibocsatas datuma|kelt es teljesitve|kelt es teljesites|kiallitas es teljesites kelte|kiallitas es teljesites datuma|datum',
    en: 'invoice date|date of issue|issue date|issued on|issued|date issued|bill date|date of invoice|tax invoice date|receipt date|document date|doc date|trans date|transaction date|date|dated|inv date|printed date|bus date|business date|issue|created on|created|billed on|invoice issued|date of invoice issue|place and date of issue|issuing date',
    de: 'rechnungsdatum|ausstellungsdatum|belegdatum|rechnung vom|datum|ausgestellt am|rechnungs datum|~vom|erstellt am|rechnungsdat|ausgestellt',
    fr: 'date de facture|date facture|date de facturation|date d emission|facture du|emise le|date|~du',
    nl: 'factuurdatum|datum',
    it: 'data fattura|data documento|data|~del',
    es: 'fecha de factura|fecha factura|fecha de emision|fecha',
    pl: 'data wystawienia',
    cs: 'datum vystaveni',
    sk: 'datum vyhotovenia|datum vystavenia',
    ro: 'data emiterii|data facturii',
    sv: 'fakturadatum',
    pt: 'data de emissao',
  },
  suppliedOn: {
    hu: 'teljesites|teljesitese|kelt es teljesitve|kelt telj|teljesites kelt|telj kelte|telj napja|teljesitesi nap|kelt es teljesites|kiallitas es teljesites kelte|kiallitas es teljesites datuma|teljesites datuma|teljesites kelte|teljesites idopontja|teljesites napja|teljesites ideje|telj datum|telj datuma|telj|teljesitve|teljesitesi idopont|teljesitesi datum|telj ido|szolgaltatas datuma|teljesites napjan|telj dat|szolgaltatas teljesitese|teljesites ideje|szallitas napja|kiszallitas napja|szolgaltatas ideje',
    en: 'date of supply|delivery date|completion date|tax point|supply date|date of delivery|supply|service date|fulfilment date|performance date|date of performance|tax point date|fulfillment date|supplied|supplied on|date of taxable supply|taxable supply date|date of service|service provided on|delivered|delivered on|shipped on|tax date|date supplied',
    de: 'leistungsdatum|lieferung|lieferung am|geliefert am|lieferdatum|liefer und leistungsdatum|liefer leistungsdatum|lieferzeitpunkt|leistungszeitpunkt|tag der lieferung|tag der leistung|ausfuhrungsdatum|leistung vom|lieferung vom|leistungstag|liefertermin',
    fr: 'date de livraison|date de prestation|date de retrait',
    nl: 'leverdatum',
    it: 'data consegna',
    es: 'fecha de entrega|fecha de operacion',
    pl: 'data sprzedazy',
    cs: 'datum zdanitelneho plneni|duzp',
    ro: 'data livrarii',
    sk: 'datum dodania',
  },
  dueOn: {
    hu: 'fizetesi hatarido|esedekesseg|befizetesi hatarido|fiz hat|fiz hatarido|fizetesi hat|hatarido|esedekesseg datuma|fizetes hatarideje|esedekes|fizetendo|fizetes esedekessege|esedekessegi datum|lejarat|fizetes napja|fizetendo legkesobb|esedekesseg napja|befizetes hatarideje|fizetesi hataridö|fizetesi esedekesseg|fizetes esedekes',
    en: 'due date|invoice due date|payment due|total amount due on|amount due on|balance due on|due by|payment due by|pay by|due|payment due date|due on|date due|payable by|please pay by|payment date|pay before|pay until|terms due|term of payment|final payment date|last day of payment|due until',
    de: 'falligkeit|falligkeitsdatum|zahlungsziel|zahlbar bis|fallig am|zahlbar bis zum|zu zahlen bis|fallig|zahlungsfrist|bis zum|netto bis|zahlbar am|falligkeitstag|zu bezahlen bis|spatestens bis|zahlung bis',
    fr: 'date d echeance|echeance|date limite de paiement|a payer avant le|date de paiement|a regler avant le|payable le',
    nl: 'vervaldatum|uiterste betaaldatum|te betalen voor|vervaldag',
    it: 'scadenza|data scadenza',
    es: 'fecha de vencimiento|vencimiento',
    pl: 'termin platnosci',
    cs: 'datum splatnosti|splatnost',
    sk: 'datum splatnosti|splatnost',
    ro: 'data scadentei|scadenta',
    sv: 'forfallodatum',
    pt: 'data de vencimento|vencimento',
  },
  period: {
    hu: 'elszamolasi idoszak|szamlazasi idoszak|idoszak|teljesites idoszaka|szolgaltatasi idoszak',
    en: 'billing period|service period|period|for the billing period|statement period',
    de: 'abrechnungszeitraum|leistungszeitraum|liefer leistungszeitraum|zeitraum',
    fr: 'periode|periode de facturation',
    nl: 'periode',
  },
  net: {
    hu: 'netto osszesen|netto szamlaertek|reszosszeg|afa nelkul|afa nelkul osszesen|afa nelkuli osszeg|netto reszosszeg|netto szamlaertek osszesen|netto ertek|netto ertek osszesen|adoalap|afa alap|afaalap|netto vegosszeg|netto osszeg|netto|osszesen netto|netto ar|ado alapja|adoalap osszesen|netto ertek osszesen|nettó mindosszesen',
    en: 'net total|subtotal|charges before vat|total before vat|amount before vat|subtotal excl vat|net total amount|total net amount|amount excl vat|sub total|taxable amount|total net|net amount|net|total excl vat|total excluding vat|total excluding tax|total excl tax|total excl gst|total sales excluding gst|total ex vat|amount before tax|total before tax|net value|total excluded tax|sub total exclusive gst|total exclusive gst|total sales excl gst|total without vat|tax exclusive amount|total amt excl gst|untaxed amount|taxable value',
    de: 'nettobetrag|zwischensumme|summe netto|netto|gesamtbetrag netto|nettosumme|rechnungssumme ohne ust|summe ohne mwst|netto summe|gesamt netto|total netto|steuerbasisbetrag|basisbetrag|nettogesamt|warenwert netto|total ohne mwst|summe ohne ust|gesamtsumme netto|netto gesamt|nettowert',
    fr: 'total ht|montant ht|sous total|montant total ht|total hors taxe|total h t|total hors taxes|montant eur ht|total net ht',
    nl: 'exclusief btw|subtotaal|totaal excl btw|excl btw|bedrag excl btw|totaal exclusief btw|totaal excl',
    it: 'imponibile|totale imponibile|totale netto',
    es: 'base imponible|subtotal|importe neto',
    pl: 'wartosc netto|razem netto|suma netto',
    cs: 'zaklad dane|celkem bez dph',
    sk: 'zaklad dane|spolu bez dph',
    ro: 'total fara tva|valoare fara tva',
    pt: 'valor liquido',
  },
  vat: {
    hu: 'afa osszesen|afa osszege|afa ertek|athairtott ado|athadott ado|afa osszeg|afa|osszes afa|forgalmi ado|afa tartalom|athdritott ado|athritott afa|adoosszeg|ado osszege|osszesen afa|afa mindosszesen|athárított ado',
    en: 'vat amount|tax total|taxes|total taxes|vat total|vat charged|total vat amount|total vat|vat|total tax|sales tax|tax|tax amount|total gst|gst|gst amount|gst payable|total gst amount|hst|gst 6%|service tax|add gst|tax 6%',
    de: 'mwst|ust|steuerbetrag|umsatzsteuer|mehrwertsteuer|mwst betrag|ust betrag|steuerbetrag in|summe mwst|zzgl mwst|zzgl ust|zuzuglich mwst|enthaltene mwst|steuer|zzgl umsatzsteuer|gesamtbetrag ust|umsatzsteuerbetrag',
    fr: 'total tva|montant tva|tva|montant de la tva',
    nl: 'btw|btw bedrag|totaal btw',
    it: 'iva|imposta|totale iva|totale imposta',
    es: 'iva|cuota iva|total iva|importe iva|cuota',
    pl: 'kwota vat|vat|razem vat|podatek vat',
    cs: 'dph|celkem dph',
    sk: 'dph',
    ro: 'tva|total tva',
    pt: 'iva|total iva',
  },
  gross: {
    hu: 'brutto osszesen|brutto vegosszeg|brutto szamlaertek osszesen|afaval osszesen|afaval egyutt|vegosszeg|szamla vegosszege|mindosszesen|szamla osszesen|brutto osszeg|brutto ertek|brutto ertek osszesen|osszesen brutto|brutto|osszesen|szamla brutto vegosszege|szamla erteke|teljes osszeg|szamla osszege|brutto mindosszesen|brutto szamlaertek|szamlaertek|szamla ertek|osszeg|osszesen ft|szamla brutto osszege|szla vegosszeg',
    en: 'gross total|total|grand total|invoice total|total amount|total gross|gross amount|total incl vat|total including vat|total inc vat|total incl gst|total inclusive gst|total inclusive of gst|total sales inclusive of gst|total sales incl gst|total sales inci gst|total incl of gst|total for this invoice|total inc gst|total sales|nett total|net total incl gst|rounded total|total rm|total myr|total amt|total incl tax|total payable|total rounded|total after rounding|total usd|total eur|total after adj incl gst|total after adjustment|invoice amount|amount|total amt incl gst|total with vat|total sale|total inclusive gst 6%|total sales rm|total price|gross|total amount rm|round total|total invoice amount',
    de: 'gesamtbetrag|bruttobetrag|rechnungsbetrag|gesamtsumme|endbetrag|bruttosumme|summe|gesamt|total|brutto|summe brutto|gesamtbetrag brutto|rechnungssumme|total eur|rechnungsendbetrag|total chf|summe eur|total inkl mwst|gesamtbetrag inkl mwst|endsumme|gesamt brutto',
    fr: 'total ttc|montant ttc|montant total ttc|total facture|total t t c|montant eur ttc|total general|total',
    nl: 'totaal|totaal incl btw|totaalbedrag|inclusief btw|totaal inclusief btw|totaal te betalen',
    it: 'totale fattura|totale|totale documento|totale complessivo',
    es: 'total factura|total|importe total',
    pl: 'razem brutto|suma brutto|wartosc brutto|razem|suma',
    cs: 'celkem|celkem s dph|celkem k uhrade',
    sk: 'spolu|celkom|spolu s dph',
    ro: 'total|total cu tva|total general',
    sv: 'totalt|summa',
    pt: 'total',
  },
  payable: {
    hu: 'fizetendo|fizetve|fizetendo osszeg|fizetendo vegosszeg|fizetendo osszesen|fizetendo brutto|kifizetendo|osszesen fizetendo|fizetendo brutto vegosszeg|fizetendo brutto osszeg|fizetendo mindosszesen|befizetendo osszeg|befizetendo|kiegyenlitendo',
    en: 'amount due|total due|balance due|amount payable|total amount due|net payable|balance|due amount|payable|total amount due on|balance payable|amount to pay|please pay|total to pay|nett payable|amt due|net amount due|net payment',
    de: 'zu zahlen|zahlbetrag|zu zahlender betrag|offener betrag|noch zu zahlen|falliger betrag|restbetrag|zu uberweisender betrag|zahlungsbetrag',
    fr: 'net a payer|somme a payer|montant a payer|reste a payer|total a payer|montant du',
    nl: 'te betalen|te voldoen|openstaand bedrag',
    it: 'totale da pagare|netto a pagare|da pagare',
    es: 'total a pagar|importe a pagar',
    pl: 'do zaplaty|razem do zaplaty',
    cs: 'k uhrade|celkem k uhrade',
    sk: 'na uhradu|k uhrade',
    ro: 'total de plata|rest de plata',
    pt: 'total a pagar',
    sv: 'att betala',
  },
  netHuf: {
    hu: 'netto forintban|netto huf|netto osszesen huf|adoalap forintban|adoalap huf|netto ft ban|osszesen netto huf|netto osszesen forintban',
    en: 'net in huf|total net in huf',
    de: 'netto in huf',
  },
  grossHuf: {
    hu: 'brutto forintban|brutto huf|brutto osszesen huf|brutto ft ban|osszesen brutto huf|vegosszeg forintban|vegosszeg huf|brutto osszesen forintban',
    en: 'gross in huf|total gross in huf|total in huf',
    de: 'brutto in huf',
  },
  vatHuf: {
    hu: 'afa forintban|afa huf|afa osszege forintban|afa osszesen forintban|afa osszeg huf|osszesen afa huf|athairtott ado forintban|athairtott ado huf|afa osszege huf|athairtott afa forintban|afa osszesen huf|afa ft ban|afa osszege hufban|afa hufban|afa osszesen hufban|afa ertek hufban|afa erteke forintban|afa ertek forintban|afa osszeg forintban|felszamitott afa forintban|ado osszege forintban',
    en: 'vat in huf|total vat in huf|vat amount in huf|vat total in huf|vat huf|tax amount in huf|vat amount huf',
    de: 'mwst in huf',
  },
  paymentMethod: {
    hu: 'fizetesi mod|fizetes modja|mod|dijfizetes modja|fizetes tipusa|kiegyenlites modja|fizetesi mod megnevezese|fiz mod|fizetes|fizetesi forma',
    en: 'payment method|method of payment|payment terms|payment type|payment|terms of payment|mode of payment|paid by|pay type',
    de: 'zahlungsart|zahlungsweise|zahlungsform|zahlungsmethode|zahlungstyp|zahlungstyp codiert',
    fr: 'mode de paiement|mode de reglement|reglement',
    nl: 'betaalwijze|betaalmethode|betalingswijze',
    it: 'modalita di pagamento|pagamento',
    es: 'forma de pago|metodo de pago',
    pl: 'sposob platnosci|forma platnosci',
    cs: 'zpusob platby|forma uhrady',
    sk: 'forma uhrady',
  },
  currency: {
    hu: 'devizanem|penznem|szamla penzneme|deviza',
    en: 'currency|invoice currency',
    de: 'wahrung|rechnungswahrung',
    fr: 'devise',
    nl: 'valuta',
    it: 'valuta',
    es: 'moneda|divisa',
  },
  exchangeRate: {
    hu: 'arfolyam|alkalmazott arfolyam|mnb arfolyam|devizaarfolyam|mnb',
    en: 'exchange rate|rate of exchange|fx rate',
    de: 'wechselkurs|umrechnungskurs',
  },
  supplier: {
    hu: 'elado|szallito|kibocsato|szamlat kiallito|szamlat kibocsato|kiallito neve|szallito neve|kibocsato neve|elado cegneve|szolgaltato adatai|kibocsato adatai|kiallito adatai|szamlakibocsato|szolgaltato|kiallito|szamla kiallitoja|szamla kibocsatoja|elado adatai|szallito adatai|szolgaltato neve|szamlakiallito|elado neve|vallalkozo|berbeado|szamla kibocsato|szamla kibocsatoja|szamlat kiallito neve|szallito neve cime|kibocsato neve cime|termelo|engedmenyezo|uzemelteto|szamlat kiallitotta|szamlat kibocsatotta|kiallitotta',
    en: 'seller|supplier|issuer|vendor|from|sold by|service provider|issued by|bill from|seller details|supplied by|landlord|lessor|merchant|biller|seller name|supplier name|exporter|invoice from|billed by|operated by',
    de: 'verkaufer|lieferant|rechnungssteller|leistungserbringer|rechnungsersteller|auftragnehmer|rechnungsaussteller|verkauferin|vermieter|absender|aussteller|leistender unternehmer|rechnung von',
    fr: 'vendeur|fournisseur|emetteur|prestataire',
    nl: 'leverancier|verkoper',
    it: 'fornitore|cedente prestatore|cedente',
    es: 'proveedor|vendedor|emisor',
    pl: 'sprzedawca|wystawca',
    cs: 'dodavatel',
    sk: 'dodavatel',
    ro: 'furnizor|vanzator',
    pt: 'fornecedor',
  },
  customer: {
    hu: 'vevo|szamla cimzettje|szamlabefogado|szamla befogadoja|partner|partner neve|vasarlo|megrendelo|ugyfel|fizeto|szamlafizeto|cimzett|vevo adatai|vevo neve|ugyfel neve|felhasznalo neve|felhasznalo|szamlazasi cim|vevo neve cime|megbizo|ugyfel adatai|szamlazasi nev|berlo|elofizeto|vasarlo adatai|vasarlo neve|szamlazasi adatok|szamlacim|szamla cim|szolgaltatast igenybe vevo|vevo ceg|szamla fizeto|szamla fizetoje|megrendelo neve|igenybe vevo|szamlat befogado|szamla befogado|paciens|beteg|dijfizeto|dijfizeto neve|szamlazas|hallgato|tanulo|szolgaltatast igenybevevo|igenybevevo|lakastulajdonos|tulajdonos|biztositott|ugyfelunk|szamlazasi adat|szamlazasi informacio|fogyaszto|elofizeto neve|vevonk|szamlat kapja|szamlat atvevo|szamla fogadoja|szamlat fogado',
    en: 'buyer|customer|bill to|billed to|sold to|invoice to|client|billing address|bill to address|customer name|buyer name|invoiced to|billing to|recipient|customer details|to|customer nome|tenant|lessee|subscriber|account holder|prepared for|billed for|purchaser|invoice for|invoiced for|customer address|invoice recipient|invoice address|patient|payer|billing details|billing information|bill to party|registered to|your details|invoice address|buyer details|member|student|sold to party',
    de: 'kaufer|kunde|rechnungsempfanger|leistungsempfanger|kaufer leistungsempfanger|auftraggeber|rechnungsadresse|rechnungsanschrift|empfanger|rechnung an|kundenadresse|mieter|besteller|kundendaten|rechnung fur|leistungsempfangerin|patient|rechnungsadressat|leistungsempfanger in|ihre daten',
    fr: 'client|acheteur|adresse de facturation|nom de l abonne|facture a|destinataire|facturer a|adresse de facturation',
    nl: 'klant|factuuradres|afnemer|aan',
    it: 'cliente|cessionario committente|spett le|destinatario|cessionario',
    es: 'cliente|comprador|facturar a|datos del cliente',
    pl: 'nabywca|kupujacy',
    cs: 'odberatel',
    sk: 'odberatel',
    ro: 'cumparator|client|beneficiar',
    pt: 'cliente',
  },
  otherParty: {
    hu: 'szallitasi cim|szallitasi nev|fogyasztasi hely|postacim|kezbesitesi cim|levelezesi cim|telephely|szamlavezeto|ugyintezo|kapcsolattarto|bank|szamlavezeto bank|vendeg|vendeg neve|levelcim|szallito partnerunk|kezbesitesi nev|szallitas helye|atvevo|futarszolgalat',
    en: 'ship to|shipping address|delivery address|service address|remit to|ship from|deliver to|warehouse address|contact|shipped to|delivered to|guest|guest name|passenger|shipped from|consignee|ship to address|service location|intermediary|carrier',
    de: 'lieferadresse|warenempfanger|lieferanschrift|abweichender warenempfanger|zahlungsempfanger|ansprechpartner|bei ruckfragen|versandadresse|bankverbindung|lieferung an|abweichender rechnungsempfanger|zahlungsbedingungen',
    fr: 'adresse de livraison|adresse de l installation|adresse de votre magasin|lieu de livraison',
    nl: 'afleveradres|bezorgadres|verzendadres',
    it: 'destinazione|luogo di consegna',
    es: 'direccion de envio|direccion de entrega',
  },
  taxNumber: {
    hu: 'adoszam|adosz|adoig sz|asz|adoigazgatasi szam|vevo adoszama|elado adoszama|magyar adoszam|adoszama|ado szam|belfoldi adoszam',
    en: 'tax number|tax id|tax no|tax reg no|tin|gst id|gst reg no|gst no|gst id no|ein|abn|tax registration no|gst reg|vat tin|gst registration no',
    de: 'steuernummer|steuer nr|st nr|steuernr|steuer nummer',
    fr: 'siret|siren',
    it: 'codice fiscale|cf',
    es: 'nif|cif',
    pl: 'nip',
    cs: 'ico|dic',
    ro: 'cui|cif',
    pt: 'nif',
  },
  euVatNumber: {
    hu: 'kozossegi adoszam|eu adoszam|unios adoszam|kozossegi adosz|eu s adoszam|nemzetkozi adoszam|kozosegi adoszam',
    en: 'eu vat number|vat id|vat number|vat no|eu vat|vat reg no|vat registration number|vat|eu vat no|eu tax number|vat registration no|vat reg',
    de: 'ust idnr|uid nummer|ust id nr|ust id|umsatzsteuer id|umsatzsteuer identifikationsnummer|ustid|ust ident nr|uid nr|uid|ustidnr|umsatzsteuer idnr',
    fr: 'tva intracommunautaire|n tva|n de tva intracommunautaire|numero de tva|n de tva|n tva intracommunautaire|tva',
    nl: 'btw nummer|btw nr|btw|btw id',
    it: 'partita iva|p iva|piva',
    es: 'nif iva|cif nif|n iva',
    pl: 'nip ue|vat ue',
    cs: 'dic',
    sk: 'ic dph|icdph',
    ro: 'cod tva',
  },
  groupNumber: {
    hu: 'csoportazonosito szam|csoportos adoszam|afacsoport|csoport azonosito szam|csoportazonosito|csop az szam',
    en: 'group vat id|group tax number',
    de: 'gruppen steuernummer',
  },
  account: {
    hu: 'bankszamlaszam|bankszamlaszamunk|szamlaszamunk|bankszamlaja|bankszamla|penzforgalmi jelzoszam|szamlaszam|bankszamla szam|iban|bankszla|bankszamlaszama',
    en: 'bank account|iban|account|bank account number|account no iban|account number',
    de: 'iban|kontonummer|konto|kto nr|bankverbindung',
    fr: 'iban|compte bancaire',
    nl: 'iban|rekeningnummer|bankrekening',
    pl: 'nr konta|numer konta|rachunek',
    cs: 'cislo uctu',
    sk: 'cislo uctu',
    ro: 'cont',
  },
  orderNumber: {
    hu: 'rendelesszam|megrendeles szama|rendelesi szam|po szam|rendeles szama|rendeles|megrendelesszam|megrendeles|rendeles azonosito|megrendeles azonosito',
    en: 'order no|po number|order number|purchase order|order id|p o number|po no|customer order no|your order|order|your order no|po|p o s o number|order ref|purchase order no|order reference|order #|po #',
    de: 'bestellnummer|bestell nr|bestellung|auftragsnummer|auftrags nr|bestellung nr|ihre bestellung|auftragsnr|bestellnr|ihre bestellnummer',
    fr: 'numero de commande|commande n|bon de commande|n de commande|commande|commande nr',
    nl: 'ordernummer|bestelnummer|order nr',
    it: 'numero ordine|ordine n|ordine',
    es: 'pedido n|numero de pedido|pedido',
    pl: 'nr zamowienia',
    cs: 'cislo objednavky|objednavka',
  },
  originalNumber: {
    hu: 'hivatkozas|eredeti szamla szama|modositott szamla|ervenytelenitett szamla sorszama|helyesbitett szamla|eredeti szamla sorszama|eredeti szamla|modositott szamla sorszama|helyesbitett szamla sorszama|sztornozott szamla|hivatkozott szamla|ervenytelenitett szamla|modositott szamla szama|elozmeny szamla|sztornozott szamla sorszama|hivatkozott szamla sorszama|eloleg szamla szama|elolegszamla sorszama|elolegszamla szama|elozmenyszamla|eredeti bizonylat|eredeti bizonylat szama|modositott bizonylat|hivatkozott bizonylat|stornozott szamla|stornozott szamla sorszama|sztornozott bizonylat|jovairt szamla|elolegszamla szam|eloleg szla',
    en: 'original invoice|original invoice number|original invoice no|reference invoice|invoice reference|credited invoice|corrected invoice|referring to invoice|credit for invoice|credit note for invoice|against invoice|related invoice|related invoice number|applies to invoice|for invoice|invoice ref',
    de: 'ursprungliche rechnung|ursprungsbeleg nr|bezug|originalrechnung|rechnungsbezug|vorherige rechnung|zu rechnung|ursprungsrechnung|storno zu rechnung|korrektur zu rechnung|vorausgegangene rechnung|zu rechnung nr|rechnungsbezug nr|bezug rechnung|gutschrift zu rechnung|ursprungliche rechnungsnummer|originalrechnung nr',
    fr: 'facture d origine|facture initiale',
    nl: 'oorspronkelijke factuur|originele factuur',
    it: 'fattura originale',
    es: 'factura original|factura rectificada',
  },
  otherNumber: {
    hu: 'ugyfelszam|vevokod|felhasznalo azonosito|fogyasztasi hely azonosito|szerzodes szama|szerzodesszam|pod|cegjegyzekszam|nyilvantartasi szam|telefon|tel|fax|szallitolevel szama|szallitolevel|cikkszam|vtsz|szj|ugyfelazonosito|partnerkod|vevo azonosito|ap|nav ellenorzo kod|cj szam|cg|partner kod|munkaszam|gyariszam|meroszam|projektszam|azonosito|swift|bic|rendszam|felhasznaloi azonosito|szerzodes azonosito|szerzodeses folyoszamla|folyoszamlaszam|mobil|ugyfelkod|vevoszam|teljesitesi igazolas szama|keretszerzodes szama|cegjegyzek|statisztikai szamjel|postafiok',
    en: 'customer id|account number|contract no|customer no|customer number|contract number|phone|tel|fax|account no|reg no|company reg no|register|registration number|cashier|terminal|table|salesperson|terms|item code|delivery note|serial number|customer code|member no|card no|approval code|approval|batch|pos|counter|counter no|contract|cust no|mobile|mobile no|hp|co reg no|roc no|swift|bic|reference|ref|ref no|your reference|our reference|payment reference|queue no|pax|job no|quote no|quotation no|order date|trace no|invoice count|mid|tid|auth code|sort code|company no|business reg no|item count|qty|total qty|total quantity|total items|items',
    de: 'kundennummer|kunden nr|vertragsnummer|kundennr|telefon|fax|tel|handelsregisternummer|hrb nr|hrb|lieferschein nr|lieferscheinnummer|lief nr|gln|globale nummer|artikelnummer|art nr|vertragsnr|vsnr|ihre kundennummer|unsere gln|ihre gln|kundennumer|projekt|projektnummer|weitere referenz|zahlungsreferenz|buchungsreferenz|referenz|referenz des kaufers|reklamationsnummer|bic|swift|blz|handelsregister|amtsgericht|mandatsreferenz|glaubiger id|glaubiger identifikationsnummer|vertrag|aktenzeichen|anwendungsempfehlung|abteilung|ansprechpartner|lieferschein|vertrags nr|nummer|rapport nr|pos',
    fr: 'id client|numero de ligne|numero client|client n|rcs|bic|tel|code client|n client|siret|reference client|ref client|numero de client|reference|ape|naf',
    nl: 'klantnummer|kvk|kvk nummer|klant nr|bic|tel|debiteurnummer|referentie|serienummer|telefoon',
    it: 'codice cliente|tel|rea|codice destinatario',
    es: 'numero de cliente|tel|telefono|referencia',
    pl: 'regon|krs|bdo',
    cs: 'konstantni symbol|telefon',
  },
  otherDate: {
    hu: 'rendeles datuma|rendeles kelte|nyomtatas datuma|szallitas datuma|szerzodes kelte|nyomtatva|modositas datuma|eredeti szamla kelte|leolvasas datuma|letrehozva|elozo szamla|alairva|kezbesites',
    en: 'order date|print date|ship date|statement date|printed on|purchase date|shipment date|order placed|start date|end date|expiry date|exp date|valid until|next bill date|date of birth|previous bill date|check in|check out',
    de: 'bestelldatum|lieferschein datum|bestell datum|auftragsdatum|druckdatum|lieferscheindatum|bestellung vom|buchungsdatum|valuta|eintritt|rapport nr',
    fr: 'date de commande|date d expedition|prelevement a partir du',
    nl: 'orderdatum|besteldatum|verzenddatum',
    it: 'data ordine',
    es: 'fecha de pedido',
  },
  otherAmount: {
    hu: 'kerekites|kerekitesi kulonbozet|visszajaro|keszpenz|bankkartya|korabbi egyenleg|elozo egyenleg|egyenleg|tulfizetes|hatralek|eloleg|levont eloleg|engedmeny|kedvezmeny|mennyiseg|egysegar|kapott osszeg|befizetett|kezelesi koltseg|borravalo|szervizdij|bankkartyas fizetes|levonva eloleg|afa kulcs|afakulcs|afa %|adokulcs|egyseg ar|netto egysegar|brutto egysegar|arengedmeny|netto egyseg ar|tartozas|elozo tartozas|visszajaro forint|utalvany|szep kartya',
    en: 'change|cash|rounding|previous unpaid balance|discount|tendered|shipping|deposit|paid|amount paid|card|previous balance|unit price|quantity|qty|price|savings|you saved|credit card|debit card|visa|mastercard|master|tip|balance forward|cash change|rounding adj|rounding adjustment|change due|cash tendered|total discount|service charge|svc charge|serv charge|points|total saving|total savings|line total|credits|charges|prepaid|change amt|payment|tax code|tax rate|vat rate|vat %|tax %|total collected|total amount collected|paid amount|cash received|cash paid|round adj|bill rounding|total exempted|rate|unit|mydebit|credit|total tax exempt|zero rated|standard rated',
    de: 'rabatt|anzahlung|skonto|gegeben|ruckgeld|erhaltene anzahlungen|positionssumme|gesamtbetrag der zuschlage|gesamtbetrag der abschlage|einzelpreis|menge|versandkosten|barzahlung|bar|ruckgeld|preis|nettopreis|bruttopreis|vorauszahlung|steuersatz|mwst satz|ust %|mwst %|rundung|guthaben|summe der positionen|zeilenbetrag|vk preis|abschlag|zuschlag|karte|ec karte',
    fr: 'remise|acompte|prix unitaire|quantite|port|deja paye|rendu|escompte|montant du prelevement|taux tva|% tva|total remise s|total remise',
    nl: 'korting|aantal|prijs per stuk|verzendkosten|afgerond|betaald|prijs',
    it: 'sconto|prezzo|quantita|acconto',
    es: 'descuento|precio|cantidad|cambio',
    pl: 'ilosc|cena|rabat|zaplacono',
    cs: 'zaloha|cena za jednotku|mnozstvi|sazba dph',
  },
  /** What a till prints before or after a shop's name; only keeps it from being a label of ours. */
  shop: { en: 'store|branch|outlet', hu: 'bolt|uzlet', de: 'filiale' },
};

export type Label = { field: LabelledField; key: string; isWeak: boolean; language: string };

/** Every label once per field, by its key (folded, letters and digits only). */
export const labels: readonly Label[] = Object.entries(words).flatMap(([field, byLanguage]) =>
  Object.entries(byLanguage).flatMap(([language, list]) =>
    list.split('|').map((word) => ({
      field: field as LabelledField,
      key: word
        .normalize('NFD')
        .replace(/[^\p{L}\p{N}%#]/gu, '')
        .toLowerCase(),
      isWeak: word.startsWith('~'),
      language,
    })),
  ),
);
