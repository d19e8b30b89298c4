import { normalAccount } from './bank-account.ts';
import { type Day, daysBetween } from './day.ts';
import type { BankTransaction } from './statement.ts';
import { folded } from './text.ts';

/** What tells one bank line from another, whatever format it came in. */
export type Line = Pick<
  BankTransaction,
  | 'bookedOn'
  | 'valueOn'
  | 'amount'
  | 'currency'
  | 'counterpartyName'
  | 'counterpartyAccount'
  | 'memo'
  | 'bankReference'
  | 'endToEndId'
  | 'balance'
>;
/** A line that is here; `isFree`: no line of the file is it already; `formats` of the files that brought it. */
export type KeptLine = Line & { id: string; isFree: boolean; formats: readonly string[] };

/**
 * Which lines of a file are here already although their keys differ: the same account told in another format, a memo that the bank
 * wrote differently the second time, an id that only one of two exports has. Each kept line is used once, so equal lines stay
 * as many as the fuller file shows; what contradicts (another account, other numbers in the memo) is another line.
 *
 * @param unknown the lines of the file whose keys are not here
 * @param ofFile all lines of the file: a day whose amounts are all in the other file too is the same day told again
 * @returns the kept line's id for each place in `unknown` that has one
 */
export function sameLines(
  format: string,
  unknown: readonly Line[],
  ofFile: readonly Line[],
  kept: readonly KeptLine[],
): Map<number, string> {
  const byAmount = Map.groupBy(
    kept.filter(({ isFree }) => isFree),
    amountOf,
  );
  const isTold = daysToldAgain(ofFile, kept);
  const pairs = unknown.flatMap((line, at) =>
    (byAmount.get(amountOf(line)) ?? []).flatMap((other) => {
      const score = likeness(line, other, other.formats.includes(format), isTold);
      return score > 0 ? [{ at, id: other.id, score }] : [];
    }),
  );
  const found = new Map<number, string>();
  const used = new Set<string>();
  for (const { at, id } of pairs.sort((a, b) => b.score - a.score || a.at - b.at)) {
    if (found.has(at) || used.has(id)) continue;
    found.set(at, id);
    used.add(id);
  }
  return found;
}

const amountOf = ({ amount, currency }: Line): string => `${amount} ${currency}`;

/** Days of which either side holds every amount that the other holds. */
function daysToldAgain(ofFile: readonly Line[], kept: readonly Line[]): (day: Day, currency: string) => boolean {
  const dayOf = ({ bookedOn, currency }: Line) => `${bookedOn} ${currency}`;
  const [here, there] = [Map.groupBy(ofFile, dayOf), Map.groupBy(kept, dayOf)];
  const holds = (all: readonly Line[], some: readonly Line[]): boolean => {
    const left = new Map<bigint, number>();
    for (const { amount } of all) left.set(amount, (left.get(amount) ?? 0) + 1);
    return some.every(({ amount }) => {
      const count = left.get(amount) ?? 0;
      left.set(amount, count - 1);
      return count > 0;
    });
  };
  const known = new Map<string, boolean>();
  return (day, currency) => {
    const key = `${day} ${currency}`;
    const [mine, other] = [here.get(key) ?? [], there.get(key) ?? []];
    if (!known.has(key)) known.set(key, holds(mine, other) || holds(other, mine));
    return known.get(key)!;
  };
}

/** Above 0: the same line, the likelier the higher. */
function likeness(line: Line, other: Line, isSameFormat: boolean, isTold: (day: Day, currency: string) => boolean): number {
  const isId = isEqual(line.bankReference, other.bankReference);
  const days = Math.abs(daysBetween(line.bookedOn, other.bookedOn));
  const isNear = days === 0 || line.bookedOn === other.valueOn || line.valueOn === other.bookedOn || (isId && days <= 3);
  if (!isNear || contradicts(line, other, isSameFormat)) return 0;
  const isParty = isEqual(accountOf(line), accountOf(other)) || sharesWords(line.counterpartyName, other.counterpartyName);
  const isMemo = sharesWords(line.memo, other.memo);
  const sure =
    (isId ? 8 : 0) +
    (line.balance !== null && line.balance === other.balance ? 6 : 0) +
    (isEqual(line.endToEndId, other.endToEndId) ? 4 : 0) +
    (isMemo ? 3 : 0) +
    // Of one format the texts are the same kind: a party may well pay the same twice a day, for two things.
    (isParty && (!isSameFormat || line.memo === null || other.memo === null) ? 2 : 0);
  return sure > 0 ? sure + (isParty ? 1 : 0) : !isSameFormat && days === 0 && isTold(line.bookedOn, line.currency) ? 0.5 : 0;
}

function contradicts(line: Line, other: Line, isSameFormat: boolean): boolean {
  const [account, otherAccount] = [normalAccount(line.counterpartyAccount), normalAccount(other.counterpartyAccount)];
  if (account !== null && otherAccount !== null && account !== otherAccount) return true;
  if (isSameFormat && line.bankReference !== null && other.bankReference !== null && line.bankReference !== other.bankReference)
    return true;
  if (isEqual(line.bankReference, other.bankReference)) return false;
  const areParties = account === null || otherAccount === null;
  if (areParties && line.counterpartyName && other.counterpartyName && !sharesWords(line.counterpartyName, other.counterpartyName))
    return true;
  return !agreeInNumbers(line.memo, other.memo);
}

/** Invoice numbers differ in one figure: all numbers of one memo stand in the other, or one memo is the other cut off. */
function agreeInNumbers(one: string | null, other: string | null): boolean {
  const [first, second] = [numbersIn(one), numbersIn(other)];
  if (first.length === 0 || second.length === 0) return true;
  if (first.every((each) => second.includes(each)) || second.every((each) => first.includes(each))) return true;
  const [a, b] = [first.join(''), second.join('')];
  const shorter = wordsOf(a.length <= b.length ? one : other).join('');
  return a === b || (shorter.length >= cutAt && (a.startsWith(b) || b.startsWith(a)));
}

/** Nobody cuts a memo shorter than this. */
const cutAt = 18;

const accountOf = (line: Line): string | null => normalAccount(line.counterpartyAccount);
const isEqual = (one: string | null, other: string | null): boolean => one !== null && one === other;
const numbersIn = (text: string | null): string[] => text?.match(/\d+/g) ?? [];

/** A word of four letters or figures in common, or one text inside the other where words are cut or run together. */
function sharesWords(one: string | null, other: string | null): boolean {
  const [first, second] = [wordsOf(one), wordsOf(other)];
  if (first.length === 0 || second.length === 0) return false;
  const [a, b] = [first.join(''), second.join('')];
  const shorter = a.length < b.length ? a : b;
  if (shorter.length >= 3 && (shorter === a ? b : a).includes(shorter)) return true;
  const words = new Set(first.filter((word) => word.length >= 4));
  return second.some((word) => words.has(word));
}

const wordsOf = (text: string | null): string[] => folded(text ?? '').match(/[\p{L}\p{N}]+/gu) ?? [];
