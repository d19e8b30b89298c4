import { PDFDocument } from '@cantoo/pdf-lib';
import { businesses, suppliers } from '#fixtures/office/people.ts';
import { type Side, type Voucher, voucherPdf } from '#fixtures/office/voucher-pdf.ts';

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
