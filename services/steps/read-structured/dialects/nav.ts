import { gunzipSync } from 'node:zlib';
import { decodeText } from '#services/domain/decode-text.ts';
import { DomainError } from '#services/domain/errors.ts';
import type { InvoiceKind, Notice } from '#services/domain/reading.ts';
import { noInvoice } from '#services/domain/reading.ts';
import { all, at, isTrue, outermost, parseXml, textAt, type XmlElement } from '#services/domain/xml-tree.ts';
import type { Found, FoundDocument } from '../invoice-found.ts';
import { amountOf, currencyOf, dayIn, paymentMethodOf, plus } from '../values.ts';
import type { Dialect } from './dialect.ts';
import { type NavOperation, readNavInvoice } from './nav-invoice.ts';

type Placed = FoundDocument & { path: string };

/** NAV takes at most 15 MB for one invoice before compression (reference §3); what unpacks to more is not from there. */
const maxUnpackedBytes = 32 * 1024 * 1024;

/** Something that holds one report: InvoiceData, 1.x's Invoice, or the wrapper of NAV's own program (H-088). */
const isReport = (element: XmlElement): boolean =>
  element.name === 'InvoiceData' || element.children.some((child) => child.name === 'invoiceMain' || child.name === 'invoiceExchange');

/** Base64 inside an API message, beside its operation and the mark of compression. */
const isPacked = (element: XmlElement): boolean =>
  element.children.some((child) => child.name === 'invoiceData' && child.children.length === 0);

function readReport(report: XmlElement, path: string, operation: NavOperation): Placed[] {
  const main = at(report, 'invoiceMain');
  const batches = all(main, 'batchInvoice');
  if (batches.length > 0)
    return batches.map((batch, position) => {
      const stated = textAt(batch, 'batchIndex');
      const batchIndex = stated !== null && /^\d{1,6}$/.test(stated) ? Number(stated) : position + 1;
      const invoice = readNavInvoice(report, at(batch, 'invoice') ?? batch, operation, batchIndex);
      return { path: `${path}/invoiceMain/batchInvoice[${batchIndex}]`, ...invoice, batchIndex };
    });
  const invoice = at(main, 'invoice') ?? at(report, 'invoiceExchange');
  return invoice ? [{ path, ...readNavInvoice(report, invoice, operation) }] : [];
}

function unpack(message: XmlElement, path: string): Placed[] {
  const packed = Buffer.from(textAt(message, 'invoiceData') ?? '', 'base64');
  const isCompressed = isTrue(textAt(message, 'compressedContentIndicator')) || (packed[0] === 0x1f && packed[1] === 0x8b);
  let bytes: Uint8Array;
  try {
    bytes = isCompressed ? gunzipSync(packed, { maxOutputLength: maxUnpackedBytes }) : packed;
  } catch (error) {
    throw new DomainError(
      'unreadable',
      `the compressed invoice cannot be unpacked: ${error instanceof Error ? error.message : 'unknown reason'}`,
    );
  }
  const root = parseXml(decodeText(bytes).text);
  return outermost(root, isReport).flatMap((report) => readReport(report, path, textAt(message, 'invoiceOperation')));
}

const kindOfOperation: Readonly<Record<string, InvoiceKind>> = { MODIFY: 'modifying', STORNO: 'cancelling' };
const kindOfCategory: Readonly<Record<string, InvoiceKind>> = { SIMPLIFIED: 'simplified', AGGREGATE: 'aggregate' };

/** The digest: net and VAT only, no gross (reference §7.1); their sum is the gross amount, simplified invoices have none. */
function readDigest(digest: XmlElement, path: string): Placed {
  const text = (name: string) => textAt(digest, name);
  const currency = currencyOf(text('currency'));
  const [net, vat] = [amountOf(text('invoiceNetAmount'), currency), amountOf(text('invoiceVatAmount'), currency)];
  const [netHuf, vatHuf] = [amountOf(text('invoiceNetAmountHUF'), 'HUF'), amountOf(text('invoiceVatAmountHUF'), 'HUF')];
  const kind = kindOfOperation[text('invoiceOperation') ?? ''] ?? kindOfCategory[text('invoiceCategory') ?? ''] ?? 'invoice';
  const empty = noInvoice(kind);
  const invoice = {
    ...empty,
    number: text('invoiceNumber'),
    issuedOn: dayIn(text('invoiceIssueDate')),
    suppliedOn: dayIn(text('invoiceDeliveryDate')),
    dueOn: dayIn(text('paymentDate')),
    supplier: {
      ...empty.supplier,
      name: text('supplierName'),
      taxNumber: text('supplierGroupMemberTaxNumber') ?? text('supplierTaxNumber'),
    },
    customer: {
      ...empty.customer,
      name: text('customerName'),
      taxNumber: text('customerGroupMemberTaxNumber') ?? text('customerTaxNumber'),
    },
    paymentMethod: paymentMethodOf(text('paymentMethod')),
    currency,
    net,
    vat,
    gross: plus(net, vat),
    netHuf,
    vatHuf,
    grossHuf: plus(netHuf, vatHuf),
    originalNumber: text('originalInvoiceNumber'),
  };
  const batchIndex = text('batchIndex');
  const isInBatch = batchIndex !== null && /^\d{1,6}$/.test(batchIndex);
  return { path, kind: 'invoice-data', invoice, ...(isInBatch ? { batchIndex: Number(batchIndex) } : {}) };
}

/** Reports that something was reported by mistake; no invoice stands in it. */
function annulmentNotices(root: XmlElement): Notice[] {
  return outermost(root, (element) => element.name === 'annulmentReference').map((reference) => ({
    code: 'technical-annulment',
    message: `withdraws the data report of ${reference.text.trim()}`,
  }));
}

function readNav(root: XmlElement): Found {
  const holders = outermost(root, (element) => isReport(element) || isPacked(element) || element.name === 'invoiceDigest');
  const isSingle = holders.length === 1;
  const documents = holders.flatMap((holder, position) => {
    const path = isSingle ? holder.name : `${holder.name}[${position + 1}]`;
    if (isReport(holder)) return readReport(holder, path, null);
    return holder.name === 'invoiceDigest' ? [readDigest(holder, path)] : unpack(holder, path);
  });
  if (documents.length === 0)
    return { documents: [{ path: '', kind: 'other', invoice: null }], kind: 'other', warnings: annulmentNotices(root) };
  return { documents, kind: 'invoice-data', warnings: [] };
}

/** NAV Online Számla: reports of every version, its API's messages, the export of its own program. */
export const nav: Dialect = {
  name: 'nav',
  fits: (root) => /schemas\.nav\.gov\.hu\/(OSA|dto|NTCA)/.test(root.namespace) || isReport(root),
  read: readNav,
};
