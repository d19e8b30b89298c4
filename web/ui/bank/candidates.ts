import type { TransactionView } from '#web/contract/bank.ts';
import type { InvoiceView } from '#web/contract/invoices.ts';
import { scaled, unscaled } from '../shared/amount.ts';

export type Evidence = 'number' | 'amount' | 'name';
export type Candidate = { item: InvoiceView; open: bigint; evidence: Evidence[] };
export type Allocation = { item: string; amount: string };

/** What is not yet given of a line, with the line's sign. */
export const leftOf = (line: TransactionView): bigint => (scaled(line.amount) ?? 0n) - (scaled(line.settled) ?? 0n);

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** Letters and figures only, without marks: `Kékfény 2026/0417` → `kekfeny20260417`. */
export const bare = (text: string | null): string =>
  (text ?? '')
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

const weight: Record<Evidence, number> = { number: 4, amount: 2, name: 1 };
/** A shorter number or name stands in many memos by chance. */
const shortest = { number: 4, name: 5 };

/**
 * Open items to which the line's money can go (same currency, same way), those with more that points to them first, then by due day.
 * It orders what a person looks at; it decides nothing.
 */
export function candidatesOf(line: TransactionView, items: readonly InvoiceView[]): Candidate[] {
  const left = leftOf(line);
  const memo = bare([line.memo, line.endToEndId].filter(Boolean).join(' '));
  const words = bare([line.counterpartyName, line.memo].filter(Boolean).join(' '));
  return items
    .flatMap((item): Candidate[] => {
      const open = scaled(item.open);
      if (open === null || open === 0n || item.currency !== line.currency) return [];
      const flow = item.direction === 'receivable' ? open : -open;
      if (flow > 0n !== left > 0n) return [];
      const [number, name] = [bare(item.number), bare(partnerOf(item))];
      const evidence: Evidence[] = [];
      if (number.length >= shortest.number && memo.includes(number)) evidence.push('number');
      if (magnitude(open) === magnitude(left)) evidence.push('amount');
      if (name.length >= shortest.name && words.includes(name.replace(/(kft|bt|zrt|nyrt|ev)$/, ''))) evidence.push('name');
      return [{ item, open, evidence }];
    })
    .sort((a, b) => strengthOf(b) - strengthOf(a) || (a.item.dueOn ?? '9').localeCompare(b.item.dueOn ?? '9'));
}

export const strengthOf = ({ evidence }: Candidate): number => evidence.reduce((sum, kind) => sum + weight[kind], 0);

export const partnerOf = (item: InvoiceView): string | null => (item.direction === 'payable' ? item.supplier : item.customer).name;

/** Gives the line's money to the chosen items in their order: never more than an item is open to, nor than the line has left. */
export function allocate(line: TransactionView, chosen: readonly Candidate[]): Allocation[] {
  let left = magnitude(leftOf(line));
  return chosen.flatMap(({ item, open }) => {
    const given = magnitude(open) < left ? magnitude(open) : left;
    left -= given;
    return given === 0n ? [] : [{ item: item.id, amount: unscaled(open < 0n ? -given : given) }];
  });
}
