import { addDays } from '#services/domain/day.ts';
import { absolute } from '#services/domain/money.ts';
import { namesSomeDocument } from './figures.ts';
import type { Payer } from './find-payers.ts';
import { byDue, compareIds, dueOf, type Entry } from './item-index.ts';
import { likelySums, shapesOf } from './likely-sums.ts';
import { entriesOf, type LineView } from './line-view.ts';
import { amountEvidence, flowLeft, type Proposal, wholeOf } from './proposal.ts';
import { subsetSum } from './subset-sum.ts';

/** Of so many items every subset is weighed, which proves that one found is the only one. */
const mostWeighed = 20;
const subsetSteps = 2 ** (mostWeighed / 2 + 1);
/** How many of a partner's items are weighed for one line: a large partner must not slow down every line. */
const inView = 80;
/** How many sums of one payer are worth showing. */
const shown = 5;

type IsOpen = (entry: Entry) => boolean;
type Sum = { entries: Entry[]; chance: number };
/** What is left of an item as a number, above zero where it flows as the line does. */
type Weighed = { entry: Entry; value: number };

const total = (entries: readonly Entry[]): bigint => entries.reduce((sum, entry) => sum + flowLeft(entry), 0n);

/** Class 6: several items of the known payer that sum to the amount, with those that the memo names first; never automatic. */
export function sums(view: LineView, isOpen: IsOpen): Proposal[] {
  const { line } = view;
  // A memo that names a document of which nothing is known here is no riddle to be solved by adding up.
  if (view.hits.length === 0 && namesSomeDocument(view.memo, line)) return [];
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

/** The wanted ones that are likeliest to be paid on a day, up to a bound: what falls due about then. In due order, as they were. */
function around(entries: readonly Entry[], day: string, isWanted: IsOpen): Entry[] {
  let low = 0;
  for (let high = entries.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (dueOf(entries[middle]!) < day) low = middle + 1;
    else high = middle;
  }
  const [before, after]: [Entry[], Entry[]] = [[], []];
  for (let step = 0; before.length + after.length < inView && (low - step > 0 || low + step < entries.length); step++) {
    const [earlier, later] = [entries[low - step - 1], entries[low + step]];
    if (earlier && isWanted(earlier)) before.push(earlier);
    if (later && isWanted(later)) after.push(later);
  }
  return [...before.reverse(), ...after];
}

function sumsOf({ line, payers }: LineView, payer: Payer, named: Entry[], pool: Entry[]): Proposal[] {
  const owed = total(named);
  const rest = line.amount - owed;
  if (rest === 0n) return [];
  const weighed = pool.map((entry): Weighed => ({ entry, value: Number(rest > 0n ? flowLeft(entry) : -flowLeft(entry)) }));
  const found = new Map<string, Sum>();
  const add = (parts: readonly Weighed[], chance: number) => {
    const entries = parts.map(({ entry }) => entry).sort(byDue);
    const key = entries.map(({ item }) => item.id).join();
    if ((found.get(key)?.chance ?? Number.POSITIVE_INFINITY) > chance) found.set(key, { entries, chance });
  };
  const target = Number(absolute(rest));
  if (named.length > 0) for (const each of weighed) if (each.value === target) add([each], 1);
  for (const { parts, chance } of likeliest(weighed, target, line.bookedOn)) add(parts, chance);
  let isProven = found.size > 1;
  const fitting = isProven ? [] : thatFit(weighed, target);
  if (!isProven && fitting.length <= mostWeighed) {
    const whole = subsetSum(
      fitting.map(({ value }) => BigInt(value)),
      absolute(rest),
      subsetSteps,
    );
    isProven = whole.isProven;
    // A set-off of what is owed either way is rarer than a payment of several.
    for (const chosen of whole.solutions)
      add(
        chosen.map((at) => fitting[at]!),
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

/** Those that can be part of a sum at all: none is larger than the amount and all that may be taken off it. */
function thatFit(pool: readonly Weighed[], target: number): Weighed[] {
  const most = pool.reduce((sum, { value }) => (value > 0 ? sum : sum - value), target);
  return pool.filter(({ value }) => Math.abs(value) <= most);
}

const issueOf = ({ item }: Entry): string => item.issuedOn ?? item.dueOn ?? '9999';
const byIssue = ({ entry: one }: Weighed, { entry: other }: Weighed): number => {
  const [issue, otherIssue] = [issueOf(one), issueOf(other)];
  return issue < otherIssue ? -1 : issue > otherIssue ? 1 : compareIds(one.item.id, other.item.id);
};

/** How many credit notes, the latest first, may be taken off a payment, one at a time; it is rarer than a payment without. */
const mostCredits = 3;
const rarer = 6;

/** @param pool in due order, above zero what flows as the line does */
function likeliest(pool: readonly Weighed[], target: number, day: string): { parts: Weighed[]; chance: number }[] {
  const due = pool.filter(({ value }) => value > 0);
  const issued = due.toSorted(byIssue);
  const sumsIn = (parts: readonly Weighed[], wanted: number, dayOf: (entry: Entry) => string, nearby: boolean) => {
    const present = parts.reduce((count, { entry }) => (dayOf(entry) <= day ? count + 1 : count), 0);
    return likelySums(
      parts.map(({ value }) => value),
      wanted,
      present,
      nearby,
    ).map(({ chosen, chance }) => ({ parts: chosen.map((at) => parts[at]!), chance }));
  };
  const inBoth = (wanted: number) => [...sumsIn(issued, wanted, issueOf, false), ...sumsIn(due, wanted, dueOf, true)];
  const credits = pool.filter(({ entry, value }) => value < 0 && entry.item.gross < 0n).slice(-mostCredits);
  return [
    ...(pool.length > 1 && pool.reduce((sum, { value }) => sum + value, 0) === target ? [{ parts: [...pool], chance: 1 }] : []),
    ...inBoth(target),
    ...credits.flatMap((credit) =>
      inBoth(target - credit.value).map(({ parts, chance }) => ({ parts: [credit, ...parts], chance: chance * rarer })),
    ),
  ];
}
