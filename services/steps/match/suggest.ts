import { daysBetween } from '#services/domain/day.ts';
import type { Candidate } from '#services/domain/matching.ts';
import { absolute } from '#services/domain/money.ts';
import { ofPayersWithAmount, remainderRule, repairedOf } from './decide.ts';
import { type Payer, payerOf } from './find-payers.ts';
import { foreignPart } from './foreign-currency.ts';
import { byDue, compareIds, dueOf, type Entry, flowKey, type ItemIndex, isRefused } from './item-index.ts';
import { entriesOf, type LineView } from './line-view.ts';
import {
  allocationsOf,
  amountEvidence,
  candidateOf,
  flowLeft,
  hitEvidence,
  type Proposal,
  remainderEvidence,
  repairEvidence,
  wholeOf,
} from './proposal.ts';
import { refunds } from './refunds.ts';
import { mayBeMeant } from './remains.ts';
import { subsetSum } from './subset-sum.ts';
import { sums } from './sums.ts';

/** How many candidates a person is shown. */
const shown = 5;
/** More items of one amount than this are no hint. */
const tooMany = 50;
const subsetSteps = 6_000;

/** What a person may be asked about a line, best first; the oldest due first among equals (B-054). Only of what is still left. */
export function suggest(view: LineView, index: ItemIndex): Candidate[] {
  const { line } = view;
  if (line.amount === 0n) return [];
  const isOpen = (entry: Entry) => entry.left !== 0n && !isRefused(index, line, entry);
  const found = [
    ...named(view, index, isOpen),
    ...refunds(view, index),
    ...repaired(view, index, isOpen),
    ...ofPayers(view, index, isOpen),
    ...sums(view, isOpen),
    ...foreign(view, index, isOpen),
    ...byAmountOnly(view, index, isOpen),
  ].filter((proposal) => proposal.parts.length > 0);
  if (found.length === 0) found.push(...near(view, index, isOpen));
  const best = new Map<string, Proposal>();
  for (const proposal of found) {
    const key = allocationsOf(proposal)
      .map(({ item, amount }) => `${item} ${amount}`)
      .sort()
      .join();
    if ((best.get(key)?.confidence ?? 0) < proposal.confidence) best.set(key, proposal);
  }
  return [...best.values()]
    .sort((one, other) => other.confidence - one.confidence || compareDue(one, other))
    .slice(0, shown)
    .map(candidateOf);
}

const firstDue = ({ parts }: Proposal): string => parts.map(({ entry }) => dueOf(entry)).sort()[0]!;
const compareDue = (one: Proposal, other: Proposal): number => {
  const [due, otherDue] = [firstDue(one), firstDue(other)];
  return due < otherDue ? -1 : due > otherDue ? 1 : compareIds(one.parts[0]!.entry.item.id, other.parts[0]!.entry.item.id);
};

type IsOpen = (entry: Entry) => boolean;

/** How many of a partner's items, oldest first, are weighed for one line: a large partner must not slow down every line. */
const inView = 80;

function firstOf(entries: readonly Entry[], limit: number, isWanted: IsOpen): Entry[] {
  const found: Entry[] = [];
  for (const entry of entries) {
    if (found.length === limit) break;
    if (isWanted(entry)) found.push(entry);
  }
  return found;
}
const total = (entries: readonly Entry[]): bigint => entries.reduce((sum, entry) => sum + flowLeft(entry), 0n);

