import {
  type InvoiceKind,
  type InvoiceLine,
  type InvoiceReading,
  noInvoice,
  type Party,
  type PaymentMethod,
  type VatLine,
} from '#services/domain/reading.ts';
import { rateOfContent } from '#services/domain/vat-rates.ts';
import { all, at, isTrue, textAt, type XmlElement } from '#services/domain/xml-tree.ts';
import type { FoundDocument } from '../invoice-found.ts';
import {
  addressOf,
  amountOf,
  currencyOf,
  dayIn,
  decimalOf,
  paymentMethodOf,
  percentOf,
  plus,
  sumOf,
  vatInside,
  vatLine,
} from '../values.ts';
import { osaPayments } from './osa-payments.ts';

/** `CREATE`, `MODIFY`, `STORNO`: stands beside the invoice in answers and reports, never inside it (reference §13). */
export type NavOperation = string | null;

/** The rate that a VAT content belongs to; one that is not known stands as the percentage it is. */
const rateOfShare = (content: string | null): string | null => rateOfContent(decimalOf(content)) ?? percentOf(content);

/** Tax number parts joined as printed; NAV does not apply the check digit, so neither is it asked here. */
function navTaxNumber(element: XmlElement | null): string | null {
  const base = textAt(element, 'taxpayerId');
  if (base === null) return null;
  const vatCode = textAt(element, 'vatCode');
  const county = textAt(element, 'countyCode');
  return vatCode && county ? `${base}-${vatCode}-${county}` : base;
}

function navAddress(element: XmlElement | null): string | null {
  const address = at(element, 'simpleAddress') ?? at(element, 'detailedAddress');
  const part = (name: string, after = '') => {
    const text = textAt(address, name);
    return text === null ? null : text + after;
  };
  const street = [
    part('streetName'),
    part('publicPlaceCategory'),
    part('number'),
    part('building', ' ép.'),
    part('staircase', ' lh.'),
    part('floor', ' em.'),
    part('door', ' ajtó'),
    part('lotNumber', ' hrsz.'),
  ]
    .filter(Boolean)
    .join(' ');
  return addressOf(part('postalCode'), part('city'), part('additionalAddressDetail') ?? (street || null), part('countryCode'));
}

function navParty(info: XmlElement | null, role: 'supplier' | 'customer'): Party {
  // 3.0 wraps the customer's numbers in customerVatData; before that they stand side by side.
  const numbers = at(info, 'customerVatData') ?? info;
  const own = at(numbers, `${role}TaxNumber`);
  // AC-007, AC-008: a member of a VAT group is known by its own number; in the EU only the group's number is valid.
  const member = at(own, 'groupMemberTaxNumber') ?? at(numbers, 'groupMemberTaxNumber');
  const group = member === null ? null : textAt(own, 'taxpayerId');
  return {
    name: textAt(info, `${role}Name`),
    taxNumber: navTaxNumber(member) ?? navTaxNumber(own),
    euVatNumber: textAt(numbers, 'communityVatNumber') ?? (group === null ? null : `HU${group}`),
    address: navAddress(at(info, `${role}Address`)),
    account: textAt(info, `${role}BankAccountNumber`),
  };
}

/** The rate as a percentage or as NAV's code (reference §15, "rate key"). */
export function navRate(rate: XmlElement | null): string | null {
  const percentage = textAt(rate, 'vatPercentage', 'vatAmountMismatch/vatRate');
  if (percentage !== null) return rateOfContent(decimalOf(percentage)) ?? percentOf(percentage);
  const content = textAt(rate, 'vatContent');
  if (content !== null) return rateOfShare(content);
  // Before 3.0 the exemption is free text and "out of scope" a flag.
  const code = textAt(rate, 'vatExemption/case', 'vatOutOfScope/case', 'vatExemption');
  if (code !== null) return code;
  if (isTrue(textAt(rate, 'vatDomesticReverseCharge'))) return 'FAD';
  if (isTrue(textAt(rate, 'vatOutOfScope'))) return 'ATK';
  if (isTrue(textAt(rate, 'noVatCharge'))) return 'NO_VAT_CHARGE';
  return (
    textAt(rate, 'marginSchemeIndicator') ??
    (isTrue(textAt(rate, 'marginSchemeVat')) || isTrue(textAt(rate, 'marginSchemeNoVat')) ? 'MARGIN_SCHEME' : null)
  );
}

