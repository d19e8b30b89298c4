import type { DocumentKind, InvoiceKind } from '#services/domain/reading.ts';

/**
 * Words that tell a document's kind (AC-C01–AC-C20), accent-folded, `|` between them, `*` for the end of any compound. `title` weighs most near the top and
 * in large type; `against` takes away; `veto` ends it. A new word is one word here.
 */
export type KindWords = { kind: DocumentKind; title: string; supporting?: string; against?: string; veto?: string };

export const kindWords: readonly KindWords[] = [
  {
    kind: 'invoice',
    title:
      'szamla|e-szamla|reszszamla|*dijszamla|elektronikus szamla|egyszerusitett szamla|keszpenzes szamla|elolegszamla|vegszamla|helyesbito szamla|modosito szamla|sztorno szamla|gyujtoszamla|szamlareszletezo|invoice|invoices|tax invoice|credit note|rechnung|*rechnung|gutschrift|rechnungskorrektur|facture|avoir|factuur|fattura|factura|faktura|project statement',
    supporting:
      'afa|fizetesi hatarido|vevo|elado|szamla sorszama|invoice number|due date|bill to|vat|rechnungsnummer|mwst|ust|tva|btw|iva|amount due|kaufer|verkaufer|subtotal|fizetendo|netto|brutto',
    against: 'dijbekero|nyito egyenleg|zaro egyenleg|arajanlat|gehaltsabrechnung|lohnabrechnung',
    veto: 'nem minosul szamlanak|adougyi bizonylatnak nem minosul|nem szamla|nem adougyi bizonylat|nem minosul adougyi bizonylatnak|adougyi elszamolasra nem alkalmas|this is not an invoice|keine rechnung',
  },
  {
    kind: 'pro-forma',
    title:
      'dijbekero|proforma szamla|elolegbekero|eloleg bekero|dijertesito|fizetesi ertesito|elozetes szamla ertesito|pro forma szamla|proforma|pro forma|pro-forma|eloszamla|proforma invoice|proforma rechnung|pro forma rechnung|elozetes szamla',
    supporting:
      'nem szamla|nem minosul szamlanak|adougyi elszamolasra nem alkalmas|fizetesi hatarido|afa levonasara nem jogosit|a szamlat a befizetes',
    against: 'adofolyoszamla',
  },
  {
    kind: 'receipt',
    title: 'nyugta|receipt|kassenbon|quittung|cash sales|tax invoice|bon|ticket',
    supporting:
      'visszajaro|keszpenz|cash|change|cashier|tendered|thank you|terminal|gst|rounding|barzahlung|vielen dank|ap a|nav ellenorzo kod|served by|item count|osszesen|total|sdn bhd',
    veto: 'consignee|port of loading',
  },
  {
    kind: 'card-slip',
    title:
      'eladoi peldany|vevoi peldany|kartyatulajdonos peldanya|kartyabirtokos peldanya|ugyfel peldanya|kereskedo peldanya|kereskedoi peldany|customer copy|merchant copy|cardholder copy',
    supporting:
      'terminal|engedelyszam|aid|engedely|pin azonositas|terminal azonosito|kartyas vasarlas|tranzakcio|elfogadva|jovahagyva|approved|approval code|auth code|contactless',
    against: 'afa',
  },
  {
    kind: 'delivery-note',
    title:
      'szallitolevel|fuvarlevel|szallito level|fuvarokmany|atadas-atveteli bizonylat|arukisero|raktari kiadasi bizonylat|aruatveteli bizonylat|cmr|delivery note|lieferschein|bill of lading|packing list|bon de livraison|pakbon',
    supporting: 'atvettem|atado|atvevo|atvette|atadta|gongyoleg|rendszam|shipper|consignee|carrier|freight',
  },
  {
    kind: 'performance-certificate',
    title:
      'teljesitesigazolas|teljesitesi igazolas|teljesitest igazolo|teljesites igazolas|tig|*igazolasi jegyzokonyv|teljesitesi jegyzokonyv|certificate of completion|completion certificate|certificate of performance|certificate of acceptance|acceptance certificate|work completion certificate|leistungsnachweis|leistungsbestatigung|stundennachweis|abnahmeprotokoll|arbeitsnachweis',
    supporting:
      'igazolom hogy|megrendelo|vallalkozo|szerzodesszeruen|hianymentesen|hianytalanul|hereby certify|to our satisfaction|hiermit bestatigen',
  },
  {
    kind: 'contract',
    title:
      '*szerzodes|*megallapodas|biztositasi kotveny|alapito okirat|*szerzodesmodositas|szerzodes modositasa|contract|agreement|*vertrag|vertragsanderung|framework agreement|terms of engagement|letter of engagement',
    supporting: 'amely letrejott egyreszrol|felek|tanu|masreszrol|megbizo|megbizott|hereinafter|egyreszrol|felek megallapodnak',
  },
  {
    kind: 'bank-statement',
    title:
      'bankszamlakivonat|szamlakivonat|kivonat|account statement|bank statement|kontoauszug|releve de compte|releve bancaire|releve d identite|extrait de compte',
    supporting: 'nyito egyenleg|zaro egyenleg|jovairas|terheles|iban|opening balance|closing balance|solde|debit|credit|ertek',
    against: 'vevo|adofolyoszamla|adoszamla|adonem|adonemkod|penztar',
  },
  {
    kind: 'bank-history',
    title:
      'szamlatortenet|tranzakciok|szamlaforgalom|forgalmi lista|tranzakcios lista|szamlamozgasok|forgalmi kimutatas|forgalom|transaction history|umsatze',
    supporting: 'konyveles datuma|erteknap|kozlemeny|partner neve',
    against: 'nyito egyenleg|zaro egyenleg',
  },
  {
    kind: 'tax-account-statement',
    title:
      'adofolyoszamla|adofolyoszamla-kivonat|ado folyoszamla|adoszamla|adoszamla kivonat|adoszamla-kivonat|adoszamla egyenleg|adofolyoszamla kivonat',
    supporting:
      'nemzeti ado- es vamhivatal|adonem|tulfizetes|adonemkod|iparuzesi ado|gepjarmuado|szocialis hozzajarulasi ado|hatralek|kotelezettseg|befizetes|adozo',
  },
  {
    kind: 'warranty-card',
    title:
      'jotallasi jegy|garancialevel|garanciajegy|jotallasi|warranty card|warranty certificate|certificate of warranty|limited warranty|guarantee card|jotallasi nyilatkozat|garancia jegy|garantieschein|garantiekarte|garantieurkunde',
    supporting:
      'gyartasi szam|gyari szam|jotallas idotartama|javitasi szelvenyek|fogyaszto|uzembe helyezes|tipus|serial no|serial number|warranty period|date of purchase|seriennummer|garantiezeit|kaufdatum',
  },
  {
    kind: 'reminder',
    title:
      'fizetesi felszolitas|felszolitas|dijhatralek|hatralek ertesito|tartozasertesito|emlekezteto lejart|lejart szamla|lejart szamlak|lejart tartozas|hatralekertesito|egyenlegegyezteto|egyenlegegyeztetes|egyenlegertesito|egyenlegkozlo|fizetesi emlekezteto|payment reminder|overdue notice|mahnung|zahlungserinnerung|rappel',
    supporting:
      'lejart|kesedelmi kamat|hatarideje lejart|befizetese meg nem erkezett|meg nem erkezett|nyitott tetel|nyitott tetelek|tartozas|nyilvantartasunk szerint|behajtasi|overdue|kiegyenlitese nem erkezett',
  },
  {
    kind: 'order',
    title:
      'megrendeles|megrendelolap|megrendelo lap|megrendeles visszaigazolas|rendeles visszaigazolasa|rendelesi lap|rendeles visszaigazolas|purchase order|order confirmation|bestellung|auftragsbestatigung|commande',
    supporting: 'szallitasi hatarido|megrendeljuk|order confirmation|rendeles',
  },
  {
    kind: 'quote',
    title: 'arajanlat|ajanlat|quote|*ajanlatunk|arajanlatkeres|ajanlatkeres|quotation|angebot|devis|offerte|request for quotation',
    supporting: 'ajanlat ervenyes|ervenyesseg|ajanlatunk|ajanlatkero|valid until|arajanlatunk',
  },
  {
    kind: 'payroll',
    title:
      'berjegyzek|fizetesi jegyzek|berelszamolas|berkarton|kereseti igazolas|jovedelemigazolas|munkaberjegyzek|berlap|berszamfejtes|payslip|payroll|gehaltsabrechnung|lohnabrechnung',
    supporting: 'munkakor|alapber|tb jarulek|levonasok|szja|munkaltato|dolgozo|kifizetendo',
  },
  {
    kind: 'official-letter',
    title: 'hatarozat|*vegzes|fizetesi meghagyas|hianypotlas|ertesites|idezes|felhivas|bescheid',
    supporting:
      'nemzeti ado- es vamhivatal|ugyszam|ugyiratszam|cegbirosag|kozjegyzo|jegyzo|mulasztasi birsag|felhivom|iktatoszam|ugyintezo|jogorvoslat|hatosag|torvenyszek|birosag|adozo|fellebbezes',
    against: 'adofolyoszamla|szamla sorszama',
  },
  {
    kind: 'cash-voucher',
    title:
      'beveteli penztarbizonylat|kiadasi penztarbizonylat|beveteli bizonylat|kiadasi bizonylat|idoszaki penztarjelentes|cash voucher|petty cash voucher|penztarjelentes|penztarbizonylat',
    supporting: 'bevetel|kiadas|penztaros|utalvanyozo|jogcim',
  },
  {
    kind: 'other',
    title: 'meghatalmazas|utnyilvantartas|menetlevel|hirlevel|jegyzokonyv|nutrition facts|emlekezteto|memo',
    supporting:
      'dear|sehr geehrte|respectfully|mit freundlichen grussen|to whom it may concern|best regards|leiratkozas|kilometeroraallas|km|kedves|meghatalmazom|unsubscribe|sincerely',
    against: 'lejart|kesedelmi kamat|tartozas',
  },
];

/** Titles that tell the finer kind of an invoice; the first that stands on the page wins. */
export const invoiceKindWords: readonly (readonly [InvoiceKind, string])[] = [
  ['cancelling', 'sztorno szamla|sztornoszamla|ervenytelenito szamla|storno|stornorechnung|cancellation invoice|sztorno'],
  ['credit-note', 'credit note|jovairo szamla|jovairas szamla|avoir|nota di credito|creditnota|gutschrift zu|nota de credito|credit memo'],
  [
    'modifying',
    'modosito szamla|helyesbito szamla|helyesbito|korrekturrechnung|rechnungskorrektur|corrective invoice|korrekcios szamla|factura rectificativa',
  ],
  ['final', 'vegszamla|final invoice|schlussrechnung'],
  ['advance', 'elolegszamla|eloleg szamla|advance invoice|anzahlungsrechnung|deposit invoice|facture d acompte|eloleg bekero szamla'],
  ['aggregate', 'gyujtoszamla|collective invoice|sammelrechnung'],
  [
    'simplified',
    'egyszerusitett szamla|keszpenzes szamla|egyszerusitett keszpenzfizetesi szamla|simplified invoice|keszpenzfizetesi szamla',
  ],
];
