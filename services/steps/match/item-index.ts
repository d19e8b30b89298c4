import { normalAccount } from '#services/domain/bank-account.ts';
import { flowOf, type MatchLine, type MatchMemory, type MatchSettings, type OpenItem, type PairKey } from '#services/domain/matching.ts';
import { type RateTable, rateTable } from './foreign-currency.ts';
import { type TextView, viewOf } from './memo-view.ts';
import { nameWords } from './names.ts';

/** An identifier that makes a match when it stands in the memo (B-047). */
export type Identifier = { field: 'number' | 'order-number' | 'identifier'; view: TextView; entries: Entry[] };

/** An open item with what the matcher needs again and again. `left` is what no line has taken yet. */
export type Entry = { item: OpenItem; partner: PartnerEntry; flow: bigint; left: bigint; number: TextView | null };

/** A partner, its items in due order. */
export type PartnerEntry = { key: string; names: string[][]; entries: Entry[]; byNumber: Map<string, Entry[]> };

export type ItemIndex = {
  entries: Map<string, Entry>;
  partners: Map<string, PartnerEntry>;
  /** By the rarest run of digits in them (by their letters when they have no digits). */
  identifiers: Map<string, Identifier[]>;
  byFlow: Map<string, Entry[]>;
  byPartnerFlow: Map<string, Entry[]>;
  /** How many items of a partner ever cost so much, whatever is left of them. */
  costing: Map<string, number>;
  /** Invoices that cancel another, by that one's number and partner. */
  byOriginal: Map<string, Entry[]>;
  /** Partners that a person wrote the account to, or confirmed at least twice. */
  byAccount: Map<string, Set<string>>;
  byNameWord: Map<string, PartnerEntry[]>;
  /** Whose documents an account paid by their numbers, most often first; a hint for suggestions, never a reason to settle. */
  paidFrom: Map<string, PartnerEntry[]>;
  /** How numbers look (`A-AAA-9999-9999`): what looks so and is none of ours names something else. */
  shapes: Set<string>;
  refused: Set<string>;
  /** Partners by a name as it was written; lines of one payer ask the same again and again. */
  namesSeen: Map<string, PartnerEntry[]>;
  references: Set<string>;
  fees: Map<string, bigint[]>;
  rates: RateTable;
};

export const pairKey = ({ transaction, item }: PairKey): string => JSON.stringify([transaction, item]);
export const flowKey = (flow: bigint, currency: string): string => `${flow} ${currency}`;
export const partnerFlowKey = (partner: string, flow: bigint, currency: string): string => `${flow} ${currency} ${partner}`;

/** The shape of a number: every letter A, every digit 9. */
export const shapeOf = (text: string): string => text.replace(/[A-Z]/g, 'A').replace(/[0-9]/g, '9');

export const partnerKeyOf = ({ id, name, taxNumber }: OpenItem['partner']): string =>
  id ?? (taxNumber !== null ? `tax ${taxNumber}` : `name ${nameWords(name ?? '').join(' ')}`);

/** Compares ids so that `t9` comes before `t10`, the same on every machine. */
export function compareIds(one: string, other: string): number {
  if (one.length !== other.length && /^\D*\d+$/.test(one) && /^\D*\d+$/.test(other)) return one.length - other.length;
  return one < other ? -1 : one > other ? 1 : 0;
}

export const dueOf = ({ item }: Entry): string => item.dueOn ?? item.issuedOn ?? '9999';

export const byDue = (one: Entry, other: Entry): number => {
  const [due, otherDue] = [dueOf(one), dueOf(other)];
  return due < otherDue ? -1 : due > otherDue ? 1 : compareIds(one.item.id, other.item.id);
};

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Everything by which candidates are found without looking through all items. The order of the items does not matter. */
export function indexItems(openItems: readonly OpenItem[], settings: MatchSettings, memory: MatchMemory | undefined): ItemIndex {
  const index: ItemIndex = {
    entries: new Map(),
    partners: new Map(),
    identifiers: new Map(),
    byFlow: new Map(),
    byPartnerFlow: new Map(),
    costing: new Map(),
    byOriginal: new Map(),
    byAccount: new Map(),
    byNameWord: new Map(),
    paidFrom: new Map(),
    shapes: new Set(),
    refused: new Set([...(settings.refused ?? []), ...(memory?.refused ?? [])].map(pairKey)),
    references: new Set((memory?.references ?? []).filter((each) => each.times >= 2).map((each) => `${each.how} ${each.partner}`)),
    fees: new Map(),
    rates: rateTable(settings.rates ?? []),
    namesSeen: new Map(),
  };
  // In one order, whatever order they came in: lists of equals are then equal too (B-061).
  for (const item of openItems.toSorted((one, other) => (one.id < other.id ? -1 : 1))) addItem(index, item);
  for (const list of [index.byFlow, index.byPartnerFlow]) for (const entries of list.values()) entries.sort(byDue);
  for (const partner of index.partners.values()) partner.entries.sort(byDue);
  for (const { account, partner, times } of memory?.accounts ?? []) if (times >= 2) addAccount(index, account, partner);
  for (const { name, partner } of memory?.names ?? []) index.partners.get(partner)?.names.push(nameWords(name));
  for (const { partner, currency, amount, times } of memory?.fees ?? []) if (times >= 2) push(index.fees, `${partner} ${currency}`, amount);
  for (const partner of [...index.partners.values()].sort((a, b) => (a.key < b.key ? -1 : 1))) {
    for (const word of new Set(partner.names.flat())) push(index.byNameWord, word, partner);
  }
  indexIdentifiers(index);
  return index;
}