/** Items the memo names: each alone, and together where their sum fits. */
function named(view: LineView, index: ItemIndex, isOpen: IsOpen): Proposal[] {
  const { line } = view;
  const hits = view.hits.filter(({ entry }) => isOpen(entry));
  const proposals = hits.flatMap((hit): Proposal[] => {
    const { entry } = hit;
    const owed = flowLeft(entry);
    const payer = payerOf(view.payers, line, entry.partner);
    const evidence = [hitEvidence(view, hit), ...(payer ? [payer.evidence] : [])];
    if (owed === line.amount)
      return [
        {
          line,
          rule: hit.field,
          confidence: hit.field === 'number' ? 0.9 : 0.8,
          parts: wholeOf([entry]),
          evidence: [...evidence, amountEvidence(line)],
        },
      ];
    if (hit.field === 'identifier' || owed > 0n !== line.amount > 0n) return [];
    const rule = remainderRule(line.amount, entry, index);
    const flow = absolute(line.amount) < absolute(owed) ? line.amount : owed;
    return [
      {
        line,
        rule,
        confidence: payer ? 0.7 : 0.6,
        parts: [{ entry, flow }],
        evidence: [...evidence, remainderEvidence(rule, line, entry)],
      },
    ];
  });
  const entries = entriesOf(hits.filter(({ field }) => field !== 'identifier'));
  if (entries.length >= 2) {
    const evidence = [...hits.map((hit) => hitEvidence(view, hit)), amountEvidence(line)];
    if (total(entries) === line.amount) proposals.push({ line, rule: 'numbers', confidence: 0.9, parts: wholeOf(entries), evidence });
    for (const chosen of subsetSum(entries.slice(0, 20).map(flowLeft), line.amount, subsetSteps).solutions) {
      proposals.push({ line, rule: 'numbers', confidence: 0.75, parts: wholeOf(chosen.map((at) => entries[at]!)), evidence });
    }
  }
  return proposals;
}

/** Items of the exact amount (or, where the payer is known, of any) whose number stands in the memo with a fault. */
function repaired(view: LineView, index: ItemIndex, isOpen: IsOpen): Proposal[] {
  const { line } = view;
  const exact = ofPayersWithAmount(view, index).filter((entry) => isOpen(entry) && flowLeft(entry) === line.amount);
  const sameAmount = index.byFlow.get(flowKey(line.amount, line.currency)) ?? [];
  const pool = [
    ...new Set([
      ...exact,
      ...(sameAmount.length <= tooMany ? sameAmount.filter((entry) => isOpen(entry) && flowLeft(entry) === line.amount) : []),
    ]),
  ];
  const proposals = repairedOf(view, index, pool).map(({ entry, repair }): Proposal => {
    const payer = payerOf(view.payers, line, entry.partner);
    const confidence = (payer ? 0.88 : 0.62) - (repair.how === 'running-number' ? 0.08 : 0);
    return {
      line,
      rule: 'repaired-number',
      confidence,
      parts: wholeOf([entry]),
      evidence: [repairEvidence(view, repair), amountEvidence(line), ...(payer ? [payer.evidence] : [])],
    };
  });
  if (proposals.length > 0 || view.hits.length > 0) return proposals;
  const theirs = view.payers.flatMap(({ partner }) => mayBeMeant(view.memo, partner).filter(isOpen));
  return repairedOf(view, index, theirs).flatMap(({ entry, repair }): Proposal[] => {
    const owed = flowLeft(entry);
    if (owed > 0n !== line.amount > 0n || repair.how === 'running-number') return [];
    const rule = remainderRule(line.amount, entry, index);
    const flow = absolute(line.amount) < absolute(owed) ? line.amount : owed;
    return [
      {
        line,
        rule,
        confidence: 0.56,
        parts: [{ entry, flow }],
        evidence: [repairEvidence(view, repair), remainderEvidence(rule, line, entry)],
      },
    ];
  });
}

const byPayer: Readonly<Record<Payer['by'], Pick<Proposal, 'rule' | 'confidence'>>> = {
  account: { rule: 'account', confidence: 0.66 },
  earlier: { rule: 'earlier-payer', confidence: 0.64 },
  name: { rule: 'name', confidence: 0.6 },
};

/** Classes 3 and 8: a payer known by account or name, and items of the exact amount: the oldest due, then those due nearest to the day. */
function ofPayers(view: LineView, index: ItemIndex, isOpen: IsOpen): Proposal[] {
  const { line } = view;
  const [oldest, ...others] = ofPayersWithAmount(view, index)
    .filter((entry) => isOpen(entry) && flowLeft(entry) === line.amount)
    .sort(byDue);
  if (!oldest) return [];
  const daysFrom = new Map(others.map((entry) => [entry, Math.abs(daysBetween(dueOf(entry), line.bookedOn))]));
  others.sort((one, other) => daysFrom.get(one)! - daysFrom.get(other)! || byDue(one, other));
  return [oldest, ...others].flatMap((entry, at): Proposal[] => {
    const payer = payerOf(view.payers, line, entry.partner);
    if (!payer) return [];
    const { rule, confidence: sureness } = byPayer[payer.by];
    const confidence = sureness - distance(line.bookedOn, entry) - at * 0.0001;
    return [{ line, rule, confidence, parts: wholeOf([entry]), evidence: [payer.evidence, amountEvidence(line)] }];
  });
}

