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
  paymentMethodOf,
  paymentMethodOfCode,
  plus,
  rateOfCategory,
  sumOf,
  taxNumberOf,
  vatLine,
} from '../values.ts';
import { type Dialect, hasName } from './dialect.ts';
import { documentKindOf, invoiceKindOf } from './document-types.ts';

/** The first of several names for one thing: ZUGFeRD 1 says `ApplicableSupplyChainTrade…` where 2 says `ApplicableHeaderTrade…`. */
const either = (element: XmlElement | null, ...names: string[]): XmlElement | null =>
  names.map((name) => at(element, name)).find((found) => found !== null) ?? null;

/** BT-31 and BT-48 are scheme VA, BT-32 is scheme FC. */
function ciiParty(party: XmlElement | null, account: string | null): Party {
  const registered = (scheme: string) =>
    all(party, 'SpecifiedTaxRegistration/ID')
      .find((id) => (id.attributes['schemeID'] ?? '').toUpperCase() === scheme)
      ?.text.trim() || null;
  const address = at(party, 'PostalTradeAddress');
  const street = [textAt(address, 'LineOne'), textAt(address, 'LineTwo'), textAt(address, 'LineThree')].filter(Boolean).join(', ');
  const vatNumber = registered('VA');
  return {
    name: textAt(party, 'Name', 'SpecifiedLegalOrganization/TradingBusinessName'),
    taxNumber: taxNumberOf(registered('FC')),
    euVatNumber: euVatNumberOf(vatNumber) ?? vatNumber,
    address: addressOf(textAt(address, 'PostcodeCode'), textAt(address, 'CityName'), street || null, textAt(address, 'CountryID')),
    account,
  };
}

const dayAt = (element: XmlElement | null, path: string) =>
  dayIn(textAt(element, `${path}/DateTimeString`, `${path}/DateString`, `${path}/DateTime`, path));

/** Totals may come in two currencies; an amount that names none is in the document's. */
function amountIn(element: XmlElement | null, name: string, currency: string | null): bigint | null {
  const amounts = all(element, name);
  const found =
    amounts.find((amount) => amount.attributes['currencyID'] === currency) ??
    amounts.find((amount) => amount.attributes['currencyID'] === undefined);
  return amountOf(found?.text ?? null, currency);
}

function ciiVatLine(tax: XmlElement, currency: string | null): VatLine {
  const rate = rateOfCategory(textAt(tax, 'CategoryCode'), textAt(tax, 'RateApplicablePercent', 'ApplicablePercent'));
  return vatLine(rate, amountIn(tax, 'BasisAmount', currency), amountIn(tax, 'CalculatedAmount', currency), null);
}

function ciiLine(line: XmlElement, currency: string | null): InvoiceLine {
  const settlement = either(line, 'SpecifiedLineTradeSettlement', 'SpecifiedSupplyChainTradeSettlement');
  const quantity = at(either(line, 'SpecifiedLineTradeDelivery', 'SpecifiedSupplyChainTradeDelivery'), 'BilledQuantity');
  const summation = either(settlement, 'SpecifiedTradeSettlementLineMonetarySummation', 'SpecifiedTradeSettlementMonetarySummation');
  const tax = at(settlement, 'ApplicableTradeTax');
  return {
    description: textAt(
      line,
      'SpecifiedTradeProduct/Name',
      'SpecifiedTradeProduct/Description',
      'AssociatedDocumentLineDocument/IncludedNote/Content',
    ),
    quantity: decimalOf(quantity?.text ?? null),
    unit: quantity?.attributes['unitCode'] ?? null,
    unitPrice: decimalOf(
      textAt(either(line, 'SpecifiedLineTradeAgreement', 'SpecifiedSupplyChainTradeAgreement'), 'NetPriceProductTradePrice/ChargeAmount'),
    ),
    rate: rateOfCategory(textAt(tax, 'CategoryCode'), textAt(tax, 'RateApplicablePercent', 'ApplicablePercent')),
    net: amountIn(summation, 'LineTotalAmount', currency),
  };
}

/** A line that only groups others or informs carries no amount of its own. */
const isDetail = (line: XmlElement): boolean =>
  !/GROUP|INFORMATION/i.test(textAt(line, 'AssociatedDocumentLineDocument/LineStatusReasonCode') ?? '');

function hufRate(settlement: XmlElement | null): string | null {
  const exchanges = [
    ...all(settlement, 'TaxApplicableTradeCurrencyExchange'),
    ...all(settlement, 'InvoiceApplicableTradeCurrencyExchange'),
  ];
  return decimalOf(textAt(exchanges.find((exchange) => textAt(exchange, 'TargetCurrencyCode') === 'HUF') ?? null, 'ConversionRate'));
}

