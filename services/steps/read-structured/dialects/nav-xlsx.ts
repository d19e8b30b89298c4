import { type InvoiceKind, type InvoiceLine, noInvoice, type VatLine } from '#services/domain/reading.ts';
import { folded } from '#services/domain/text.ts';
import { rateOfContent } from '#services/domain/vat-rates.ts';
import type { Found, FoundDocument } from '../invoice-found.ts';
import { type NavRow, type NavTable, navTables } from '../nav-table.ts';
import { addressOf, amountOf, currencyOf, dayIn, decimalOf, paymentMethodOf, percentOf, plus, sumOf, vatLine } from '../values.ts';

/** Header and lines belong together by number and supplier: two suppliers may use one number (H-089). */
const keyOf = (row: NavRow): string =>
  `${row.cell('szamla', 'sorszama') ?? row.cell('szamla', 'szama')}\n${row.cell('elado', 'torzsszam')}`;

const isYes = (cell: string | null): boolean => cell !== null && folded(cell) === 'igen';

/** Written as a fraction (0.27), in some copies as a percentage. */
function rateOfFraction(cell: string | null): string | null {
  const decimal = decimalOf(cell);
  return decimal !== null && Math.abs(Number(decimal)) > 1 ? decimal : percentOf(decimal);
}

/** The code at the beginning of a case, with or without words after it. */
const codeOf = (cell: string | null): string | null => /^[A-Z][A-Z0-9_]+/.exec(cell ?? '')?.[0] ?? cell;

/** Three columns over the years: two flags of the older layout, one kind of scheme of the newer. */
function marginOf(line: NavRow): string | null {
  if (isYes(line.cell('atharitott', 'adot', 'tartalmazo')) || isYes(line.cell('adot', 'nem', 'tartalmazo'))) return 'MARGIN_SCHEME';
  const scheme = line.cell('kulonbozet', 'szerinti', 'adozas');
  return scheme === null || folded(scheme) === 'nem' ? null : folded(scheme) === 'igen' ? 'MARGIN_SCHEME' : codeOf(scheme);
}

function rateOf(line: NavRow): string | null {
  const content = decimalOf(line.cell('afa', 'tartalom'));
  return (
    (content === null ? null : (rateOfContent(content) ?? rateOfFraction(content))) ??
    rateOfFraction(line.cell('ado', 'merteke')) ??
    codeOf(line.cell('afamentesseg', 'esete')) ??
    codeOf(line.cell('hatalyon', 'esete')) ??
    (isYes(line.cell('belfoldi', 'forditott')) ? 'FAD' : null) ??
    (isYes(line.cell('nincs', 'felszamitott')) ? 'NO_VAT_CHARGE' : null) ??
    marginOf(line)
  );
}

/** The header sheet has no split by rate; the lines have it. */
function vatLinesOf(lines: readonly NavRow[], currency: string | null): VatLine[] {
  const groups = Map.groupBy(lines, (line) => rateOf(line));
  const total = (rows: readonly NavRow[], what: string) => sumOf(rows.map((row) => amountOf(row.cell(what, 'penznemeben'), currency)));
  return [...groups].map(([rate, rows]) => vatLine(rate, total(rows, 'netto'), total(rows, 'afa'), total(rows, 'brutto')));
}

const lineOf = (row: NavRow, currency: string | null): InvoiceLine => ({
  description: row.cell('megnevezes'),
  quantity: decimalOf(row.cell('mennyiseg')),
  unit: row.cell('mennyisegi', 'egyseg'),
  unitPrice: decimalOf(row.cell('egysegar')),
  rate: rateOf(row),
  net: amountOf(row.cell('netto', 'penznemeben'), currency),
});

function partyOf(row: NavRow, role: 'elado' | 'vevo') {
  const [base, vatCode, county] = [row.cell(role, 'torzsszam'), row.cell(role, 'afa', 'kod'), row.cell(role, 'megyekod')];
  // A numeric cell loses the zeros at the front.
  const full = vatCode !== null && county !== null ? `-${vatCode}-${county.padStart(2, '0')}` : '';
  return {
    name: row.cell(role, 'neve'),
    taxNumber: base === null ? null : base.padStart(8, '0') + full,
    euVatNumber: row.cell(role, 'kozossegi'),
    address: addressOf(row.cell(role, 'iranyitoszam'), row.cell(role, 'telepules'), row.cell(role, 'cim'), row.cell(role, 'orszagkod')),
    account: null,
  };
}

