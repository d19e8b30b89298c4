import type { z } from 'zod';
import { inHuf } from '#services/domain/huf-twin.ts';
import { type LegalContent, legalNotices } from '#services/domain/legal-content.ts';
import { formatMinor } from '#services/domain/money.ts';
import type { InvoiceWithDocuments } from '#storage/queries/invoices.ts';
import type { InvoiceView } from '#web/contract/invoices.ts';

type View = z.input<typeof InvoiceView>;

/** A register item as it leaves the house. */
export function invoiceView({ invoice, documents, rate, period }: InvoiceWithDocuments): View {
  const amount = (minor: bigint | null) => (minor === null ? null : formatMinor(minor, invoice.currency));
  const huf = (minor: bigint | null) => (minor === null ? null : formatMinor(minor, 'HUF'));
  const atRate = (minor: bigint | null) =>
    minor === null || rate === null || invoice.currency === null ? null : formatMinor(inHuf(minor, invoice.currency, rate.huf), 'HUF');
  const owed = invoice.payableMinor ?? invoice.grossMinor;
  const fields = {
    direction: invoice.direction,
    number: invoice.number,
    kind: invoice.kind,
    supplier: {
      name: invoice.supplierName,
      taxNumber: invoice.supplierTaxNumber,
      euVatNumber: invoice.supplierEuVatNumber,
      address: invoice.supplierAddress,
      account: invoice.supplierAccount,
    },
    customer: {
      name: invoice.customerName,
      taxNumber: invoice.customerTaxNumber,
      euVatNumber: invoice.customerEuVatNumber,
      address: invoice.customerAddress,
      account: invoice.customerAccount,
    },
    issuedOn: invoice.issuedOn,
    suppliedOn: invoice.suppliedOn,
    dueOn: invoice.dueOn,
    paymentMethod: invoice.paymentMethod,
    currency: invoice.currency,
    net: amount(invoice.netMinor),
    vat: amount(invoice.vatMinor),
    gross: amount(invoice.grossMinor),
    payable: amount(invoice.payableMinor),
    vatLines: invoice.vatLines as LegalContent['vatLines'],
    lines: invoice.lines as View['lines'],
    exchangeRate: invoice.exchangeRate,
    netHuf: huf(invoice.netHufMinor),
    vatHuf: huf(invoice.vatHufMinor),
    grossHuf: huf(invoice.grossHufMinor),
    originalNumber: invoice.originalNumber,
    orderNumber: invoice.orderNumber,
  };
  return {
    id: invoice.id,
    businessId: invoice.businessId,
    ...fields,
    legalNotices: legalNotices(fields),
    hufByRate: rate && {
      ...rate,
      net: atRate(invoice.netMinor),
      vat: atRate(invoice.vatMinor),
      gross: atRate(invoice.grossMinor),
    },
    state: invoice.state,
    because: invoice.because,
    doubts: invoice.doubts && [...invoice.doubts],
    open: owed === null ? null : formatMinor(owed - invoice.settledMinor, invoice.currency),
    period,
    partnerId: invoice.partnerId,
    documents,
    sources: invoice.provenance as View['sources'],
    possibleDuplicate: invoice.possibleDuplicate,
    accountChanged: invoice.knownAccounts && { known: invoice.knownAccounts },
    changedAt: invoice.changedAt.toISOString(),
    version: invoice.version,
  };
}
