import type { SearchHit } from '#web/contract/search.ts';
import { formatMoney } from '../shared/format.ts';
import type { IconName } from '../shared/icons.ts';

/** One found thing as one line. */
export function hitLine(hit: SearchHit): { id: string; word: string; hint: string; icon: IconName } {
  const { id } = hit;
  switch (hit.type) {
    case 'invoice':
      return { id, word: `${hit.partner ?? '–'} · ${hit.number ?? '–'}`, hint: formatMoney(hit.gross, hit.currency), icon: 'fileInvoice' };
    case 'document':
      return { id, word: hit.snippet ?? hit.name, hint: hit.name, icon: 'fileText' };
    case 'partner':
      return { id, word: hit.name ?? hit.taxNumber ?? '–', hint: hit.taxNumber ?? '', icon: 'addressBook' };
  }
}

/** Where a found thing is shown; of a partner, its invoices. */
export function hitPath(businessId: string, { type, id }: SearchHit): { to: string; search?: Record<string, string> } {
  if (type === 'partner') return { to: `/b/${businessId}/invoices`, search: { partnerId: id } };
  return { to: `/b/${businessId}/${type === 'invoice' ? 'invoices' : 'documents'}/${id}` };
}
