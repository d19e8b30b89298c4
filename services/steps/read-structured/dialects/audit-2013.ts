import { type InvoiceKind, noInvoice, type Party, type VatLine } from '#services/domain/reading.ts';
import { rateOfContent } from '#services/domain/vat-rates.ts';
import { all, at, isTrue, textAt, type XmlElement } from '#services/domain/xml-tree.ts';
import type { FoundDocument } from '../invoice-found.ts';
import {
  addressOf,
  amountOf,
  currencyOf,
  dayIn,
  decimalOf,
  hungarianTaxNumber,
  minus,
  paymentMethodOf,
  sumOf,
  vatInside,
  vatLine,
} from '../values.ts';
import { type Dialect, hasName } from './dialect.ts';

/** H-086; 1 and 6 (a document treated as an invoice) are plain invoices. */
const kindOfType: Readonly<Record<string, InvoiceKind>> = { '2': 'simplified', '3': 'modifying', '4': 'cancelling', '5': 'aggregate' };

function auditParty(element: XmlElement | null, account: string | null): Party {
  const part = (name: string) => textAt(element, `cim/${name}`);
  const street = ['kerulet', 'kozterulet_neve', 'kozterulet_jellege', 'hazszam', 'epulet', 'lepcsohaz', 'szint', 'ajto']
    .map(part)
    .filter(Boolean)
    .join(' ');
  return {
    name: textAt(element, 'nev'),
    taxNumber: hungarianTaxNumber(textAt(element, 'adoszam')),
    euVatNumber: textAt(element, 'kozadoszam'),
    address: addressOf(part('iranyitoszam'), part('telepules'), street || null),
    account,
  };
}

/** Some exporters write 1 for everything: a reference to an original outranks the type (README, "szlatipus is unreliable"). */
function auditKind(invoice: XmlElement, original: string | null, gross: bigint | null): { kind: InvoiceKind; inferred: string | null } {
  const type = textAt(invoice, 'fejlec/szlatipus') ?? '';
  const stated = kindOfType[type];
  if (original !== null && stated !== 'modifying' && stated !== 'cancelling')
    return {
      kind: gross !== null && gross < 0n ? 'cancelling' : 'modifying',
      inferred: `type ${type || 'missing'}, yet it refers to an earlier invoice`,
    };
  if (stated !== undefined) return { kind: stated, inferred: null };
  const advances = all(invoice, 'termek_szolgaltatas_tetelek').map((line) => textAt(line, 'eloleg'));
  if (advances.includes('2')) return { kind: 'final', inferred: null };
  return { kind: advances.includes('1') ? 'advance' : 'invoice', inferred: null };
}

/** A simplified invoice has gross prices and the share of VAT in each line; its summary by rate follows from them. */
function simplifiedVatLines(lines: readonly XmlElement[], currency: string | null): VatLine[] {
  const shares = Map.groupBy(lines, (line) => decimalOf(textAt(line, 'szazalekertek')));
  return [...shares].flatMap(([share, rows]): VatLine[] => {
    const gross = sumOf(rows.map((row) => amountOf(textAt(row, 'bruttoar'), currency)));
    const rate = rateOfContent(share);
    if (gross === null || rate === null || share === null) return [];
    const vat = vatInside(gross, String(Number(share) / 100), currency);
    return [vatLine(rate, gross - vat, vat, gross)];
  });
}