/** A simplified invoice states gross amounts and the VAT inside them (reference §15): VAT = gross × content, HUF to 1 Ft. */
function simplifiedVatLine(summary: XmlElement, currency: string | null): VatLine {
  const rate = at(summary, 'vatRate') ?? summary;
  const gross = amountOf(textAt(summary, 'vatContentGrossAmount'), currency);
  const content = textAt(rate, 'vatContent');
  if (gross === null) return vatLine(navRate(rate), null, null, null);
  const vat = vatInside(gross, decimalOf(content) ?? '0', currency);
  return vatLine(navRate(rate), gross - vat, vat, gross);
}

function normalVatLine(summary: XmlElement, currency: string | null): VatLine {
  const amount = (...paths: string[]) => amountOf(textAt(summary, ...paths), currency);
  return vatLine(
    navRate(at(summary, 'vatRate')),
    amount('vatRateNetData/vatRateNetAmount', 'vatRateNetAmount'),
    amount('vatRateVatData/vatRateVatAmount', 'vatRateVatAmount'),
    amount('vatRateGrossData/vatRateGrossAmount', 'vatRateGrossAmount'),
  );
}

function navLine(line: XmlElement, currency: string | null): InvoiceLine {
  const unit = textAt(line, 'unitOfMeasure');
  const normal = at(line, 'lineAmountsNormal');
  const simplified = at(line, 'lineAmountsSimplified');
  return {
    description: textAt(line, 'lineDescription'),
    quantity: decimalOf(textAt(line, 'quantity')),
    unit: unit === null || unit === 'OWN' ? (textAt(line, 'unitOfMeasureOwn') ?? unit) : unit,
    unitPrice: decimalOf(textAt(line, 'unitPrice')),
    rate: navRate(at(normal ?? simplified ?? line, 'lineVatRate')) ?? rateOfShare(textAt(simplified, 'lineVatContent')),
    net: amountOf(textAt(normal, 'lineNetAmountData/lineNetAmount', 'lineNetAmount') ?? textAt(line, 'lineNetAmount'), currency),
  };
}

const isAdvance = (line: XmlElement): boolean => isTrue(textAt(line, 'advanceData/advanceIndicator', 'advanceIndicator'));

function isSettledAdvance(line: XmlElement): boolean {
  if (!isAdvance(line)) return false;
  const amounts = outermostAmounts(line);
  return at(line, 'advanceData/advancePaymentData') !== null || amounts.some((amount) => amount < 0n);
}

const outermostAmounts = (line: XmlElement): bigint[] =>
  [
    'lineAmountsNormal/lineNetAmountData/lineNetAmount',
    'lineAmountsNormal/lineNetAmount',
    'lineAmountsSimplified/lineGrossAmountSimplified',
    'lineNetAmount',
    'lineGrossAmountSimplified',
  ]
    .map((path) => amountOf(textAt(line, path), null))
    .filter((amount) => amount !== null);

/**
 * Whether a later document takes away everything. The first one after the base continues the base's numbering,
 * so its first reference also tells how many lines there were to take away (reference §13).
 */
function takesAllAway(invoice: XmlElement, lines: readonly XmlElement[]): boolean {
  const amounts = lines.flatMap(outermostAmounts);
  const onlyTakes = amounts.some((amount) => amount < 0n) && amounts.every((amount) => amount <= 0n);
  if (!onlyTakes || textAt(invoice, 'invoiceReference/modificationIndex') !== '1') return onlyTakes;
  const references = lines.map((line) => Number(textAt(line, 'lineModificationReference/lineNumberReference') ?? Number.NaN));
  const isNumbered =
    references.every(Number.isInteger) && lines.every((line) => textAt(line, 'lineModificationReference/lineOperation') === 'CREATE');
  return !isNumbered || lines.length === Math.min(...references) - 1;
}

/**
 * Which of our kinds it is. Whether a document that refers to another one modifies or cancels it is not in the XML:
 * when nobody says, one that only takes away is taken for a cancellation (reference §13), and marked as inferred.
 */
function navKind(invoice: XmlElement, category: string | null, operation: NavOperation): { kind: InvoiceKind; inferred: string | null } {
  const lines = all(invoice, 'invoiceLines/line');
  if (operation === 'STORNO') return { kind: 'cancelling', inferred: null };
  if (operation === 'MODIFY') return { kind: 'modifying', inferred: null };
  if (at(invoice, 'invoiceReference') !== null) {
    const kind = takesAllAway(invoice, lines) ? 'cancelling' : 'modifying';
    return { kind, inferred: 'the report does not say whether it modifies or cancels; told by its lines' };
  }
  if (lines.some(isSettledAdvance)) return { kind: 'final', inferred: null };
  if (lines.some(isAdvance)) return { kind: 'advance', inferred: null };
  if (category === 'SIMPLIFIED') return { kind: 'simplified', inferred: null };
  return { kind: category === 'AGGREGATE' ? 'aggregate' : 'invoice', inferred: null };
}

