import type { z } from 'zod';
import type { AccountContinuity } from '#services/actions/bank/accounts.ts';
import { type Caller, mayIn } from '#services/domain/caller.ts';
import { formatMinor, parseMinor } from '#services/domain/money.ts';
import type { TransactionFilter as Filter, TransactionRow } from '#storage/queries/bank.ts';
import type { NamedItem } from '#storage/queries/open-items.ts';
import type { SettlementRow } from '#storage/queries/settlements.ts';
import type { AllocatedItem, SettlementView, TransactionFilter, TransactionView } from '#web/contract/bank.ts';
import type { ContinuityView } from '#web/contract/bank-statements.ts';

/** Whether the caller sees lines that the business marked private (B-037). */
export const viewerOf = (caller: Caller, businessId: string) => ({ seesPrivate: mayIn(caller, businessId, 'bank.private') });

export const moneyOrNull = (minor: bigint | null, currency: string | null): string | null =>
  minor === null ? null : formatMinor(minor, currency);

export const transactionView = ({ amount, balance, settled, voucherAskedAt, ...line }: TransactionRow): TransactionView => ({
  ...line,
  voucherAskedAt: voucherAskedAt?.toISOString() ?? null,
  amount: formatMinor(BigInt(amount), line.currency),
  balance: balance === null ? null : formatMinor(BigInt(balance), line.currency),
  settled: formatMinor(BigInt(settled), line.currency),
});

/** A filter as it stands in an address. Bounds of amounts without a currency count in two decimals. */
export function filterOf({ amountFrom, amountTo, ...filter }: z.infer<typeof TransactionFilter>): Filter {
  const minor = (text: string | undefined) => (text === undefined ? undefined : parseMinor(text, filter.currency ?? null));
  return { ...filter, amountFrom: minor(amountFrom), amountTo: minor(amountTo) };
}

export function allocatedItem(
  { item: id, amount }: { item: string; amount: string },
  items: ReadonlyMap<string, NamedItem>,
): AllocatedItem {
  const item = items.get(id);
  const currency = item?.currency ?? null;
  return {
    item: id,
    amount: formatMinor(BigInt(amount), currency),
    number: item?.number ?? null,
    direction: item?.direction ?? 'receivable',
    partnerName: item?.partnerName ?? null,
    issuedOn: item?.issuedOn ?? null,
    dueOn: item?.dueOn ?? null,
    currency,
    gross: moneyOrNull(item?.gross ?? null, currency),
    open: moneyOrNull(item?.open ?? null, currency),
  };
}

export const settlementView = (
  { parts, byMachine, createdAt, exactAt: _, fee, currency, ...settlement }: SettlementRow,
  items: ReadonlyMap<string, NamedItem>,
): SettlementView => ({
  ...settlement,
  allocations: parts.map((part) => allocatedItem(part, items)),
  fee: moneyOrNull(fee, currency),
  byPerson: !byMachine,
  createdAt: createdAt.toISOString(),
});

export function continuityView({ currency, ...found }: AccountContinuity): ContinuityView {
  if (found.kind === 'overlap') return { ...found, currency };
  if (found.kind === 'break') return { ...found, currency, missing: formatMinor(found.missing, currency) };
  return { ...found, currency, missing: moneyOrNull(found.missing, currency) };
}
