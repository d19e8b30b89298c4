import { flowOf, type MatchRule, type MatchSettings } from '#services/domain/matching.ts';
import { absolute } from '#services/domain/money.ts';
import { namesSomeDocument } from './figures.ts';
import { findContinued, type Hit } from './find-identifiers.ts';
import { payerOf } from './find-payers.ts';
import { type Entry, type ItemIndex, isRefused, partnerFlowKey } from './item-index.ts';
import { entriesOf, type LineView } from './line-view.ts';
import { amountEvidence, hitEvidence, type Proposal, remainderEvidence, repairEvidence, sumOf } from './proposal.ts';
import { mayBeMeant } from './remains.ts';
import { type Repair, repairNumber } from './repair-number.ts';
import { subsetSum } from './subset-sum.ts';

const wholly = (entries: readonly Entry[]): Proposal['parts'] => entries.map((entry) => ({ entry, flow: entry.flow }));
const isStrictly = (settings: MatchSettings) => settings.strict === true;

/**
 * What may be done with a line without asking, or null: evidence classes 1–5. Looks at the items as they came in,
 * not at what other lines take; that is weighed afterwards over the whole batch.
 */
export function decide(view: LineView, index: ItemIndex, settings: MatchSettings): Proposal | null {
  const { line, hits } = view;
  if (line.amount === 0n) return null;
  if (hits.some(({ entry }) => entry.flow === line.amount)) return byOneIdentifier(view, settings);
  const numbered = hits.filter((hit) => hit.field !== 'identifier');
  if (numbered.length > 0) {
    const several = bySeveralNumbers(view, numbered, index, settings);
    if (several || isStrictly(settings)) return several;
    const isOfNoPayer = numbered.every(({ entry }) => payerOf(view.payers, line, entry.partner) === null);
    if (isOfNoPayer) return byRepairedNumber(view, index);
    return bySeveralRepaired(view, numbered, index) ?? byNumberAlone(view, numbered, index);
  }
  if (isStrictly(settings)) return null;
  const namesForeign = view.foreignHits.some(({ field }) => field === 'number');
  return byRepairedNumber(view, index) ?? (namesForeign ? null : byAccount(view, index));
}

/** Class 1: an identifier of one item, and exactly its amount. A number says more than an order or partner identifier. */
function byOneIdentifier(view: LineView, settings: MatchSettings): Proposal | null {
  const { line } = view;
  const exact = view.hits.filter(({ entry }) => entry.flow === line.amount);
  const byNumber = exact.filter(({ field }) => field === 'number');
  const best = byNumber.length > 0 ? byNumber : exact;
  const [hit] = best;
  if (!hit || entriesOf(best).length !== 1) return null;
  const payer = payerOf(view.payers, line, hit.entry.partner);
  // With an order number or a partner's identifier the exact amount tells its items apart (B-054); a second number makes it doubtful.
  const others = view.hits.filter(
    ({ entry, field, span }) =>
      entry !== hit.entry && (hit.field === 'number' ? field === 'number' : field !== 'identifier' && span[0] !== hit.span[0]),
  );
  if ((others.length > 0 || hit.bounds === 'embedded') && !payer) return null;
  if (isStrictly(settings) && (hit.bounds !== 'spaces' || others.length > 0 || (hit.entry.item.issuedOn ?? '') > line.bookedOn))
    return null;
  return {
    line,
    rule: hit.bounds === 'embedded' ? 'repaired-number' : hit.field,
    confidence: hit.bounds === 'spaces' ? 0.999 : 0.995,
    parts: wholly([hit.entry]),
    evidence: [hitEvidence(view, hit), amountEvidence(line), ...(payer ? [payer.evidence] : [])],
  };
}

/** Class 2: several full numbers (also continued in short, or as a range) whose sum is the amount. */
function bySeveralNumbers(view: LineView, numbered: readonly Hit[], index: ItemIndex, settings: MatchSettings): Proposal | null {
  const { line } = view;
  const ofPayer = numbered.filter(({ entry }) => payerOf(view.payers, line, entry.partner) !== null);
  const readings = [numbered.filter(({ field }) => field === 'number'), numbered, ofPayer];
  for (const hits of readings) {
    const entries = entriesOf(hits);
    if (entries.length < 2 || sumOf(entries) !== line.amount) continue;
    if (isStrictly(settings) && hits.some(({ bounds }) => bounds !== 'spaces')) continue;
    if (hits.some(({ bounds }) => bounds === 'embedded') && ofPayer.length < hits.length) continue;
    return {
      line,
      rule: 'numbers',
      confidence: 0.995,
      parts: wholly(entries),
      evidence: [...firstHits(hits).map((hit) => hitEvidence(view, hit)), amountEvidence(line)],
    };
  }
  if (isStrictly(settings)) return null;
  const isFree = (entry: Entry) => entry.item.open !== 0n && entry.item.currency === line.currency && !isRefused(index, line, entry);
  const continued = [...new Set([...entriesOf(numbered), ...numbered.flatMap((hit) => findContinued(view.memo, hit, isFree))])];
  if (continued.length < 2 || sumOf(continued) !== line.amount) return null;
  return {
    line,
    rule: 'numbers',
    confidence: 0.99,
    parts: wholly(continued),
    evidence: [...firstHits(numbered).map((hit) => hitEvidence(view, hit)), amountEvidence(line)],
  };
}

