import { columnFields, type Field } from '#services/domain/column-mapping.ts';
import { folded } from '#services/domain/text.ts';

/** How headings are compared: accents, case, spaces and signs ignored (B-L table). */
export const headingKey = (text: string): string => folded(text).replace(/[^\p{L}\p{N}]+/gu, '');

/** Words that head columns in files of unknown origin, the likeliest first: Hungarian, English, German. */
export const vocabulary: Readonly<Record<Field, readonly string[]>> = {
  account: [
    'Számlaszám',
    'Számla szám',
    'Saját számlaszám',
    'Könyvelési számla',
    'Számla',
    'Terhelt számla',
    'Account number',
    'Account',
    'IBAN',
    'Own account',
    'Konto',
    'Kontonummer',
    'Auftragskonto',
  ],
  bookedOn: [
    'Könyvelés dátuma',
    'Könyvelési dátum',
    'Könyvelés napja',
    'Könyvelési nap',
    'Könyvelve',
    'Könyvelt',
    'Terhelés napja',
    'Booking date',
    'Booked on',
    'Posting date',
    'Buchungstag',
    'Buchungsdatum',
    'Dátum',
    'Tranzakció dátuma',
    'Tranzakció ideje',
    'Tranzakció időpontja',
    'Date',
    'Transaction date',
    'Completed date',
    'Datum',
    'Nap',
    'Kézbesítés dátuma',
    'Beszedés dátuma',
    'Kifizetés dátuma',
  ],
  valueOn: [
    'Értéknap',
    'Értéknapja',
    'Esedékesség',
    'Esedékességnap',
    'Teljesítés napja',
    'Value date',
    'Valuta',
    'Valutadatum',
    'Wertstellung',
  ],
  // Where both stand in a report, the net moves the account.
  amount: [
    'Nettó összeg',
    'Net amount',
    'Összeg',
    'Tranzakció összege',
    'Könyvelt összeg',
    'Forgalom',
    'Érték',
    'Amount',
    'Transaction amount',
    'Betrag',
    'Umsatz',
    'Utánvét összege',
    'Utánvét',
    'Beszedett összeg',
    'Fizetett összeg',
  ],
  credit: [
    'Jóváírás',
    'Jóváírás összege',
    'Jóváírt összeg',
    'Bevétel',
    'Befizetés',
    'Be',
    'Credit',
    'Credit amount',
    'Money in',
    'Paid in',
    'Deposit',
    'Haben',
    'Gutschrift',
  ],
  debit: [
    'Terhelés',
    'Terhelés összege',
    'Terhelt összeg',
    'Kiadás',
    'Kifizetés',
    'Ki',
    'Debit',
    'Debit amount',
    'Money out',
    'Paid out',
    'Withdrawal',
    'Soll',
    'Lastschrift',
    'Belastung',
  ],
  // What a column of fees means, only a person can say: banks show fees that the amount holds already.
  fee: [],
  direction: [
    'Terhelés vagy jóváírás (T/J)',
    'Terhelés/jóváírás',
    'T/J',
    'Bejövő/Kimenő',
    'Be/Ki',
    'Irány',
    'Tranzakció iránya',
    'Jóváírás/Terhelés',
    'Debit/Credit',
    'D/C',
    'C/D',
    'CR/DR',
    'DR/CR',
    'Credit/Debit',
    'Előjel',
    'Direction',
    'Soll/Haben',
  ],
  currency: ['Devizanem', 'Pénznem', 'Deviza', 'Összeg devizaneme', 'Számla devizaneme', 'Currency', 'Ccy', 'Währung'],
  counterpartyName: [
    'Ellenoldali név',
    'Ellenoldal neve',
    'Partner neve',
    'Partner név',
    'Partner',
    'Partner elnevezése',
    'Ellenpartner',
    'Ellenoldali számla tulajdonosa',
    'Kedvezményezett neve',
    'Kedvezményezett',
    'Név',
    'Counterparty name',
    'Counterparty',
    'Partner name',
    'Payee',
    'Beneficiary',
    'Name',
    'Empfänger',
    'Auftraggeber/Empfänger',
  ],
  counterpartyAccount: [
    'Ellenoldali számlaszám',
    'Ellenoldali számla',
    'Ellenoldali számla száma',
    'Ellenszámla',
    'Partner számlaszáma',
    'Partner számlaszám',
    'Partner számla',
    'Partner számlaszáma/azonosítója',
    'Kedvezményezett számlaszáma',
    'Counterparty account',
    'Counterparty IBAN',
    'Partner IBAN',
    'Partner account number',
    'Beneficiary account',
    'Kontonummer/IBAN',
  ],
  memo: [
    'Közlemény',
    'Közlemény 1',
    'Közlemény 2',
    'Közlemény 3',
    'Megjegyzés',
    'Leírás',
    'Megnevezés',
    'Utánvét hivatkozás',
    'Utánvét azonosító',
    'Hivatkozási szám',
    'Ügyfél hivatkozás',
    'Rendelésszám',
    'Rendelésazonosító',
    'Kiegészítő információ',
    'Memo',
    'Description',
    'Reference',
    'Details',
    'Remittance information',
    'Payment reference',
    'Verwendungszweck',
  ],
  bankReference: [
    'Banki tranzakció azonosító',
    'Banki azonosító',
    'Tranzakció azonosító',
    'Tranzakció azonosítója',
    'Tranzakciószám',
    'Tranz szám',
    'Azonosító',
    'Referencia',
    'Megbízás azonosítója',
    'Csomagszám',
    'Küldeményazonosító',
    'Fizetésazonosító',
    'Transaction ID',
    'Bank reference',
    'ID',
    'Referenz',
  ],
  endToEndId: ['Partnerek közti egyedi azonosító', 'Partnerek közti azonosító', 'End-to-end ID', 'EndToEndId', 'End to end reference'],
  type: [
    'Tranzakció típusa',
    'Forgalom típusa',
    'Típus',
    'Jogcím',
    'Megbízás típusa',
    'Transaction type',
    'Type',
    'Umsatzart',
    'Buchungstext',
  ],
  balance: [
    'Egyenleg',
    'Könyvelt egyenleg',
    'Új könyvelt egyenleg',
    'Záró egyenleg',
    'Számlaegyenleg',
    'Balance',
    'Running balance',
    'Balance after',
    'Saldo',
  ],
};

