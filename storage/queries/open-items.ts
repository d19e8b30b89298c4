import type { Day } from '#services/domain/day.ts';
import type { OpenItemStatus } from '#services/domain/matching.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { type Place, rows } from '../sql.ts';

/** Amounts are minor units. */
export type OpenItemRow = {
  id: string;
  kind: 'invoice' | 'pro-forma' | 'credit-note';
  direction: 'receivable' | 'payable';
  number: string | null;
  orderNumber: string | null;
  partnerId: string | null;
  partnerName: string | null;
  issuedOn: Day | null;
  dueOn: Day | null;
  currency: string;
  gross: bigint;
  settled: bigint;
  open: bigint;
  status: OpenItemStatus;
  daysLate: number;
  bucket: string;
};
export type OpenItemFilter = {
  direction?: string | undefined;
  status?: OpenItemStatus | undefined;
  bucket?: string | undefined;
  partnerId?: string | undefined;
  currency?: string | undefined;
  dueFrom?: Day | undefined;
  dueTo?: Day | undefined;
  text?: string | undefined;
  /** Of partners that owe us and whom we owe, beyond doubt. */
  mayOffset?: 'true' | undefined;
};

/**
 * Register items with an amount, as open items; `$1` is the business, `$2` today in Budapest. Late begins on the day after the due day
 * (B-055). Cancelled ones owe nothing; what was paid on them all the same is owed on what cancels them (B-059).
 */
export const openItems = `
  select *, case when open = 0 then 'paid' when "dueOn" < $2::date then 'late' when open = gross then 'open' else 'partly-paid' end as status,
    case when open <> 0 then greatest(0, $2::date - "dueOn") else 0 end as "daysLate",
    case when "dueOn" is null then 'no-due-date' when "dueOn" >= $2::date then 'not-due' when $2::date - "dueOn" <= 30 then '1-30'
      when $2::date - "dueOn" <= 60 then '31-60' when $2::date - "dueOn" <= 90 then '61-90' else 'over-90' end as bucket
  from (
    select item.id, case when coalesce(item.payable_minor, item.gross_minor) < 0 then 'credit-note' when item.family = 'pro-forma' then 'pro-forma' else 'invoice' end as kind,
      item.direction, item.number, item.order_number as "orderNumber", item.partner_id as "partnerId",
      coalesce(partner.name, case item.direction when 'payable' then item.supplier_name else item.customer_name end) as "partnerName",
      item.issued_on as "issuedOn", item.due_on as "dueOn", trim(item.currency) as currency,
      coalesce(item.payable_minor, item.gross_minor) as gross, item.settled_minor as settled,
      open_minor(item) as open, item.state
    from invoices item left join partners partner on partner.id = item.partner_id
    where item.business_id = $1 and item.state <> 'discarded' and item.currency is not null and coalesce(item.payable_minor, item.gross_minor, 0) <> 0
    offset 0 -- what is open is worked out once for an item, however often the lists ask
  ) item`;

/** How each filter narrows the list: one line a field. */
const conditions: { [name in keyof Required<OpenItemFilter>]: (place: string) => string } = {
  direction: (place) => `direction = ${place}`,
  status: (place) => `status = ${place}`,
  bucket: (place) => `bucket = ${place}`,
  partnerId: (place) => `"partnerId" = ${place}::uuid`,
  currency: (place) => `currency = ${place}`,
  dueFrom: (place) => `"dueOn" >= ${place}::date`,
  dueTo: (place) => `"dueOn" <= ${place}::date`,
  mayOffset: (place) => `${place} is not null and kind <> 'pro-forma' and state <> 'needs-review' and "partnerId" is not null and exists (
    select from invoices other where other.business_id = $1 and other.partner_id = "partnerId" and trim(other.currency) = item.currency
      and (other.direction <> item.direction or (coalesce(other.payable_minor, other.gross_minor) > 0) <> (item.open > 0)))`,
  text: (place) => `position(lower(unaccent(${place})) in lower(unaccent(concat_ws(' ', number, "orderNumber", "partnerName")))) > 0`,
};
/** Items without a due day stand where their day of issue is, else last. */
const order = `coalesce("dueOn", "issuedOn", '9999-12-31')`;