/** OSA+ names the method more closely where NAV knows only OTHER (H-038). */
function navPaymentMethod(detail: XmlElement | null): PaymentMethod | null {
  const extra = all(detail, 'additionalInvoiceData').find((data) => textAt(data, 'dataName')?.startsWith('C00013'));
  return paymentMethodOf(textAt(extra ?? null, 'dataValue') ?? textAt(detail, 'paymentMethod'));
}

/**
 * One invoice of NAV's InvoiceData, versions 1.0 to 3.0 and OSA+ (H-037–H-039).
 *
 * @param outer holds number and issue date from 2.0 on; before that they stand in the head
 * @param invoice `invoice` (2.0, 3.0) or `invoiceExchange` (1.x)
 */
export function readNavInvoice(
  outer: XmlElement,
  invoice: XmlElement,
  operation: NavOperation,
  batchIndex: number | null = null,
): FoundDocument {
  const head = at(invoice, 'invoiceHead');
  const detail = at(head, 'invoiceDetail') ?? at(head, 'invoiceData');
  const summary = at(invoice, 'invoiceSummary');
  const normal = at(summary, 'summaryNormal');
  const simplified = all(summary, 'summarySimplified');
  const currency = currencyOf(textAt(detail, 'currencyCode'));
  const { kind, inferred: kindInferred } = navKind(invoice, textAt(detail, 'invoiceCategory'), operation);

  const vatLines = normal
    ? all(normal, 'summaryByVatRate').map((row) => normalVatLine(row, currency))
    : simplified.map((row) => simplifiedVatLine(row, currency));
  // In 1.x the totals stand beside summaryNormal, later inside.
  const total = (name: string, of: string | null) =>
    amountOf(textAt(normal, name) ?? textAt(summary, `summaryGrossData/${name}`, name), of);
  const isSimplified = normal === null && simplified.length > 0;
  const net = isSimplified ? sumOf(vatLines.map((line) => line.net)) : total('invoiceNetAmount', currency);
  const vat = isSimplified ? sumOf(vatLines.map((line) => line.vat)) : total('invoiceVatAmount', currency);
  const netHuf = total('invoiceNetAmountHUF', 'HUF');
  const vatHuf = total('invoiceVatAmountHUF', 'HUF');
  const contentHuf = sumOf(simplified.map((row) => amountOf(textAt(row, 'vatContentGrossAmountHUF'), 'HUF')));
  const statedGross = total('invoiceGrossAmount', currency);

  const reading: InvoiceReading = {
    ...noInvoice(kind),
    number: textAt(outer, 'invoiceNumber') ?? textAt(detail, 'invoiceNumber'),
    issuedOn: dayIn(textAt(outer, 'invoiceIssueDate') ?? textAt(detail, 'invoiceIssueDate')),
    supplier: navParty(at(head, 'supplierInfo'), 'supplier'),
    customer: navParty(at(head, 'customerInfo'), 'customer'),
    suppliedOn: dayIn(textAt(detail, 'invoiceDeliveryDate')),
    dueOn: dayIn(textAt(detail, 'paymentDate')),
    paymentMethod: navPaymentMethod(detail),
    currency,
    net,
    vat,
    gross: statedGross ?? (isSimplified ? sumOf(vatLines.map((line) => line.gross)) : plus(net, vat)),
    vatLines,
    lines: all(invoice, 'invoiceLines/line').map((line) => navLine(line, currency)),
    exchangeRate: decimalOf(textAt(detail, 'exchangeRate')),
    netHuf,
    vatHuf,
    grossHuf: total('invoiceGrossAmountHUF', 'HUF') ?? contentHuf ?? plus(netHuf, vatHuf),
    originalNumber: textAt(invoice, 'invoiceReference/originalInvoiceNumber'),
    orderNumber: textAt(detail, 'conventionalInvoiceInfo/orderNumbers/orderNumber'),
  };
  const inferred: Record<string, string> = {};
  if (kindInferred) inferred['kind'] = kindInferred;
  if (isSimplified) for (const name of ['net', 'vat']) inferred[name] = 'worked out from the gross amount and its VAT content';
  // H-083: where the report is itself the invoice, the XML is the original.
  const isOriginal = isTrue(textAt(outer, 'completenessIndicator'));
  return { kind: isOriginal ? 'invoice' : 'invoice-data', invoice: reading, inferred, ...osaPayments(invoice, reading, batchIndex) };
}