const heads = new Map<string, Field>();
for (const field of columnFields)
  for (const word of vocabulary[field]) if (!heads.has(headingKey(word))) heads.set(headingKey(word), field);

/** `Összeg (HUF)`, `Betrag in EUR`: the heading and the currency that all amounts below it have. */
const withCurrency = /^(.*?\p{L}.*?)[\s([]+(?:in )?([A-Z]{3}|Ft)[)\]]?$/u;

/** What headings that no list holds say by a part of theirs; the first that fits counts, so the narrower ones stand above. */
const parts: readonly (readonly [Field, RegExp])[] = [
  ['direction', /^(debitcredit|creditdebit|drcr|crdr|terhelesjovairas|jovairasterheles|sollhaben|habensoll)/],
  ['endToEndId', /endtoend|^e2e|partnerekkozti/],
  [
    'counterpartyAccount',
    /(ellen|partner|kedvezmenyezett|felado|fizeto|utalo|masikfel)\w*(szamla|iban)(?!\w*(nev|tulajdonos))|(counterparty|payee|payer|beneficiary|partner|sender|recipient)\w*(account|iban)(?!\w*name)|(empfa?e?nger|begu?e?nstigt|zahlungspflicht|gegen|auftraggeber)\w*(konto|iban)|^(protiucet|protiucetnibanka)$|iban\w*(partner|empfa?e?nger|auftraggeber)/,
  ],
  [
    'counterpartyName',
    /(ellen|partner|kedvezmenyezett|felado|fizeto|utalo|masikfel|kereskedo)\w*(nev|neve|megnevezese|elnevezese|tulajdonos\w*)$|(counterparty|payee|payer|beneficiary|partner|sender|recipient|merchant)\w*name$|^(begu?e?nstigte|zahlungspflichtige|zahlungsempfa?e?nger|auftraggeber|empfa?e?nger|zahlungsbeteiligte|contrepartie|beneficiaire|beneficiario)\w*$|^(felado|kereskedo|ugyfel|nazevprotiuctu|nazovprotiuctu|kontrahent)$/,
  ],
  [
    'valueOn',
    /erteknap|ertekdat|datumertek|esedekes|valuedat|valutadat|valutawert|wertstellung|datevaleur|datedevaleur|fechavalor|datavalut|datawaluty/,
  ],
  [
    'bookedOn',
    /^konyveles$|konyvel\w*(datum|nap|ido)|(datum|nap)\w*konyvel|book(ing|ed)?(date|on)|post(ing|ed)?date|buchungs(tag|datum)|transactiondate|(tranzakcio|forgalom|muvelet|teljesit|utalas|fizetes)\w*(datum|nap|ido)|^(kelt|idopont|datum\w{0,4}|fecha(deoperacion|operacion)?|data(operazione|contabile|operacji|ksiegowania|tranzactiei)?|date(d|de|del)?operation|datecomptable)$/,
  ],
  ['balance', /(?<!nyito|elozo)egyenleg|balanceafter|runningbalance|accountbalance|kontostand|saldo/],
  ['debit', /terhel\w*(osszeg|forgalom)|(osszeg|forgalom)\w*terhel|debit(amount|ed)|amountdebit|(kimeno|ki)osszeg|osszegki$/],
  ['credit', /jovair\w*(osszeg|forgalom)|(osszeg|forgalom)\w*jovair|credit(amount|ed)|amountcredit|(bejovo|be)osszeg|osszegbe$/],
  [
    'bankReference',
    /(tranzakcio|konyvelesi|banki|tetel)\w*(azonosito\w*|sorszam\w*|hivatkozas\w*)$|transaction(id|number|ref\w*)$|bankref\w*$/,
  ],
  [
    'memo',
    /^(?!sajat|belso).*(kozlemeny|megjegyzes|verwendungszweck|remittance|narrative|paymentdetails|libelle|concepto|causale|descri(zione|pcion|cao)|opisoperacji|tytul|zprava|sprava)/,
  ],
  ['type', /(tranzakcio|forgalom|muvelet|konyveles)\w*(tipus|jelleg|megnevez|nem)\w*$|(transaction|booking)type$/],
  ['currency', /penznem\w*$|devizanem\w*$|currency(code)?$|^(devise|divisa|moneda|wa?e?hrung\w*|valute|waluta|mena|moneta|moneda)$/],
  ['account', /^(sajat|konyvelesi|terhelt|sajatszamla)\w*(szamla\w*|iban)$|^(own|my)\w*(account|iban)$/],
  [
    'amount',
    /^(konyvelt|tranzakcio|tetel|netto|forgalmi)?\w{0,12}osszeg\w{0,4}$|(transaction|booked|billing|payment|net)amount$|^(montant|importe|importo|betrag|umsatz|kwota|castka|objem|suma)\w{0,8}$/,
  ],
];
/** Amounts that do not move the account: of the original currency, of fees, of limits. */
const notTheAmount =
  /eredeti|original|orig|dij|jutalek|koltseg|illetek|limit|zarol|fee|commission|charge|gebuhr|fedezet|arfolyam|foglal|afa/;