/** A page of open items, due soonest first; with a status of `paid` those that owe nothing any more. */
export async function listOpenItems(
  place: Place,
  businessId: string,
  today: Day,
  filter: OpenItemFilter,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ rows: OpenItemRow[]; next: string | null }> {
  const bind: unknown[] = [businessId, today];
  const where = [filter.status === 'paid' ? 'true' : 'open <> 0'];
  const [day, id] = decodeCursor(cursor);
  if (day !== null) {
    bind.push(day, id);
    where.push(`(${order}, id) > ($3::date, $4::uuid)`);
  }
  for (const [name, condition] of Object.entries(conditions) as [keyof OpenItemFilter, (place: string) => string][]) {
    const value = filter[name];
    if (value === undefined) continue;
    bind.push(value);
    where.push(condition(`$${bind.length}::text`));
  }
  bind.push(limit + 1);
  const found = await rows<OpenItemRow & { orderedBy: Day }>(
    place,
    `select id, kind, direction, number, "orderNumber", "partnerId", "partnerName", "issuedOn"::text as "issuedOn", "dueOn"::text as "dueOn",
       currency, gross, settled, open, status, "daysLate", bucket, ${order}::text as "orderedBy"
     from (${openItems}) item where ${where.join(' and ')} order by ${order}, id limit $${bind.length}`,
    ...bind,
  );
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: found.length > limit && last ? encodeCursor(last.orderedBy, last.id) : null };
}

export type AgingRow = {
  direction: 'receivable' | 'payable';
  partnerId: string | null;
  partnerName: string | null;
  currency: string;
  bucket: string;
  count: number;
  total: bigint;
};

/** What is open per partner, direction, currency and age. Pro formas owe nothing: they ask. */
export const agingOf = (
  place: Place,
  businessId: string,
  today: Day,
  { direction, partnerId }: Pick<OpenItemFilter, 'direction' | 'partnerId'>,
): Promise<AgingRow[]> =>
  rows<AgingRow>(
    place,
    `select direction, "partnerId", min("partnerName") as "partnerName", currency, bucket, count(*)::int as count, sum(open)::bigint as total
     from (${openItems}) item
     where open <> 0 and kind <> 'pro-forma' and ($3::text is null or direction = $3) and ($4::uuid is null or "partnerId" = $4)
     group by direction, "partnerId", case when "partnerId" is null then "partnerName" end, currency, bucket`,
    businessId,
    today,
    direction ?? null,
    partnerId ?? null,
  );

/** What a person needs to recognise an item by; amounts are minor units. */
export type NamedItem = Pick<OpenItemRow, 'id' | 'number' | 'direction' | 'partnerName' | 'issuedOn' | 'dueOn'> & {
  currency: string | null;
  gross: bigint | null;
  settled: bigint;
  open: bigint | null;
};

export async function itemsNamed(place: Place, businessId: string, ids: readonly string[]): Promise<Map<string, NamedItem>> {
  const found = await rows<NamedItem>(
    place,
    `select item.id, item.number, item.direction, coalesce(partner.name, case item.direction when 'payable' then item.supplier_name else item.customer_name end) as "partnerName",
       item.issued_on::text as "issuedOn", item.due_on::text as "dueOn", trim(item.currency) as currency,
       coalesce(item.payable_minor, item.gross_minor) as gross,
       item.settled_minor as settled, open_minor(item) as open
     from invoices item left join partners partner on partner.id = item.partner_id
     where item.business_id = $1 and item.id = any($2::uuid[])`,
    businessId,
    ids,
  );
  return new Map(found.map((item) => [item.id, item]));
}
