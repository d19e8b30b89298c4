import type { RepairKind } from '#services/domain/matching.ts';
import { otherFigures } from './figures.ts';
import { isDigit, type TextView } from './memo-view.ts';

export type Repair = { how: RepairKind; span: [number, number] };

/** Fewer digits than this are too common in memos to be a running number by themselves. */
const sureRunningDigits = 3;

/**
 * Finds a document's number that was written with a small fault: separators missing or changed, year or prefix left out,
 * one letter mistyped, or cut off where the memo ends. Says nothing of amount or payer; these must agree as well.
 *
 * @param maySayLittle the payer is known to write running numbers only, so short ones count too
 */
export function repairNumber(memo: TextView, number: TextView, maySayLittle = false): Repair | null {
  const form = formOf(number);
  if (!mayStandIn(memo.compact, form)) return null;
  return (
    withoutSeparators(memo, number) ??
    withoutPrefix(memo, form) ??
    withTypo(memo, number, form) ??
    cutOff(memo, number) ??
    runningOnly(memo, form, maySayLittle)
  );
}

const spanOf = (memo: TextView, from: number, to: number): [number, number] => [memo.compactAt[from]!, memo.compactAt[to - 1]! + 1];

function find(memo: TextView, wanted: string): [number, number] | null {
  for (let from = memo.compact.indexOf(wanted); from >= 0; from = memo.compact.indexOf(wanted, from + 1)) {
    const to = from + wanted.length;
    if (startsFreely(memo, from) && endsFreely(memo, to)) return spanOf(memo, from, to);
  }
  return null;
}

/** Not in the middle of a run of digits. */
function startsFreely(memo: TextView, from: number): boolean {
  return (
    from === 0 || !isDigit(memo.compact[from]) || !isDigit(memo.compact[from - 1]) || memo.compactAt[from]! - memo.compactAt[from - 1]! > 1
  );
}

const endsFreely = (memo: TextView, to: number): boolean => to >= memo.compact.length || startsFreely(memo, to);

function withoutSeparators(memo: TextView, number: TextView): Repair | null {
  if (number.compact.length < 5) return null;
  const span = find(memo, number.compact);
  return span && { how: 'separators', span };
}

/** `2026-1234` or `ABC-1234` for `E-ABC-2026-1234`. */
function withoutPrefix(memo: TextView, { prefixless }: Form): Repair | null {
  for (const text of prefixless) {
    const span = find(memo, text);
    if (span) return { how: 'prefix-missing', span };
  }
  return null;
}

/** What a number may shrink to; made once, for it is compared with many memos. */
type Form = {
  prefixless: readonly string[];
  /** The running number without zeros in front; empty where there is none. */
  running: string;
  /** What a fault in the other half, or a cut, leaves whole. */
  head: string;
  tail: string;
  first: string;
  last: string;
};
const knownForms = new WeakMap<TextView, Form>();

function formOf(number: TextView): Form {
  const known = knownForms.get(number);
  if (known) return known;
  const { compact } = number;
  const half = Math.max(1, (compact.length >> 1) - 1);
  const form = {
    prefixless: prefixlessForms(number),
    running: runningNumberOf(number).replace(/^0+/, ''),
    head: compact.slice(0, half),
    tail: compact.slice(-half),
    first: compact.slice(0, 2),
    last: compact.slice(-3),
  };
  knownForms.set(number, form);
  return form;
}

/** The last figures that are no year; empty where a number has none. */
export function runningNumberOf({ runs }: TextView): string {
  const digits = runs.filter((run) => run.isDigits);
  return (digits.findLast((run) => !/^(?:19|20)\d\d$/.test(run.text)) ?? digits.at(-1))?.text ?? '';
}

/** Every fault leaves the running number, the first half or the second half as it was. */
const mayStandIn = (compact: string, { running, head, tail }: Form): boolean =>
  (running !== '' && compact.includes(running)) || compact.includes(head) || compact.includes(tail);

function prefixlessForms(number: TextView): readonly string[] {
  const forms = new Set<string>();
  for (let skipped = 1; skipped < number.runs.length - 1; skipped++) {
    forms.add(
      number.runs
        .slice(skipped)
        .map((run) => run.text)
        .join(''),
    );
    forms.add(
      number.runs
        .filter((_, at) => at !== skipped)
        .map((run) => run.text)
        .join(''),
    );
  }
  return [...forms].filter((form) => form.length >= 5);
}

function withTypo(memo: TextView, number: TextView, { first, last }: Form): Repair | null {
  const wanted = number.compact;
  if (wanted.length < 6) return null;
  let at = 0;
  for (const run of memo.runs) {
    for (const length of [wanted.length, wanted.length - 1, wanted.length + 1]) {
      // A word glued before the number: the number may begin inside the letters.
      for (const from of run.isDigits ? [at] : [at, at + run.text.length - (number.runs[0]!.isDigits ? 0 : number.runs[0]!.text.length)]) {
        const to = from + length;
        // One fault touches two neighbours at most, so the first two letters are right or the last three; asked before anything is cut out.
        if (
          from < at ||
          to > memo.compact.length ||
          !(memo.compact.startsWith(first, from) || memo.compact.startsWith(last, to - 3)) ||
          !endsFreely(memo, to)
        )
          continue;
        if (isOneEditApart(memo.compact.slice(from, to), wanted)) return { how: 'typo', span: spanOf(memo, from, to) };
      }
    }
    at += run.text.length;
  }
  return null;
}

/** One letter replaced, left out, added, or two neighbours swapped. */
export function isOneEditApart(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1 || one === other) return false;
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start++;
  if (one.length < other.length) return one.slice(start) === other.slice(start + 1);
  if (one.length > other.length) return one.slice(start + 1) === other.slice(start);
  if (one.slice(start + 1) === other.slice(start + 1)) return true;
  return one[start] === other[start + 1] && one[start + 1] === other[start] && one.slice(start + 2) === other.slice(start + 2);
}

/** The memo ends inside the number: at least two thirds of it must be there, with a digit of the running number. */
function cutOff(memo: TextView, number: TextView): Repair | null {
  const wanted = number.compact;
  for (let length = wanted.length - 1; length >= 6 && length * 3 >= wanted.length * 2; length--) {
    const from = memo.compact.length - length;
    const running = number.runs.at(-1)!;
    if (from < 0 || length <= wanted.length - running.text.length) continue;
    if (memo.compact.endsWith(wanted.slice(0, length)) && startsFreely(memo, from))
      return { how: 'truncated', span: spanOf(memo, from, from + length) };
  }
  return null;
}

const label = /(?:SZLA|SZAMLA|SZ|SZAM|SORSZAM|INV|INVOICE|NR|NO|DIJBEKERO|RENDELES)[\s.:#-]*$/;

function runningOnly(memo: TextView, { running }: Form, maySayLittle: boolean): Repair | null {
  if (running === '') return null;
  for (const run of memo.runs) {
    if (!run.isDigits || run.text.replace(/^0+/, '') !== running) continue;
    const isLabelled = label.test(memo.text.slice(0, run.from));
    if (running.length < sureRunningDigits && !isLabelled && !maySayLittle) continue;
    if (otherFigures(memo).some(([from, to]) => from <= run.from && run.to <= to)) continue;
    return { how: 'running-number', span: [run.from, run.to] };
  }
  return null;
}
