import { type InvoiceLine, type InvoiceReading, kindsWithInvoice, noInvoice, type Party, type VatLine } from '#services/domain/reading.ts';
import { euVatNumberOf } from '#services/domain/tax-number.ts';
import { all, at, textAt, type XmlElement } from '#services/domain/xml-tree.ts';
import { type Found, one } from '../invoice-found.ts';
import {
  addressOf,
  amountOf,
  currencyOf,
  dayIn,
  decimalOf,
  paymentMethodOfCode,
  plus,
  rateOfCategory,
  sumOf,
  taxNumberOf,
  vatLine,
} from '../values.ts';
import { type Dialect, hasName } from './dialect.ts';
import { documentKindOf, invoiceKindOf } from './document-types.ts';

/** A number whose scheme is not named is told by its shape. */
function isVatScheme(scheme: XmlElement): boolean {
  const named = textAt(scheme, 'TaxScheme/ID', 'TaxScheme/Name');
  return named === null ? euVatNumberOf(textAt(scheme, 'CompanyID')) !== null : named.toUpperCase().startsWith('VA');
}

/** BT-27–BT-48: the legal name first, the trading name where there is no other. */
function ublParty(party: XmlElement | null, account: string | null): Party {
  const address = at(party, 'PostalAddress') ?? at(party, 'Address');
  const schemes = all(party, 'PartyTaxScheme');
  const vatNumber = textAt(schemes.find((scheme) => isVatScheme(scheme) && textAt(scheme, 'CompanyID') !== null) ?? null, 'CompanyID');
  const otherNumber = textAt(schemes.find((scheme) => !isVatScheme(scheme)) ?? null, 'CompanyID');
  const street = [textAt(address, 'StreetName'), textAt(address, 'BuildingNumber'), textAt(address, 'AdditionalStreetName')]
    .filter(Boolean)
    .join(' ');
  return {
    name: textAt(party, 'PartyLegalEntity/RegistrationName', 'PartyName/Name', 'PartyTaxScheme/RegistrationName'),
    taxNumber: taxNumberOf(otherNumber),
    euVatNumber: euVatNumberOf(vatNumber) ?? vatNumber,
    address: addressOf(
      textAt(address, 'PostalZone'),
      textAt(address, 'CityName'),
      street || null,
      textAt(address, 'Country/IdentificationCode'),
    ),
    account,
  };
}

/** Of several totals (document currency, accounting currency) the one in a currency; the only one needs not name it. */
function taxTotalIn(root: XmlElement, currency: string | null): XmlElement[] {
  const totals = all(root, 'TaxTotal');
  const named = totals.filter((total) => at(total, 'TaxAmount')?.attributes['currencyID'] === currency);
  return named.length > 0 ? named : totals.filter((total) => at(total, 'TaxAmount')?.attributes['currencyID'] === undefined);
}

function ublVatLine(subtotal: XmlElement, currency: string | null): VatLine {
  const amount = (name: string) => amountOf(textAt(subtotal, name), currency);
  const rate = rateOfCategory(textAt(subtotal, 'TaxCategory/ID'), textAt(subtotal, 'TaxCategory/Percent', 'Percent'));
  return vatLine(rate, amount('TaxableAmount'), amount('TaxAmount'), null);
}

function ublLine(line: XmlElement, currency: string | null): InvoiceLine {
  const quantity = at(line, 'InvoicedQuantity') ?? at(line, 'CreditedQuantity') ?? at(line, 'DebitedQuantity');
  const category = at(line, 'Item/ClassifiedTaxCategory') ?? at(line, 'TaxTotal/TaxSubtotal/TaxCategory');
  return {
    description: textAt(line, 'Item/Name', 'Item/Description'),
    quantity: decimalOf(quantity?.text ?? null),
    unit: quantity?.attributes['unitCode'] ?? null,
    unitPrice: decimalOf(textAt(line, 'Price/PriceAmount')),
    rate: rateOfCategory(textAt(category, 'ID'), textAt(category, 'Percent')),
    net: amountOf(textAt(line, 'LineExtensionAmount'), currency),
  };
}

/** HUF for one unit of the document's currency, where the document says so. */
function hufRate(root: XmlElement): string | null {
  const exchange = [...all(root, 'TaxExchangeRate'), ...all(root, 'PricingExchangeRate'), ...all(root, 'PaymentExchangeRate')];
  return decimalOf(textAt(exchange.find((rate) => textAt(rate, 'TargetCurrencyCode') === 'HUF') ?? null, 'CalculationRate'));
}

