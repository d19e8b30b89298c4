import { type DocumentKind, type InvoiceKind, type InvoiceReading, noInvoice, type Party } from '#services/domain/reading.ts';
import { all, at, isTrue, textAt, type XmlElement } from '#services/domain/xml-tree.ts';
import type { FoundDocument } from '../invoice-found.ts';
import { one } from '../invoice-found.ts';
import { addressOf, amountOf, currencyOf, dayIn, decimalOf, hungarianTaxNumber, paymentMethodOf, vatLine } from '../values.ts';
import { type Dialect, hasName } from './dialect.ts';
import { listedPayments, methodOf } from './listed-payments.ts';

/** `alap/tipus`; D (pro forma) and SL (delivery note) are decided apart. */
const kindOfType: Readonly<Record<string, InvoiceKind>> = {
  SZ: 'invoice',
  SS: 'cancelling',
  HS: 'modifying',
  ES: 'advance',
  VS: 'final',
  D: 'pro-forma',
  SN: 'cancelling',
};

function szamlazzParty(element: XmlElement | null): Party {
  const part = (name: string) => textAt(element, `cim/${name}`);
  return {
    name: textAt(element, 'nev'),
    taxNumber: hungarianTaxNumber(textAt(element, 'adoszam')),
    euVatNumber: textAt(element, 'adoszameu'),
    address: addressOf(part('irsz'), part('telepules'), part('cim'), part('orszag')),
    account: textAt(element, 'bank/bankszamla'),
  };
}

/** A named VAT type (AAM, EUK, …) says more than the 0 beside it. */
const rateOf = (row: XmlElement): string | null => textAt(row, 'afatipus') ?? decimalOf(textAt(row, 'afakulcs')) ?? textAt(row, 'afakulcs');

function readInvoice(root: XmlElement): FoundDocument {
  const basic = at(root, 'alap');
  const currency = currencyOf(textAt(basic, 'devizanem', 'penznem'));
  const amount = (of: XmlElement | null, name: string) => amountOf(textAt(of, name), currency);
  const type = textAt(basic, 'tipus') ?? 'SZ';
  const totals = at(root, 'osszegek/totalossz');
  const kinds: Record<string, DocumentKind> = { D: 'pro-forma', SL: 'delivery-note' };
  const kind = kinds[type] ?? 'invoice-data';
  const warnings = [
    ...(isTrue(textAt(basic, 'teszt')) ? [{ code: 'test-document', message: 'the sender marked it as a test' }] : []),
    ...(isTrue(textAt(basic, 'dobdel')) ? [{ code: 'deleted-at-sender', message: 'the sender marked it as deleted' }] : []),
  ];
  if (kind === 'delivery-note') return { kind, invoice: null, warnings };
  const [net, vat, gross] = [amount(totals, 'netto'), amount(totals, 'afa'), amount(totals, 'brutto')];
  const rate = decimalOf(textAt(basic, 'devizaarf'));
  const invoice: InvoiceReading = {
    ...noInvoice(kindOfType[type] ?? 'invoice'),
    number: textAt(basic, 'szamlaszam'),
    supplier: szamlazzParty(at(root, 'szallito')),
    customer: szamlazzParty(at(root, 'vevo')),
    issuedOn: dayIn(textAt(basic, 'kelt')),
    suppliedOn: dayIn(textAt(basic, 'telj')),
    dueOn: dayIn(textAt(basic, 'fizh')),
    paymentMethod: paymentMethodOf(textAt(basic, 'fizmod', 'fizmodunified')),
    currency,
    net,
    vat,
    gross,
    vatLines: all(root, 'osszegek/afakulcsossz').map((row) =>
      vatLine(rateOf(row), amount(row, 'netto'), amount(row, 'afa'), amount(row, 'brutto')),
    ),
    lines: all(root, 'tetelek/tetel').map((line) => ({
      description: textAt(line, 'nev', 'megnevezes'),
      quantity: decimalOf(textAt(line, 'mennyiseg')),
      unit: textAt(line, 'mennyisegiegyseg'),
      unitPrice: decimalOf(textAt(line, 'nettoegysegar')),
      rate: rateOf(line),
      net: amount(line, 'netto'),
    })),
    exchangeRate: rate === '0' ? null : rate,
    originalNumber: textAt(basic, 'hivszamlaszam'),
    orderNumber: textAt(basic, 'rendelesszam'),
  };
  const listed = hasName(root, 'szamla', 'szamlabe') ? paymentsOf(root, invoice) : null;
  return {
    kind,
    invoice,
    warnings: [...warnings, ...(listed?.warnings ?? [])],
    ...(listed && { payments: listed.payments }),
  };
}

/** What was paid so far: the whole invoice comes again with every change (H-041), so no payment listed means that none stands. */
const paymentsOf = (root: XmlElement, invoice: InvoiceReading) =>
  listedPayments(
    invoice,
    all(root, 'kifizetesek/kifizetes').map((payment) => ({
      amount: decimalOf(textAt(payment, 'osszeg')),
      currency: invoice.currency,
      paidOn: dayIn(textAt(payment, 'datum')),
      method: methodOf(textAt(payment, 'jogcim')),
      mark: textAt(payment, 'banktranzid'),
      bankReference: textAt(payment, 'banktranzid'),
    })),
  );

/** A receipt (nyugta): no customer, the supplier known by tax number only. */
function readReceipt(root: XmlElement): FoundDocument {
  const basic = at(root, 'alap');
  const document = readInvoice(root);
  if (!document.invoice) return document;
  const { invoice } = document;
  return {
    ...document,
    kind: 'receipt',
    invoice: {
      ...invoice,
      kind: textAt(basic, 'tipus') === 'SN' ? 'cancelling' : 'receipt',
      number: textAt(basic, 'nyugtaszam'),
      supplier: { ...invoice.supplier, taxNumber: hungarianTaxNumber(textAt(basic, 'adoszam')) },
      originalNumber: textAt(basic, 'stornozottNyugtaszam'),
    },
  };
}

/** What Számlázz.hu pushes (H-040–H-043): issued and received invoices, receipts; a bank row is no document to read. */
export const szamlazz: Dialect = {
  name: 'szamlazz',
  fits: (root) =>
    root.namespace.startsWith('http://www.szamlazz.hu/') || (hasName(root, 'szamla', 'szamlabe', 'nyugta') && at(root, 'alap') !== null),
  read(root) {
    const receipts = hasName(root, 'nyugta') ? [root] : all(root, 'nyugta');
    const documents = receipts.map((receipt, position) => ({ path: `nyugta[${position + 1}]`, ...readReceipt(receipt) }));
    if (documents.length > 0) return { kind: 'receipt', documents, warnings: [] };
    if (hasName(root, 'szamla', 'szamlabe')) return one(readInvoice(root));
    return one({ kind: hasName(root, 'banktranz') ? 'bank-statement' : 'other', invoice: null });
  },
};
