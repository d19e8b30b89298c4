import type { InvoiceWire } from './invoice-wire.ts';
import { lenientName } from './merge.ts';
import type { Party } from './reading.ts';
import { baseNumberOf, euVatNumberOf } from './tax-number.ts';

/** The business as it may stand on a voucher. */
export type Own = { baseNumber: string; euVatNumber: string | null; names: readonly string[] };

/**
 * Which side of an invoice is ours (AC-052). Numbers decide; a name only where that side prints no number.
 * `another`: both sides are somebody else's; `unclear`: nothing says which side is ours.
 */
export function sideOf(
  invoice: Pick<InvoiceWire, 'supplier' | 'customer' | 'kind'>,
  own: Own,
): 'receivable' | 'payable' | 'another' | 'unclear' {
  const supplier = isOurs(invoice.supplier, own);
  const customer = isOurs(invoice.customer, own);
  if (supplier === 'yes' && customer !== 'yes') return 'receivable';
  if (customer === 'yes' && supplier !== 'yes') return 'payable';
  // Receipts name no buyer: who hands one in has paid it.
  if (invoice.kind === 'receipt' && customer === 'unknown' && supplier === 'no') return 'payable';
  if (supplier === 'no' && customer === 'no') return 'another';
  return 'unclear';
}

function isOurs(party: Party, own: Own): 'yes' | 'no' | 'unknown' {
  const base = baseNumberOf(party.taxNumber) ?? baseNumberOf(party.euVatNumber);
  if (base !== null) {
    // A member of a VAT group stands there with its own number and the group's EU number (AC-007, AC-008).
    const group = baseNumberOf(party.euVatNumber);
    return base === own.baseNumber || group === own.baseNumber ? 'yes' : 'no';
  }
  const euVat = euVatNumberOf(party.euVatNumber) ?? euVatNumberOf(party.taxNumber);
  if (euVat !== null) return euVat === own.euVatNumber ? 'yes' : 'no';
  if (party.name === null) return 'unknown';
  const name = lenientName(party.name);
  return own.names.some((each) => lenientName(each) === name) ? 'yes' : 'no';
}