function readUbl(root: XmlElement): Found {
  const isCredit = /CreditNote$/i.test(root.name);
  const code = textAt(root, 'InvoiceTypeCode', 'CreditNoteTypeCode');
  const documentKind = documentKindOf(code);
  if (!kindsWithInvoice.has(documentKind)) return one({ kind: documentKind, invoice: null });

  const currency = currencyOf(
    textAt(root, 'DocumentCurrencyCode', 'InvoiceCurrencyCode') ??
      at(root, 'LegalMonetaryTotal/PayableAmount')?.attributes['currencyID'] ??
      null,
  );
  const totals = at(root, 'LegalMonetaryTotal') ?? at(root, 'RequestedMonetaryTotal') ?? at(root, 'LegalTotal');
  const amount = (name: string) => amountOf(textAt(totals, name), currency);
  const taxTotals = taxTotalIn(root, currency);
  const statedNet = amount('TaxExclusiveAmount');
  // UBL 2.0 may leave it out; without allowances and charges it is what the lines come to.
  const net = statedNet ?? (all(root, 'AllowanceCharge').length === 0 ? amount('LineExtensionAmount') : null);
  const vat = sumOf(taxTotals.map((total) => amountOf(textAt(total, 'TaxAmount'), currency)));
  const statedGross = amount('TaxInclusiveAmount');
  const gross = statedGross ?? plus(net, vat);
  const means = all(root, 'PaymentMeans');
  const vatHuf =
    currency === 'HUF'
      ? vat
      : sumOf(
          taxTotalIn(root, 'HUF')
            .filter(() => all(root, 'TaxTotal').length > 1)
            .map((total) => amountOf(textAt(total, 'TaxAmount'), 'HUF')),
        );
  const account = (path: string) => means.map((mean) => textAt(mean, path)).find((text) => text !== null) ?? null;

  const invoice: InvoiceReading = {
    ...noInvoice(isCredit && invoiceKindOf(code) === 'invoice' ? 'credit-note' : invoiceKindOf(code)),
    number: textAt(root, 'ID'),
    supplier: ublParty(at(root, 'AccountingSupplierParty/Party') ?? at(root, 'SellerParty/Party'), account('PayeeFinancialAccount/ID')),
    customer: ublParty(
      at(root, 'AccountingCustomerParty/Party') ?? at(root, 'BuyerParty/Party'),
      account('PayerFinancialAccount/ID') ?? account('PaymentMandate/PayerFinancialAccount/ID'),
    ),
    issuedOn: dayIn(textAt(root, 'IssueDate')),
    // Without a delivery the tax point, if it is written (BT-72, BT-7).
    suppliedOn: dayIn(textAt(root, 'Delivery/ActualDeliveryDate', 'TaxPointDate')),
    dueOn: dayIn(textAt(root, 'DueDate', 'PaymentMeans/PaymentDueDate', 'PaymentMeans/DuePaymentDate', 'PaymentTerms/PaymentDueDate')),
    paymentMethod: paymentMethodOfCode(textAt(root, 'PaymentMeans/PaymentMeansCode')),
    currency,
    net,
    vat,
    gross,
    payable: amount('PayableAmount'),
    vatLines: taxTotals.flatMap((total) => all(total, 'TaxSubtotal')).map((subtotal) => ublVatLine(subtotal, currency)),
    lines: [...all(root, 'InvoiceLine'), ...all(root, 'CreditNoteLine'), ...all(root, 'DebitNoteLine')].map((line) =>
      ublLine(line, currency),
    ),
    exchangeRate: hufRate(root),
    vatHuf,
    originalNumber: textAt(root, 'BillingReference/InvoiceDocumentReference/ID', 'BillingReference/CreditNoteDocumentReference/ID'),
    orderNumber: textAt(root, 'OrderReference/ID', 'OrderReference/BuyersID'),
  };
  const inferred = {
    ...(statedNet === null && net !== null ? { net: 'sum of the lines' } : {}),
    ...(statedGross === null && gross !== null ? { gross: 'net + VAT' } : {}),
  };
  return one({ kind: documentKind, invoice, inferred });
}

/** OASIS UBL 2.x (and what 1.0 shares with it): every document that asks for money. Source: UBL 2.1, EN 16931-3-2. */
export const ubl: Dialect = {
  name: 'ubl',
  fits: (root) =>
    hasName(root, 'Invoice', 'CreditNote', 'DebitNote', 'SelfBilledInvoice', 'SelfBilledCreditNote', 'FreightInvoice') &&
    (/:ubl:/i.test(root.namespace) || at(root, 'AccountingSupplierParty') !== null),
  read: readUbl,
};