const firstHits = (hits: readonly Hit[]): Hit[] => hits.filter((hit, at) => hits.findIndex(({ entry }) => entry === hit.entry) === at);

/** Classes 2 and 4 together: full numbers and repaired ones of the payer, whose sum is the amount. */
function bySeveralRepaired(view: LineView, numbered: readonly Hit[], index: ItemIndex): Proposal | null {
  const { line } = view;
  const named = entriesOf(numbered);
  const payer = view.payers.find(({ partner }) => named.every((entry) => entry.partner === partner));
  if (!payer || !saysMoreThanNumbers(view)) return null;
  const rest = repairedOf(
    view,
    index,
    mayBeMeant(view.memo, payer.partner).filter((entry) => !named.includes(entry)),
  ).filter(({ repair }) => !isNumberOfOurs(view, repair));
  const entries = [...named, ...rest.map(({ entry }) => entry)];
  if (rest.length === 0 || sumOf(entries) !== line.amount) return null;
  const evidence = [
    ...firstHits(numbered).map((hit) => hitEvidence(view, hit)),
    ...rest.map(({ repair }) => repairEvidence(view, repair)),
    amountEvidence(line),
    payer.evidence,
  ];
  return { line, rule: 'numbers', confidence: 0.98, parts: wholly(entries), evidence };
}

/** Figures beside the numbers that stand there letter for letter; without them no other number can be meant. */
const saysMoreThanNumbers = ({ memo, numberHits }: LineView): boolean =>
  memo.runs.some((run) => run.isDigits && !numberHits.some(({ span: [from, to] }) => from <= run.from && run.to <= to));

/**
 * Written without a fault, it is another item's number: paid before, cancelled, or open beside this one. Of somebody who is not the
 * payer, and of another amount, it is what a whole number became by one slip.
 */
const isNumberOfOurs = ({ numberHits, payers, line }: LineView, { span, how }: Repair): boolean =>
  numberHits.some(({ entry, span: [from, to] }) => {
    if (from >= span[1] || to <= span[0]) return false;
    const isWholeNumber = how === 'typo' || how === 'separators';
    return !isWholeNumber || costs(entry, line.amount) || payerOf(payers, line, entry.partner) !== null;
  });

const costs = ({ item, flow }: Entry, amount: bigint): boolean => flow === amount || flowOf(item, item.gross) === amount;

export type Repaired = { entry: Entry; repair: Repair };

export function repairedOf(view: LineView, index: ItemIndex, entries: readonly Entry[]): Repaired[] {
  const { line } = view;
  if (!view.memo.runs.some((run) => run.isDigits)) return [];
  return entries.flatMap((entry) => {
    if (entry.item.open === 0n || entry.item.currency !== line.currency || isRefused(index, line, entry)) return [];
    const { orderNumber } = entry.item;
    const maySayLittle = index.references.has(`running-number ${entry.partner.key}`);
    const repair =
      (entry.number && repairNumber(view.memo, entry.number, maySayLittle)) ?? (orderNumber ? repairedOrder(view, orderNumber) : null);
    return repair ? [{ entry, repair }] : [];
  });
}

function repairedOrder(view: LineView, orderNumber: string): Repair | null {
  const at = orderNumber.length >= 5 ? view.memo.compact.indexOf(orderNumber.toUpperCase().replace(/[^A-Z0-9]/g, '')) : -1;
  return at < 0
    ? null
    : {
        how: 'separators',
        span: [view.memo.compactAt[at]!, view.memo.compactAt[at + orderNumber.replace(/[^A-Za-z0-9]/g, '').length - 1]! + 1],
      };
}

/** The entries of the likely payers whose amount is the line's. */
export function ofPayersWithAmount({ line, payers }: LineView, index: ItemIndex): Entry[] {
  return payers.flatMap(({ partner }) => index.byPartnerFlow.get(partnerFlowKey(partner.key, line.amount, line.currency)) ?? []);
}

