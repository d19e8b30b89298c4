import { scaled } from '../shared/amount.ts';
import { reasonOf, type Waiting } from './use-review.ts';

/** In which order what waits is worked through. */
export const orders = ['oldest', 'amount', 'partner', 'due', 'reason'] as const;
export type Order = (typeof orders)[number];

const hungarian = new Intl.Collator('hu', { numeric: true });
/** What has no such value comes last. */
const last =
  <Value>(of: (waiting: Waiting) => Value | null, compare: (a: Value, b: Value) => number) =>
  (one: Waiting, other: Waiting) => {
    const [a, b] = [of(one), of(other)];
    return a === null ? Number(b !== null) : b === null ? -1 : compare(a, b);
  };
/** In forints where they are known. */
const amountOf = ({ invoice }: Waiting) => (invoice ? scaled(invoice.grossHuf ?? invoice.hufByRate?.gross ?? invoice.gross) : null);
const partnerOf = ({ invoice }: Waiting) =>
  (invoice && (invoice.direction === 'payable' ? invoice.supplier.name : invoice.customer.name)) || null;

const compare: Record<Exclude<Order, 'oldest'>, (one: Waiting, other: Waiting) => number> = {
  amount: last(amountOf, (a, b) => (a < b ? 1 : a > b ? -1 : 0)),
  partner: last(partnerOf, (a, b) => hungarian.compare(a, b)),
  due: last(
    ({ invoice }) => invoice?.dueOn ?? null,
    (a, b) => a.localeCompare(b),
  ),
  // What asks the same is answered in one go.
  reason: last(
    (waiting) => reasonOf(waiting) || null,
    (a, b) => hungarian.compare(a, b),
  ),
};

/** The queue, which comes oldest first, in another order; what is alike in it stays oldest first. */
export const inOrder = (queue: readonly Waiting[], order: Order): readonly Waiting[] =>
  order === 'oldest' ? queue : queue.toSorted(compare[order]);
