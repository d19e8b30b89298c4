import type { DocumentKind } from '#services/domain/reading.ts';
import type { XmlElement } from '#services/domain/xml-tree.ts';
import { one } from '../invoice-found.ts';
import type { Dialect } from './dialect.ts';

/**
 * Business documents in XML that are no invoices, by the name of their root. UBL, UN/CEFACT (Order-X and its kin),
 * cXML and openTRANS share these words; the first that fits decides, so the longer name stands before the shorter.
 */
const kindOfRoot: readonly [RegExp, DocumentKind][] = [
  [/Response$|Acknowledge?ment$|Status$|StatusRequest$|Catalogue|Pricelist|Tender|Enquiry|Attached/i, 'other'],
  [/^(RequestFor)?Quot(ation|e)|CrossIndustryQuotation|^Rfq$/i, 'quote'],
  [/^(Order|OrderChange|OrderCancellation|CrossIndustryOrder.*|SCRDMCCBDACIO.*|PurchaseOrder|ForecastRevision|Forecast)$/i, 'order'],
  [
    /Despatch|DispatchNotification|ReceiptAdvice|Waybill|BillOfLading|PackingList|CrossIndustryDespatchAdvice|SCRDMCCBDACIDA|DeliveryNote|TransportationStatus|GoodsItem/i,
    'delivery-note',
  ],
  [/^Reminder/i, 'reminder'],
  [/RemittanceAdvice|^Statement$|UtilityStatement/i, 'other'],
];

/** Order responses answer an order; they are filed with orders. */
const isOrderAnswer = (root: XmlElement): boolean => /^Order(Response|ResponseSimple)$|CrossIndustryOrderResponse/i.test(root.name);

const kindOf = (root: XmlElement): DocumentKind | null =>
  isOrderAnswer(root) ? 'order' : (kindOfRoot.find(([name]) => name.test(root.name))?.[1] ?? null);

const ofBank = /urn:iso:std:iso:20022:tech:xsd:(camt\.05[234]|pain)/;

/** What looks like business and is no invoice: recognised by name, with no invoice in it. */
export const lookAlikes: Dialect = {
  name: 'look-alike',
  fits: (root) => kindOf(root) !== null || ofBank.test(root.namespace),
  read(root) {
    const bank = ofBank.exec(root.namespace)?.[1];
    if (bank !== undefined) return one({ kind: bank.startsWith('camt') ? 'bank-statement' : 'other', invoice: null });
    return one({ kind: kindOf(root) ?? 'other', invoice: null });
  },
};