/** A tenth less for an item that did not exist yet when the money came. */
const distance = (bookedOn: string, { item }: Entry): number => (item.issuedOn !== null && item.issuedOn > bookedOn ? 0.1 : 0);

/** Items in another currency: named, or of the known payer and close at the published rate. */
function foreign(view: LineView, { rates }: ItemIndex, isOpen: IsOpen): Proposal[] {
  const { line } = view;
  const proposals = view.foreignHits
    .filter(({ entry }) => isOpen(entry))
    .flatMap((hit): Proposal[] => {
      const part = foreignPart(line, hit.entry, rates);
      // Without a rate the number alone speaks, for the whole.
      const flow = part?.flow ?? (flowLeft(hit.entry) > 0n === line.amount > 0n ? flowLeft(hit.entry) : null);
      if (flow === null) return [];
      return [
        {
          line,
          rule: 'foreign-currency',
          confidence: part?.isClose ? 0.8 : 0.55,
          parts: [{ entry: hit.entry, flow }],
          evidence: [hitEvidence(view, hit), amountEvidence(line)],
        },
      ];
    });
  if (rates.size === 0) return proposals;
  for (const payer of view.payers) {
    for (const entry of firstOf(payer.partner.entries, inView, (each) => each.item.currency !== line.currency && isOpen(each))) {
      const part = foreignPart(line, entry, rates);
      if (part?.isClose)
        proposals.push({
          line,
          rule: 'foreign-currency',
          confidence: 0.5,
          parts: [{ entry, flow: part.flow }],
          evidence: [payer.evidence, amountEvidence(line)],
        });
    }
  }
  return proposals;
}

/** Class 9: the only open item of this amount, not too far in time. */
function byAmountOnly(view: LineView, index: ItemIndex, isOpen: IsOpen): Proposal[] {
  const { line } = view;
  const [entry, second] = (index.byFlow.get(flowKey(line.amount, line.currency)) ?? []).filter(isOpen);
  if (!entry || second || flowLeft(entry) !== line.amount) return [];
  const age = daysBetween(entry.item.issuedOn ?? line.bookedOn, line.bookedOn);
  if (age < -31 || age > 400) return [];
  return [{ line, rule: 'amount', confidence: 0.3, parts: wholeOf([entry]), evidence: [amountEvidence(line)] }];
}

/** A payer is known, and no item fits: those that lack a fee first, then the oldest as a part payment. */
function near(view: LineView, index: ItemIndex, isOpen: IsOpen): Proposal[] {
  const { line } = view;
  const confidenceFor = (owed: bigint): number => {
    const missing = absolute(owed) - absolute(line.amount);
    return absolute(missing) * 20n <= absolute(owed) ? 0.4 : missing > 0n ? 0.2 : 0.15;
  };
  return view.payers.flatMap((payer) =>
    firstOf(
      payer.partner.entries,
      inView,
      (entry) => entry.item.currency === line.currency && entry.flow > 0n === line.amount > 0n && isOpen(entry),
    )
      .map((entry) => ({ entry, owed: flowLeft(entry), confidence: confidenceFor(flowLeft(entry)) }))
      .sort((one, other) => other.confidence - one.confidence)
      .slice(0, shown)
      .map(({ entry, owed, confidence }): Proposal => {
        const rule = remainderRule(line.amount, entry, index);
        const flow = absolute(owed) > absolute(line.amount) ? line.amount : owed;
        return { line, rule, confidence, parts: [{ entry, flow }], evidence: [payer.evidence, remainderEvidence(rule, line, entry)] };
      }),
  );
}