function addItem(index: ItemIndex, item: OpenItem): void {
  const key = partnerKeyOf(item.partner);
  let partner = index.partners.get(key);
  if (!partner) {
    partner = { key, names: [], entries: [], byNumber: new Map() };
    index.partners.set(key, partner);
  }
  const words = nameWords(item.partner.name ?? '');
  if (words.length > 0 && !partner.names.some((each) => each.join() === words.join())) partner.names.push(words);
  for (const account of item.partner.accounts) addAccount(index, account, key);
  const number = item.number === null || item.number.trim() === '' ? null : viewOf(item.number.trim());
  const entry: Entry = { item, partner, flow: flowOf(item, item.open), left: item.open, number };
  index.entries.set(item.id, entry);
  partner.entries.push(entry);
  const flow = twinFlow(entry);
  push(index.byPartnerFlow, partnerFlowKey(key, flow, item.currency), entry);
  if (item.open !== 0n) push(index.byFlow, flowKey(flow, item.currency), entry);
  const cost = partnerFlowKey(key, flowOf(item, item.gross), item.currency);
  index.costing.set(cost, (index.costing.get(cost) ?? 0) + 1);
  if (item.originalNumber) push(index.byOriginal, `${item.originalNumber} ${key}`, entry);
  if (number) {
    push(partner.byNumber, number.text, entry);
    if (number.compact.length >= 5) index.shapes.add(shapeOf(number.text));
  }
}

/** An account as it is looked up: in its one form, or what is written without spaces and hyphens. */
export const accountKey = (account: string): string => normalAccount(account) ?? account.replace(/[\s-]/g, '').toUpperCase();

function addAccount(index: ItemIndex, account: string, partner: string): void {
  const normal = accountKey(account);
  const partners = index.byAccount.get(normal);
  if (partners) partners.add(partner);
  else index.byAccount.set(normal, new Set([partner]));
}

function indexIdentifiers(index: ItemIndex): void {
  const all = new Map<string, Identifier>();
  const add = (field: Identifier['field'], text: string | null, entry: Entry) => {
    if (text === null || text.trim() === '') return;
    const view = field === 'number' && entry.number ? entry.number : viewOf(text.trim());
    if (view.runs.length === 0) return;
    const key = `${field} ${view.text}`;
    const known = all.get(key);
    if (known) known.entries.push(entry);
    else all.set(key, { field, view, entries: [entry] });
  };
  for (const entry of index.entries.values()) {
    add('number', entry.item.number, entry);
    add('order-number', entry.item.orderNumber, entry);
    add('identifier', entry.item.partner.identifier, entry);
  }
  const frequency = new Map<string, number>();
  for (const { view } of all.values()) for (const run of anchorsOf(view)) frequency.set(run, (frequency.get(run) ?? 0) + 1);
  for (const identifier of all.values()) {
    const anchors = anchorsOf(identifier.view);
    push(
      index.identifiers,
      anchors.reduce((best, run) => (frequency.get(run)! < frequency.get(best)! ? run : best)),
      identifier,
    );
  }
}

/** Digits if there are any: letters of a memo are glued to words too often. */
function anchorsOf(view: TextView): string[] {
  const digits = view.runs.filter((run) => run.isDigits);
  return (digits.length > 0 ? digits : view.runs).map((run) => run.text);
}

/**
 * What lines took is owed no more: the items are from now on as if they had come in so. What that leaves undecided is weighed again, so
 * that a history in one file or in two settles the same.
 */
export function takeOff(index: ItemIndex, taken: Iterable<Entry>): void {
  const changed = new Set(taken);
  const drop = (map: Map<string, Entry[]>, key: string, entry: Entry) => {
    const rest = (map.get(key) ?? []).filter((each) => each !== entry);
    if (rest.length > 0) map.set(key, rest);
    else map.delete(key);
  };
  for (const entry of changed) {
    const { currency } = entry.item;
    drop(index.byFlow, flowKey(entry.flow, currency), entry);
    drop(index.byPartnerFlow, partnerFlowKey(entry.partner.key, entry.flow, currency), entry);
    entry.item = { ...entry.item, open: entry.left };
    entry.flow = flowOf(entry.item, entry.left);
    const flow = twinFlow(entry);
    push(index.byPartnerFlow, partnerFlowKey(entry.partner.key, flow, currency), entry);
    index.byPartnerFlow.get(partnerFlowKey(entry.partner.key, flow, currency))?.sort(byDue);
    if (entry.left === 0n) continue;
    push(index.byFlow, flowKey(flow, currency), entry);
    index.byFlow.get(flowKey(flow, currency))?.sort(byDue);
  }
  for (const partner of new Set([...changed].map((entry) => entry.partner)))
    partner.entries = partner.entries.filter((entry) => entry.left !== 0n);
}

/** A settled item still is a twin of an open one: what it cost counts. */
const twinFlow = ({ item, flow }: Entry): bigint => (item.open === 0n ? flowOf(item, item.gross) : flow);

/** Whether a person refused this pair before. */
export const isRefused = (index: ItemIndex, line: MatchLine, entry: Entry): boolean =>
  index.refused.size > 0 && index.refused.has(pairKey({ transaction: line.id, item: entry.item.id }));
