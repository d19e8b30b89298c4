import type { Day } from '#services/domain/day.ts';
import { type Place, rows } from '../sql.ts';
import { isWaiting } from './suggestions.ts';

/** `overdueSince` is the earliest due day among what is overdue; amounts play no part here, only what needs a person. */
export type WaitingRow = {
  businessId: string;
  review: number;
  unmatched: number | null;
  overdue: number;
  overdueSince: Day | null;
  lastArrivalAt: Date | null;
};

/**
 * What waits for a person in each of these businesses: doubtful items and the doubtful documents on which no item asks, bank lines that nobody settled or set aside,
 * payables past their day (pro formas owe nothing, nor does what was cancelled, B-059). Bank data count only in the businesses of `withBank` (B-035).
 */
export const waitingIn = (place: Place, businessIds: readonly string[], withBank: readonly string[], today: Day): Promise<WaitingRow[]> =>
  rows<WaitingRow>(
    place,
    `select place.id as "businessId",
       (select count(*)::int from invoices where business_id = place.id and state = 'needs-review')
       + (select count(*)::int from documents where business_id = place.id and state = 'needs-review'
          and (place.id = any($2::uuid[]) or coalesce(kind, stated_kind, '') not in ('bank-statement', 'bank-history'))
          and not exists (select from invoice_sources source join invoices item on item.id = source.invoice_id
            where source.document_id = documents.id and item.state = 'needs-review')) as review,
       case when place.id = any($2::uuid[]) then
         (select count(*)::int from bank_transactions line where line.business_id = place.id and ${isWaiting}) end as unmatched,
       coalesce(late.count, 0) as overdue, late.since::text as "overdueSince",
       (select max(received_at) from documents where business_id = place.id and state <> 'deleted') as "lastArrivalAt"
     from unnest($1::uuid[]) place (id) left join lateral (
       select count(*)::int, min(due_on) as since from invoices item
       where business_id = place.id and direction = 'payable' and family <> 'pro-forma' and state <> 'discarded' and due_on < $3
         and open_minor(item) is distinct from 0) late on true`,
    businessIds,
    withBank,
    today,
  );
