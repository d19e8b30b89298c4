import type { Transaction } from 'sequelize';
import type { InvoiceWire } from '#services/domain/invoice-wire.ts';
import { settingsOn } from '#storage/queries/business-settings.ts';

/** Whether an own sale charges VAT on a day on which the business is exempt as a small one (AAM, Áfa tv. 187. §). */
export async function isExemptVat(
  transaction: Transaction,
  businessId: string,
  { vat, vatLines, suppliedOn, issuedOn }: InvoiceWire,
): Promise<boolean> {
  const day = suppliedOn ?? issuedOn;
  const hasVat = (vat === null ? vatLines.map((line) => line.vat) : [vat]).some((amount) => amount !== null && /[1-9]/.test(amount));
  return hasVat && day !== null && (await settingsOn(transaction, businessId, day))['exempt-small-business'];
}