function kindOf(row: NavRow, gross: bigint | null): InvoiceKind {
  if (row.cell('eredeti', 'szamla') !== null) return gross !== null && gross < 0n ? 'cancelling' : 'modifying';
  const type = folded(row.cell('szamla', 'tipus') ?? '');
  if (type.startsWith('egyszerusitett')) return 'simplified';
  return type.startsWith('gyujto') ? 'aggregate' : 'invoice';
}

function documentOf(row: NavRow, lines: readonly NavRow[]): FoundDocument {
  const currency = currencyOf(row.cell('szamla', 'penzneme'));
  const amount = (what: string) => amountOf(row.cell(what, 'penznemeben'), currency);
  const huf = (what: string) => amountOf(row.cell(what, 'forintban'), 'HUF');
  const [net, vat] = [amount('netto'), amount('afa')];
  const gross = amount('brutto') ?? plus(net, vat);
  const kind = kindOf(row, gross);
  return {
    kind: isYes(row.cell('adatszolgaltatas', 'szamla')) ? 'invoice' : 'invoice-data',
    inferred:
      kind === 'cancelling' || kind === 'modifying'
        ? { kind: 'the export does not say whether it modifies or cancels; told by the sign' }
        : {},
    invoice: {
      ...noInvoice(kind),
      number: row.cell('szamla', 'sorszama') ?? row.cell('szamla', 'szama'),
      supplier: partyOf(row, 'elado'),
      customer: partyOf(row, 'vevo'),
      issuedOn: dayIn(row.cell('szamla', 'kelte')),
      suppliedOn: dayIn(row.cell('teljesites', 'datum')),
      dueOn: dayIn(row.cell('fizetesi', 'hatarido')),
      paymentMethod: paymentMethodOf(row.cell('fizetesi', 'mod')),
      currency,
      net,
      vat,
      gross,
      vatLines: vatLinesOf(lines, currency),
      lines: lines.map((line) => lineOf(line, currency)),
      exchangeRate: decimalOf(row.cell('arfolyam')),
      netHuf: huf('netto'),
      vatHuf: huf('afa'),
      grossHuf: huf('brutto'),
      originalNumber: row.cell('eredeti', 'szamla'),
    },
  };
}

/** What makes a row an invoice at all (AC-059). */
const isComplete = ({ invoice }: FoundDocument): boolean =>
  invoice !== null &&
  invoice.number !== null &&
  invoice.issuedOn !== null &&
  (invoice.gross ?? invoice.net ?? invoice.vat ?? invoice.grossHuf ?? invoice.netHuf) !== null &&
  (invoice.supplier.taxNumber ?? invoice.supplier.name) !== null;

const missing = (table: NavTable, row: NavRow) => ({
  code: 'row-incomplete',
  message: `${table.sheet}, row ${row.number}: number, day, supplier or every total is missing`,
});

/** NAV's list export of invoices, header and line sheets joined (H-089, H-090); null for any other workbook. */
export function readNavXlsx(bytes: Uint8Array): Found | null {
  const tables = navTables(bytes);
  if (!tables) return null;
  const lines = Map.groupBy(tables.lines?.rows ?? [], keyOf);
  const read = tables.heads.rows.map((row) => ({
    row,
    path: `${tables.heads.sheet}[${row.number}]`,
    ...documentOf(row, lines.get(keyOf(row)) ?? []),
  }));
  const headed = new Set(tables.heads.rows.map(keyOf));
  const unknown = [...lines.keys()].filter((key) => !headed.has(key));
  return {
    kind: 'invoice-data',
    documents: read.filter(isComplete).map(({ row: _row, ...document }) => document),
    warnings: [
      ...read.filter((document) => !isComplete(document)).map(({ row }) => missing(tables.heads, row)),
      ...(unknown.length > 0 ? [{ code: 'lines-without-header', message: `${unknown.length} invoices have lines and no header row` }] : []),
    ],
  };
}