/** Class 4: one number of the payer's items with a small fault, and exactly its amount. */
function byRepairedNumber(view: LineView, index: ItemIndex): Proposal | null {
  const { line } = view;
  const repaired = repairedOf(view, index, ofPayersWithAmount(view, index)).filter(({ repair }) => !isNumberOfOurs(view, repair));
  const complete = repaired.filter(({ repair }) => repair.how === 'separators');
  const [only] = complete.length > 0 ? complete : repaired;
  if (!only || (complete.length > 0 ? complete : repaired).length !== 1) return null;
  // Every letter is there but for the separators: nothing else can be meant. Otherwise a number of another item may be.
  if (complete.length === 0 && view.namesOther && only.repair.how === 'running-number') return null;
  const payer = payerOf(view.payers, line, only.entry.partner)!;
  return {
    line,
    rule: 'repaired-number',
    confidence: 0.98,
    parts: wholly([only.entry]),
    evidence: [repairEvidence(view, only.repair), amountEvidence(line), payer.evidence],
  };
}

/** Class 3: the account of one partner, who has one item of this amount, and nothing in the memo speaks of another. */
function byAccount(view: LineView, index: ItemIndex): Proposal | null {
  const { line } = view;
  const payer = view.payers.find(({ by }) => by === 'account');
  if (!payer || view.namesOther || namesSomeDocument(view.memo, line)) return null;
  // Items of that amount that are settled, or in part, count too: their twin may be what is paid here.
  const key = partnerFlowKey(payer.partner.key, line.amount, line.currency);
  const entries = index.byPartnerFlow.get(key) ?? [];
  const [entry] = entries;
  if (!entry || entries.length !== 1 || entry.item.open === 0n || isRefused(index, line, entry)) return null;
  const itself = flowOf(entry.item, entry.item.gross) === line.amount ? 1 : 0;
  if ((index.costing.get(key) ?? 0) > itself) return null;
  if ((entry.item.issuedOn ?? '') > line.bookedOn) return null;
  return { line, rule: 'account', confidence: 0.97, parts: wholly([entry]), evidence: [payer.evidence, amountEvidence(line)] };
}

/** Steps within which a partner's other items are tried before an overpayment is believed. */
const subsetSteps = 5_000;
const otherItems = 60;

/** Class 5: one full number, another amount than owed, paid by the partner itself. */
function byNumberAlone(view: LineView, numbered: readonly Hit[], index: ItemIndex): Proposal | null {
  const { line } = view;
  const [hit] = numbered;
  if (!hit || entriesOf(numbered).length !== 1 || hit.bounds === 'embedded' || view.foreignHits.length > 0) return null;
  const { entry } = hit;
  if (entry.flow > 0n !== line.amount > 0n) return null;
  const payer = payerOf(view.payers, line, entry.partner);
  if (!payer || view.namesOther) return null;
  // Another item of the same partner explains the amount exactly: not to be decided here.
  if (ofPayersWithAmount(view, index).length > 0) return null;
  const rule = remainderRule(line.amount, entry, index);
  // More than twice what is owed: the memo probably was cut before it named the rest. Or it names the rest in a way we cannot read.
  if (rule === 'overpayment' && (absolute(line.amount) > 2n * absolute(entry.flow) || namesSomeDocument(view.memo, line, [hit.span])))
    return null;
  if (rule !== 'rounding' && rule !== 'fee') {
    const rest = line.amount - entry.flow;
    const isOther = (each: Entry) => each !== entry && each.item.open !== 0n && each.item.currency === line.currency;
    if (index.byPartnerFlow.get(partnerFlowKey(entry.partner.key, rest, line.currency))?.some(isOther)) return null;
    // Less than owed is explained by several only where they are credit notes, more by anything.
    const mayBeMeantToo = (each: Entry) =>
      isOther(each) && (rule !== 'partial' || (each.flow > 0n === rest > 0n && each.item.direction === entry.item.direction));
    const flows: bigint[] = [];
    for (const each of entry.partner.entries) if (flows.length < otherItems && mayBeMeantToo(each)) flows.push(each.flow);
    if (subsetSum(flows, rest, subsetSteps).solutions.length > 0) return null;
  }
  const flow = absolute(line.amount) < absolute(entry.flow) ? line.amount : entry.flow;
  return {
    line,
    rule,
    confidence: 0.97,
    parts: [{ entry, flow }],
    evidence: [hitEvidence(view, hit), remainderEvidence(rule, line, entry), payer.evidence],
  };
}

/** Cash rounding moves an amount in forint by less than five (AC-035, H-108). */
const largestRounding = 500n;

/** Why a line pays less or more than is owed. */
export function remainderRule(amount: bigint, entry: Entry, index: ItemIndex): MatchRule {
  const missing = absolute(entry.flow) - absolute(amount);
  const { currency } = entry.item;
  if (currency === 'HUF' && absolute(missing) <= largestRounding) return 'rounding';
  if (missing < 0n) return 'overpayment';
  const isUsualFee = index.fees.get(`${entry.partner.key} ${currency}`)?.includes(missing) === true;
  return isUsualFee || (currency !== 'HUF' && missing <= 5_000n && missing * 20n <= absolute(entry.flow)) ? 'fee' : 'partial';
}