function readAuditInvoice(element: XmlElement): FoundDocument {
  const optional = at(element, 'nem_kotelezo');
  const totals = at(element, 'osszesites/vegosszeg');
  // No currency means HUF (README, semantics).
  const currency = textAt(optional, 'penznem') === null ? 'HUF' : currencyOf(textAt(optional, 'penznem'));
  const isHuf = currency === 'HUF';
  const amount = (of: XmlElement | null, name: string) => amountOf(textAt(of, name), currency);
  const stated = all(element, 'osszesites/afarovat').map((row) => {
    const [net, gross] = [amount(row, 'nettoar'), amount(row, 'bruttoar')];
    // The VAT here is HUF whatever the currency.
    return vatLine(decimalOf(textAt(row, 'adokulcs')), net, isHuf ? amount(row, 'adoertek') : minus(gross, net), gross);
  });
  const lines = all(element, 'termek_szolgaltatas_tetelek');
  const vatLines = stated.length > 0 ? stated : simplifiedVatLines(lines, currency);
  const net = amount(totals, 'nettoarossz');
  const gross = amount(totals, 'bruttoarossz') ?? sumOf(vatLines.map((line) => line.gross));
  const vatHuf = amountOf(textAt(totals, 'afaertekossz'), 'HUF');
  const vat = isHuf ? vatHuf : minus(gross, net);
  const original = textAt(element, 'modosito_szla/eredeti_sorszam');
  const { kind, inferred } = auditKind(element, original, gross);
  const warnings =
    all(element, 'modosito_szla').length > 1
      ? [{ code: 'several-originals', message: 'it modifies several invoices; the first is shown' }]
      : [];

  return {
    kind: 'invoice-data',
    warnings,
    inferred: {
      ...(inferred === null ? {} : { kind: inferred }),
      ...(stated.length === 0 && vatLines.length > 0 ? { vatLines: 'worked out from the gross prices and their share of VAT' } : {}),
      ...(isHuf || vat === null ? {} : { vat: 'gross less net: the file states VAT in HUF only' }),
    },
    invoice: {
      ...noInvoice(kind),
      number: textAt(element, 'fejlec/szlasorszam'),
      supplier: auditParty(at(element, 'szamlakibocsato'), textAt(optional, 'kibocsato_bankszla')),
      customer: auditParty(at(element, 'vevo'), textAt(optional, 'befogado_bankszla')),
      issuedOn: dayIn(textAt(element, 'fejlec/szladatum')),
      suppliedOn: dayIn(textAt(element, 'fejlec/teljdatum')),
      dueOn: dayIn(textAt(optional, 'fiz_hatarido')),
      paymentMethod: paymentMethodOf(textAt(optional, 'fiz_mod')),
      currency,
      net,
      vat,
      gross,
      vatLines,
      lines: lines.map((line) => ({
        description: textAt(line, 'termeknev'),
        quantity: decimalOf(textAt(line, 'menny')),
        unit: textAt(line, 'mertekegys'),
        unitPrice: decimalOf(textAt(line, 'nettoegysar')),
        rate: decimalOf(textAt(line, 'adokulcs')) ?? (isTrue(textAt(element, 'zaradekok/ford_ado')) ? 'FAD' : null),
        net: amount(line, 'nettoar'),
      })),
      vatHuf,
      originalNumber: original,
    },
  };
}

/** Attributes stand for header elements in some exports. */
const headerOf = (root: XmlElement, name: string): string | null => textAt(root, name) ?? root.attributes[name] ?? null;

/** Audit export of decree 23/2014 (H-085–H-087): the issuer's own invoices, several in a file. */
export const audit2013: Dialect = {
  name: 'audit-2013',
  fits: (root) => hasName(root, 'szamlak') || root.namespace === 'http://schemas.nav.gov.hu/2013/szamla',
  read(root) {
    const invoices = hasName(root, 'szamla') ? [root] : all(root, 'szamla');
    const announced = decimalOf(headerOf(root, 'export_szla_db'));
    const isShort = announced !== null && announced !== String(invoices.length);
    return {
      kind: 'invoice-data',
      documents: invoices.map((invoice, position) => ({ path: `szamlak/szamla[${position + 1}]`, ...readAuditInvoice(invoice) })),
      // H-087: the import is then offered, not done.
      warnings: isShort ? [{ code: 'count-differs', message: `${announced} invoices announced, ${invoices.length} found` }] : [],
    };
  },
};
