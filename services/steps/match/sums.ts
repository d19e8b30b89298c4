import { addDays } from '#services/domain/day.ts';
import { absolute } from '#services/domain/money.ts';
import type { Payer } from './find-payers.ts';
import { byDue, compareIds, dueOf, type Entry } from './item-index.ts';
import { likelySums, shapesOf } from './likely-sums.ts';
import { entriesOf, type LineView } from './line-view.ts';
import { amountEvidence, flowLeft, type Proposal, wholeOf } from './proposal.ts';
import { subsetSum } from './subset-sum.ts';

/** About half a millisecond: every subset of 22 items is weighed, which proves that one found is the only one. */
const subsetSteps = 6_200;
const mostWeighed = 22;
/** How many of a partner's items are weighed for one line: a large partner must not slow down every line. */
const inView = 80;
/** How many sums of one payer are worth showing. */
const shown = 5;

type IsOpen = (entry: Entry) => boolean;
type Sum = { entries: Entry[]; chance: number };

const total = (entries: readonly Entry[]): bigint => entries.reduce((sum, entry) => sum + flowLeft(entry), 0n);

/** Class 6: several items of the known payer that sum to the amount, with those that the memo names first; never automatic. */
export function sums(view: LineView, isOpen: IsOpen): Proposal[] {
  const { line } = view;
  const [from, to] = yearsAround(line.bookedOn);
  const isInReach = (entry: Entry) => {
    const { currency, issuedOn } = entry.item;
    return currency === line.currency && (issuedOn === null || (issuedOn >= from && issuedOn <= to)) && isOpen(entry);
  };
  return view.payers.slice(0, 3).flatMap((payer) => {
    const named = entriesOf(view.hits).filter((entry) => entry.partner === payer.partner && isInReach(entry));
    return sumsOf(
      view,
      payer,
      named,
      around(payer.partner.entries, line.bookedOn, (entry) => isInReach(entry) && !named.includes(entry)),
    );
  });
}

const years = new Map<string, readonly [from: string, to: string]>();

/** The days within which items are summed; lines of one day ask the same. */
function yearsAround(day: string): readonly [from: string, to: string] {
  const known = years.get(day);
  if (known) return known;
  const found = [addDays(day, -732), addDays(day, 366)] as const;
  years.set(day, found);
  return found;
}

/** The wanted ones that are likeliest to be paid on a day, up to a bound: what fell due about then. */
function around(entries: readonly Entry[], day: string, isWanted: IsOpen): Entry[] {
  let low = 0;
  for (let high = entries.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (dueOf(entries[middle]!) < day) low = middle + 1;
    else high = middle;
  }
  const found: Entry[] = [];
  for (let step = 0; found.length < inView && (low - step > 0 || low + step < entries.length); step++) {
    for (const entry of [entries[low - step - 1], entries[low + step]]) if (entry && isWanted(entry)) found.push(entry);
  }
  return found;
}

function sumsOf({ line, payers }: LineView, payer: Payer, named: Entry[], pool: Entry[]): Proposal[] {
  const owed = total(named);
  const rest = line.amount - owed;
  const found = new Map<string, Sum>();
  const add = (entries: readonly Entry[], chance: number) => {
    const sorted = entries.toSorted(byDue);
    const key = sorted.map(({ item }) => item.id).join();
    if ((found.get(key)?.chance ?? Number.POSITIVE_INFINITY) > chance) found.set(key, { entries: sorted, chance });
  };
  if (rest === 0n) return [];
  if (named.length > 0) for (const entry of pool) if (flowLeft(entry) === rest) add([entry], 1);
  for (const { entries, chance } of likeliest(pool, rest, line.bookedOn)) add(entries, chance);
  let isProven = found.size > 1;
  if (!isProven && pool.length <= mostWeighed) {
    const whole = subsetSum(pool.map(flowLeft), rest, subsetSteps);
    isProven = whole.isProven;
    // A set-off of what is owed either way is rarer than a payment of several.
    for (const chosen of whole.solutions)
      add(
        chosen.map((at) => pool[at]!),
        4 * shapesOf(chosen),
      );
  }
  const isOnly = found.size === 1 && isProven;
  // What is named is owed more than came: then the rest is only taken for a credit note where it is one.
  const isLess = named.length > 0 && absolute(line.amount) < absolute(owed);
  const confidenceOf = ({ entries, chance }: Sum, at: number) => {
    if (named.length > 0) return (isLess && entries.length > 1 ? 0.56 : 0.74) - at * 0.001;
    if (isOnly) return 0.58;
    return 0.54 - Math.min(0.09, Math.log2(chance) * 0.006) - (payer.by === 'name' && payers.some(({ by }) => by === 'account') ? 0.04 : 0);
  };
  return [...found.values()]
    .sort((one, other) => one.chance - other.chance)
    .slice(0, shown)
    .map((sum, at) => ({
      line,
      rule: 'subset',
      confidence: confidenceOf(sum, at),
      parts: wholeOf([...named, ...sum.entries].sort(byDue)),
      evidence: [
        payer.evidence,
        amountEvidence(line),
        { kind: isOnly ? 'only-subset' : 'subset', text: String(named.length + sum.entries.length), span: null },
      ],
    }));
}

const orders: readonly { dayOf: (entry: Entry) => string; compare: (one: Entry, other: Entry) => number }[] = [
  { dayOf: issueOf, compare: (one, other) => byDay(issueOf(one), issueOf(other)) || compareIds(one.item.id, other.item.id) },
  { dayOf: dueOf, compare: byDue },
];
function issueOf({ item }: Entry): string {
  return item.issuedOn ?? item.dueOn ?? '9999';
}
const byDay = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** How many credit notes, the latest first, may be taken off a payment. */
const mostCredits = 3;

function likeliest(pool: readonly Entry[], amount: bigint, day: string): Sum[] {
  const isSided = (entry: Entry) => flowLeft(entry) > 0n === amount > 0n;
  const sided = pool.filter(isSided);
  const target = Number(absolute(amount));
  const found: Sum[] = [];
  if (total(pool) === amount && pool.length > 1) found.push({ entries: [...pool], chance: 1 });
  const credits = pool
    .filter((entry) => !isSided(entry) && entry.item.gross < 0n)
    .sort(byDue)
    .slice(-mostCredits);
  for (const { dayOf, compare } of orders) {
    const entries = sided.toSorted(compare);
    const values = entries.map((entry) => Number(absolute(flowLeft(entry))));
    const present = entries.filter((entry) => dayOf(entry) <= day).length;
    for (const { chosen, chance } of likelySums(values, target, present)) found.push({ entries: chosen.map((at) => entries[at]!), chance });
    for (const credit of credits)
      for (const { chosen, chance } of likelySums(values, target + Number(absolute(flowLeft(credit))), present))
        found.push({ entries: [credit, ...chosen.map((at) => entries[at]!)], chance: chance * 2 * mostCredits });
  }
  return found;
}
