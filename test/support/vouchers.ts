import { PDFDocument } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { businesses, suppliers } from '#fixtures/office/people.ts';
import { type Side, type Voucher, voucherPdf } from '#fixtures/office/voucher-pdf.ts';
import { openPdfPictures } from '#services/steps/read-text/pdf-pictures.ts';

const sideOf = ({ name, taxNumber, seat, account }: (typeof businesses)[number]): Side => ({ name, taxNumber, address: seat, account });

/** An invoice to the sample office's bicycle maker; what is not given is ordinary. */
export const aVoucher = (given: Partial<Voucher> & Pick<Voucher, 'number'>): Voucher => ({
  title: 'SZÁMLA',
  supplier: suppliers.parts,
  customer: sideOf(businesses[0]),
  issuedOn: '2026-11-03',
  suppliedOn: '2026-11-03',
  dueOn: '2026-11-18',
  paymentMethod: 'Átutalás',
  lines: [{ description: 'Fékpofa, tárcsafékhez', quantity: 20, unit: 'pár', unitPrice: 2_450, rate: 27 }],
  ...given,
});

/** Several vouchers in one file, one after the other. */
export async function joinedPdf(vouchers: readonly Voucher[]): Promise<Uint8Array> {
  const joined = await PDFDocument.create();
  for (const voucher of vouchers) {
    const one = await PDFDocument.load(await voucherPdf(voucher));
    for (const page of await joined.copyPages(one, one.getPageIndices())) joined.addPage(page);
  }
  return joined.save();
}

const escaped = (text: string): string => text.replace(/[<&]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The same invoice as it is reported to NAV (InvoiceData 3.0), one line a rate. */
export function reportedXml({ number, supplier, customer, issuedOn, suppliedOn, dueOn, lines }: Voucher): Buffer {
  const taxNumber = ({ taxNumber }: Side) => {
    const [base, vatCode, county] = taxNumber.split('-');
    return `<base:taxpayerId>${base}</base:taxpayerId><base:vatCode>${vatCode}</base:vatCode><base:countyCode>${county}</base:countyCode>`;
  };
  const address = (side: Side) => {
    const [, postal = '', city = '', rest = ''] = /^(\d{4}) ([^,]+), (.+)$/.exec(side.address) ?? [];
    return `<base:simpleAddress><base:countryCode>HU</base:countryCode><base:postalCode>${postal}</base:postalCode><base:city>${city}</base:city><base:additionalAddressDetail>${rest}</base:additionalAddressDetail></base:simpleAddress>`;
  };
  const sums = lines.map(({ quantity, unitPrice, rate }) => ({
    rate,
    net: quantity * unitPrice,
    vat: Math.round((quantity * unitPrice * rate) / 100),
  }));
  const total = (of: (sum: (typeof sums)[number]) => number) => sums.reduce((all, sum) => all + of(sum), 0);
  const both = (name: string, value: number) => `<${name}>${value}</${name}><${name}HUF>${value}</${name}HUF>`;
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<InvoiceData xmlns="http://schemas.nav.gov.hu/OSA/3.0/data" xmlns:base="http://schemas.nav.gov.hu/OSA/3.0/base">
  <invoiceNumber>${escaped(number)}</invoiceNumber><invoiceIssueDate>${issuedOn}</invoiceIssueDate><completenessIndicator>false</completenessIndicator>
  <invoiceMain><invoice><invoiceHead>
    <supplierInfo><supplierTaxNumber>${taxNumber(supplier)}</supplierTaxNumber><supplierName>${escaped(supplier.name)}</supplierName><supplierAddress>${address(supplier)}</supplierAddress></supplierInfo>
    <customerInfo><customerVatStatus>DOMESTIC</customerVatStatus><customerVatData><customerTaxNumber>${taxNumber(customer)}</customerTaxNumber></customerVatData><customerName>${escaped(customer.name)}</customerName><customerAddress>${address(customer)}</customerAddress></customerInfo>
    <invoiceDetail><invoiceCategory>NORMAL</invoiceCategory><invoiceDeliveryDate>${suppliedOn}</invoiceDeliveryDate><currencyCode>HUF</currencyCode><exchangeRate>1</exchangeRate><paymentMethod>TRANSFER</paymentMethod><paymentDate>${dueOn}</paymentDate><invoiceAppearance>ELECTRONIC</invoiceAppearance></invoiceDetail>
  </invoiceHead>
  <invoiceSummary><summaryNormal>${sums
    .map(
      ({ rate, net, vat }) =>
        `<summaryByVatRate><vatRate><vatPercentage>${rate / 100}</vatPercentage></vatRate><vatRateNetData>${both('vatRateNetAmount', net)}</vatRateNetData><vatRateVatData>${both('vatRateVatAmount', vat)}</vatRateVatData></summaryByVatRate>`,
    )
    .join('')}${both(
    'invoiceNetAmount',
    total(({ net }) => net),
  )}${both(
    'invoiceVatAmount',
    total(({ vat }) => vat),
  )}</summaryNormal>
    <summaryGrossData>${both(
      'invoiceGrossAmount',
      total(({ net, vat }) => net + vat),
    )}</summaryGrossData></invoiceSummary>
  </invoice></invoiceMain></InvoiceData>
`);
}

/** A voucher as a scanner gives it at 150 dpi, turned clockwise by quarters. */
export async function scannedVoucher(voucher: Voucher, turn: 0 | 90 | 180 | 270 = 0): Promise<Buffer> {
  using pictures = await openPdfPictures(await voucherPdf(voucher));
  const { data, width, height } = await pictures.grey(1, 150);
  return sharp(data, { raw: { width, height, channels: 1 } })
    .rotate(turn)
    .jpeg({ quality: 80 })
    .toBuffer();
}
