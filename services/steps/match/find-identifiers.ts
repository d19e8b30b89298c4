import type { Entry, Identifier, ItemIndex, PartnerEntry } from './item-index.ts';
import { isDigit, isLetter, type TextView } from './memo-view.ts';

/**
 * An identifier found letter for letter. `spaces`: between spaces (B-049); `glued`: touching words or marks;
 * `embedded`: a piece of what looks like a longer number, so the payer must agree as well.
 */
export type Hit = {
  entry: Entry;
  field: Identifier['field'];
  bounds: 'spaces' | 'glued' | 'embedded';
  span: [number, number];
  inMemo: boolean;
};

/** Words that stand directly before a number and belong to no number. */
const label = /(?:^|[^A-Z0-9])(?:SZLA|SZAMLA|SZAMLASZAM|SZ|SORSZAM|INVOICE|INV|NR|NO|ID|REF|RENDELES|DIJBEKERO|DB|KOZL|KOZLEMENY)[-/_.]$/;

/** Every identifier of an open item that stands in the text; of overlapping ones the longest. */
export function findIdentifiers(view: TextView, index: ItemIndex, inMemo: boolean): Hit[] {
  const found: { identifier: Identifier; bounds: Hit['bounds']; span: [number, number] }[] = [];
  for (const run of view.runs) {
    for (const identifier of index.identifiers.get(run.text) ?? []) {
      const { text, runs } = identifier.view;
      for (const anchor of runs) {
        if (anchor.text !== run.text) continue;
        const from = run.from - anchor.from;
        if (from < 0 || !view.text.startsWith(text, from)) continue;
        const bounds = boundsOf(view.text, from, from + text.length);
        if (bounds !== null && isMeant(identifier, bounds)) found.push({ identifier, bounds, span: [from, from + text.length] });
      }
    }
  }
  const longest = found.filter(
    ({ span: [from, to] }) => !found.some(({ span }) => span[0] <= from && span[1] >= to && span[1] - span[0] > to - from),
  );
  const hits = new Map<string, Hit>();
  for (const { identifier, bounds, span } of longest) {
    for (const entry of identifier.entries) {
      const key = `${entry.item.id} ${identifier.field}`;
      const known = hits.get(key);
      if (!known || rank(bounds) < rank(known.bounds)) hits.set(key, { entry, field: identifier.field, bounds, span, inMemo });
    }
  }
  return [...hits.values()];
}

const rank = (bounds: Hit['bounds']): number => ['spaces', 'glued', 'embedded'].indexOf(bounds);

/** A short word or a few digits inside other text are no identifier; between spaces they are (B-049). */
function isMeant({ field, view }: Identifier, bounds: Hit['bounds']): boolean {
  if (bounds === 'spaces') return true;
  if (field === 'identifier' || !view.runs.some((run) => run.isDigits)) return false;
  return view.compact.length >= 5 || (bounds === 'glued' && view.runs.length > 1);
}

function boundsOf(text: string, from: number, to: number): Hit['bounds'] | null {
  const before = text[from - 1];
  const after = text[to];
  const first = text[from];
  const last = text[to - 1];
  if ((isDigit(first) && isDigit(before)) || (isDigit(last) && isDigit(after)) || (isLetter(last) && isLetter(after))) return null;
  const isSpace = (letter: string | undefined) => letter === undefined || /\s/.test(letter);
  if (isSpace(before) && isSpace(after)) return 'spaces';
  const goesOnBefore =
    before !== undefined && '-/_.'.includes(before) && isAlphanumeric(text[from - 2]) && !label.test(text.slice(0, from));
  const startsInWord =
    (isLetter(first) && isDigit(before)) || (isDigit(first) && isLetter(before) && /[-/_.\d][A-Z]{1,4}$/.test(text.slice(0, from)));
  const goesOnAfter = after !== undefined && '-/_.'.includes(after) && isDigit(text[to + 1]);
  return goesOnBefore || startsInWord || goesOnAfter ? 'embedded' : 'glued';
}

const isAlphanumeric = (letter: string | undefined): boolean => isDigit(letter) || isLetter(letter);

/**
 * Items named in short after a full number: `E-ABC-2026-1234, 1235` or the range `E-ABC-2026-1234-1237`.
 * Items whose number differs from the full one in the running number alone, else the partner's only one with that running number.
 */
export function findContinued(view: TextView, hit: Hit, isMeantHere: (entry: Entry) => boolean): Entry[] {
  const number = hit.entry.number;
  const running = number?.runs.at(-1);
  if (!number || !running?.isDigits || hit.field !== 'number' || !hit.inMemo) return [];
  const stem = number.text.slice(0, running.from);
  const named = (digits: string) =>
    hit.entry.partner.byNumber
      .get(stem + (digits.length < running.text.length ? running.text.slice(0, -digits.length) + digits : digits))
      ?.find(isMeantHere) ?? byRunningNumber(hit.entry.partner, digits, isMeantHere);
  const found: Entry[] = [];
  let end = hit.span[1];
  let previous = running.text;
  for (const run of view.runs) {
    if (run.from < end || !run.isDigits) continue;
    const between = view.text.slice(end, run.from);
    if (!/^\s*(?:,|;|\+|&|-|\/|ES|-TOL|\s)\s*$/.test(between)) break;
    const entry = named(run.text);
    if (!entry) break;
    if (between.trim() === '-') {
      const last = Number(entry.number!.runs.at(-1)!.text);
      for (let at = Number(previous) + 1; at < last && last - Number(previous) <= 50; at++) {
        const inside = named(String(at).padStart(running.text.length, '0'));
        if (inside) found.push(inside);
      }
    }
    found.push(entry);
    previous = entry.number!.runs.at(-1)!.text;
    end = run.to;
  }
  return found;
}

/** A partner with more items than this has too many short numbers to be told apart by them. */
const fewItems = 400;

function byRunningNumber(partner: PartnerEntry, digits: string, isMeantHere: (entry: Entry) => boolean): Entry | undefined {
  const running = digits.replace(/^0+/, '');
  if (running.length < 2 || partner.entries.length > fewItems) return undefined;
  const found = partner.entries.filter(
    (entry) => entry.number?.runs.findLast((run) => run.isDigits)?.text.replace(/^0+/, '') === running && isMeantHere(entry),
  );
  return found.length === 1 ? found[0] : undefined;
}