function readCii(root: XmlElement): Found {
  const header = either(root, 'ExchangedDocument', 'HeaderExchangedDocument', 'CIIHExchangedDocument');
  const code = textAt(header, 'TypeCode');
  const documentKind = documentKindOf(code);
  if (!kindsWithInvoice.has(documentKind)) return one({ kind: documentKind, invoice: null });

  const trade = either(root, 'SupplyChainTradeTransaction', 'SpecifiedSupplyChainTradeTransaction', 'CIIHSupplyChainTradeTransaction');
  const agreement = either(trade, 'ApplicableHeaderTradeAgreement', 'ApplicableSupplyChainTradeAgreement');
  const delivery = either(trade, 'ApplicableHeaderTradeDelivery', 'ApplicableSupplyChainTradeDelivery');
  const settlement = either(trade, 'ApplicableHeaderTradeSettlement', 'ApplicableSupplyChainTradeSettlement');
  const totals = either(settlement, 'SpecifiedTradeSettlementHeaderMonetarySummation', 'SpecifiedTradeSettlementMonetarySummation');
  const currency = currencyOf(textAt(settlement, 'InvoiceCurrencyCode'));
  const net = amountIn(totals, 'TaxBasisTotalAmount', currency);
  const statedVat = amountIn(totals, 'TaxTotalAmount', currency);
  const vatLines = all(settlement, 'ApplicableTradeTax').map((tax) => ciiVatLine(tax, currency));
  const vat = statedVat ?? sumOf(vatLines.map((line) => line.vat));
  const statedGross = amountIn(totals, 'GrandTotalAmount', currency);
  const gross = statedGross ?? plus(net, vat);
  const hufVat = all(totals, 'TaxTotalAmount').find((amount) => amount.attributes['currencyID'] === 'HUF');
  const means = at(settlement, 'SpecifiedTradeSettlementPaymentMeans');
  const account = (path: string) =>
    textAt(settlement, `SpecifiedTradeSettlementPaymentMeans/${path}/IBANID`, `SpecifiedTradeSettlementPaymentMeans/${path}/ProprietaryID`);

  const invoice: InvoiceReading = {
    ...noInvoice(invoiceKindOf(code)),
    number: textAt(header, 'ID'),
    supplier: ciiParty(at(agreement, 'SellerTradeParty'), account('PayeePartyCreditorFinancialAccount')),
    customer: ciiParty(at(agreement, 'BuyerTradeParty'), account('PayerPartyDebtorFinancialAccount')),
    issuedOn: dayAt(header, 'IssueDateTime'),
    // Without a delivery the tax point, if it is written (BT-72, BT-7).
    suppliedOn:
      dayAt(delivery, 'ActualDeliverySupplyChainEvent/OccurrenceDateTime') ?? dayAt(at(settlement, 'ApplicableTradeTax'), 'TaxPointDate'),
    dueOn: dayAt(settlement, 'SpecifiedTradePaymentTerms/DueDateDateTime'),
    paymentMethod:
      means === null ? null : (paymentMethodOfCode(textAt(means, 'TypeCode')) ?? paymentMethodOf(textAt(means, 'Information'))),
    currency,
    net,
    vat,
    gross,
    payable: amountIn(totals, 'DuePayableAmount', currency),
    vatLines,
    lines: all(trade, 'IncludedSupplyChainTradeLineItem')
      .filter(isDetail)
      .map((line) => ciiLine(line, currency)),
    exchangeRate: hufRate(settlement),
    vatHuf: amountOf(hufVat?.text ?? null, 'HUF'),
    originalNumber: textAt(settlement, 'InvoiceReferencedDocument/IssuerAssignedID', 'InvoiceReferencedDocument/ID'),
    orderNumber: textAt(agreement, 'BuyerOrderReferencedDocument/IssuerAssignedID', 'BuyerOrderReferencedDocument/ID'),
  };
  const inferred = {
    ...(statedVat === null && vat !== null ? { vat: 'sum of the VAT lines' } : {}),
    ...(statedGross === null && gross !== null ? { gross: 'net + VAT' } : {}),
  };
  return one({ kind: documentKind, invoice, inferred });
}

/** UN/CEFACT Cross Industry Invoice: ZUGFeRD 1.0 and 2.x, Factur-X, XRechnung. Source: EN 16931-3-3. */
export const cii: Dialect = {
  name: 'cii',
  fits: (root) => hasName(root, 'CrossIndustryInvoice', 'CrossIndustryDocument'),
  read: readCii,
};
