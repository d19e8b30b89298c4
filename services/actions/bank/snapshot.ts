import type { Day } from '#services/domain/day.ts';
import type { MatchLine, MatchMemory, OpenItem, PairKey, RepairKind, ReportLine } from '#services/domain/matching.ts';
import { folded } from '#services/domain/text.ts';
import { type Place, rows } from '#storage/sql.ts';

/** An item as the matcher sees it, and whether it may be settled without asking (nothing doubtful is, promise 5). */
export type SnapshotItem = OpenItem & { isSure: boolean };

type ItemRow = {
  id: string;
  family: string;
  direction: 'receivable' | 'payable';
  state: string;
  number: string | null;
  orderNumber: string | null;
  partnerId: string | null;
  partnerName: string | null;
  taxNumber: string | null;
  accounts: string[] | null;
  identifier: string | null;
  issuedOn: Day | null;
  dueOn: Day | null;
  currency: string;
  gross: bigint;
  settled: bigint;
  open: bigint;
  isCancelled: boolean;
  originalNumber: string | null;
};

/**
 * The items of a business that have an amount; settled ones too, so that twins of the past do not make the present look unique.
 * One that a cancelling invoice names is no target any more (B-059): it stands with nothing open, and the cancelling one with what was
 * paid on it and is owed back.
 */
export async function openItemsOf(place: Place, businessId: string, ids?: readonly string[]): Promise<SnapshotItem[]> {
  const found = await rows<ItemRow>(
    place,
    `select item.id, item.family, item.direction, item.state, item.number, item.order_number as "orderNumber",
       item.partner_id as "partnerId", coalesce(partner.name, case item.direction when 'payable' then item.supplier_name else item.customer_name end) as "partnerName",
       coalesce(partner.base_number, partner.eu_vat_number) as "taxNumber", partner.accounts, partner.identifier,
       item.issued_on::text as "issuedOn", item.due_on::text as "dueOn", trim(item.currency) as currency,
       coalesce(item.payable_minor, item.gross_minor) as gross, item.settled_minor as settled,
       item.kind <> 'cancelling' and is_cancelled(item) as "isCancelled", open_minor(item) as open,
       case when item.kind = 'cancelling' then item.original_number end as "originalNumber"
     from invoices item left join partners partner on partner.id = item.partner_id
     where item.business_id = $1 and item.state <> 'discarded' and item.currency is not null
       and coalesce(item.payable_minor, item.gross_minor, 0) <> 0 and ($2::uuid[] is null or item.id = any($2))`,
    businessId,
    ids ?? null,
  );
  return found.map((item) => ({
    id: item.id,
    kind: item.gross < 0n ? 'credit-note' : item.family === 'pro-forma' ? 'pro-forma' : 'invoice',
    direction: item.direction,
    number: item.number,
    orderNumber: item.orderNumber,
    partner: {
      id: item.partnerId,
      name: item.partnerName,
      taxNumber: item.taxNumber,
      accounts: item.accounts ?? [],
      identifier: item.identifier,
    },
    issuedOn: item.issuedOn,
    dueOn: item.dueOn,
    currency: item.currency,
    gross: item.gross,
    open: item.open,
    ...(item.isCancelled ? { cancelled: item.gross - item.settled } : {}),
    ...(item.originalNumber === null ? {} : { originalNumber: item.originalNumber }),
    isSure: item.state !== 'needs-review',
  }));
}

/** A line with what is left of it; `isWhole`: nothing of it is given yet. */
export type SnapshotLine = MatchLine & { isWhole: boolean };

/** Lines with money left that a person has not set aside; private ones settle nothing (B-037). */
export const linesOf = async (place: Place, businessId: string, ids?: readonly string[]): Promise<SnapshotLine[]> =>
  rows<SnapshotLine>(
    place,
    `select id, booked_on::text as "bookedOn", amount_minor - settled_minor as amount, currency, counterparty_name as "counterpartyName",
       counterparty_account as "counterpartyAccount", memo, end_to_end_id as reference, settled_minor = 0 as "isWhole"
     from bank_transactions
     where business_id = $1 and not is_private and ($2::uuid[] is not null or (not in_report and settled_minor <> amount_minor and not nothing_fits))
       and ($2::uuid[] is null or id = any($2))`,
    businessId,
    ids ?? null,
  );

/** The lines of collectors' reports, as the matcher takes payouts apart by them; what paid a line out to the bank is none of them. */
export async function reportLinesOf(place: Place, businessId: string): Promise<ReportLine[]> {
  const found = await rows<ReportLine & { type: string | null }>(
    place,
    `select line.id, line.account_id as account, account.account as name, coalesce(line.statement_id, line.account_id) as file,
       case when statement.format like 'stripe-%' then line.end_to_end_id end as payout, line.booked_on::text as "on", line.amount_minor as net,
       coalesce(line.gross_minor, line.amount_minor) as gross, line.currency, line.type, false as "isFee",
       concat_ws(' ', line.memo, line.end_to_end_id, line.counterparty_name,
         (select string_agg(value, ' ' order by key) from jsonb_each_text(line.raw) where key ilike '%metadata%')) as text
     from bank_transactions line join bank_accounts account on account.id = line.account_id
       left join bank_statements statement on statement.id = line.statement_id
     where line.business_id = $1 and line.in_report and not line.is_private`,
    businessId,
  );
  return found
    .filter(({ type }) => !/^(?:payout|transfer|kifizet)/.test(folded(type ?? '')))
    .map(({ type, ...line }) => ({
      ...line,
      isFee: line.net < 0n && /(?:^|[^a-z])(?:dij|jutalek|koltseg|fees?|commission)/.test(folded(`${type ?? ''} ${line.text}`)),
    }));
}

/** What this business's people taught, and what its settled lines say of their payers; of no other business, ever. */
export async function memoryOf(place: Place, businessId: string): Promise<MatchMemory> {
  const learnt = await rows<{ kind: string; partner: string; value: string; currency: string | null; times: number }>(
    place,
    'select kind, partner_id as partner, value, currency, times from match_memory where business_id = $1 order by id',
    businessId,
  );
  const refused = await rows<PairKey>(
    place,
    'select transaction_id as transaction, invoice_id as item from refused_pairs where business_id = $1',
    businessId,
  );
  const paid = await rows<{ account: string; partner: string; times: number }>(
    place,
    `select line.counterparty_account as account, item.partner_id as partner, count(distinct settlement.id)::int as times
     from settlements settlement join bank_transactions line on line.id = settlement.transaction_id
       join allocations part on part.settlement_id = settlement.id
       join invoices item on item.id = part.invoice_id
     where settlement.business_id = $1 and settlement.rule <> 'report' and not line.is_private
       and line.counterparty_account <> '' and item.partner_id is not null
     group by 1, 2`,
    businessId,
  );
  const of = (kind: string) => learnt.filter((each) => each.kind === kind);
  return {
    accounts: of('account').map(({ value, partner, times }) => ({ account: value, partner, times })),
    names: of('name').map(({ value, partner, times }) => ({ name: value, partner, times })),
    references: of('reference').map(({ value, partner, times }) => ({ how: value as RepairKind, partner, times })),
    fees: of('fee').map(({ value, partner, currency, times }) => ({ amount: BigInt(value), currency: currency ?? 'HUF', partner, times })),
    refused,
    paid,
  };
}