function fieldByPart(key: string): Field | null {
  const field = parts.find(([, part]) => part.test(key))?.[0] ?? null;
  return field !== null && ['amount', 'credit', 'debit', 'currency'].includes(field) && notTheAmount.test(key) ? null : field;
}

/** Whether a column holds what is kept or charged beside the amounts: what it does to them only balances or a person can say. */
export const isFeeHeading = (text: string): boolean =>
  /^(fee|fees|dij|dijak|jutalek\w*|tranzakciosjutalek|commission|charge|charges|gebuhr(en)?|koltseg|totalfees)$/.test(headingKey(text));

/** What a heading most likely means, or null. */
export const fieldOfHeading = (text: string): Field | null => {
  const bare = withCurrency.exec(text.trim())?.[1] ?? '';
  return heads.get(headingKey(text)) ?? heads.get(headingKey(bare)) ?? fieldByPart(headingKey(bare === '' ? text : bare));
};

/** The currency that a heading names beside its word, as it is written there; null without one. */
export const currencyInHeading = (text: string): string | null => withCurrency.exec(text.trim())?.[2] ?? null;

/** Words of known formats whose columns mean nothing to other banks; they too tell a heading line from data. */
const further = new Set(
  [
    'Devise',
    'Net',
    'Gross',
    'Fee',
    'Created',
    'Status',
    'State',
    'Balance transaction id',
    'Available on',
    'Devizanem',
    'Fizetés típusa',
    'Partner IBAN',
    'Kereskedői díj',
    'Nettó',
    'Source',
    'Commission',
    'Solde',
    'Heure',
    'Brutto',
    'Valore netto',
    'Saldo',
    'Uhrzeit',
    'Referenz',
    'Richtung',
  ].map(headingKey),
);

export const isHeadingWord = (text: string): boolean => {
  const key = headingKey(text);
  return key !== '' && (fieldOfHeading(text) !== null || further.has(key));
};
