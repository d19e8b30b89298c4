import type { MatchLine } from '#services/domain/matching.ts';
import { absolute } from '#services/domain/money.ts';
import type { TextView } from './memo-view.ts';

/** Figures of a memo that name no document: telephones, tax numbers, accounts and long references of banks, times, sums in words of money. */
const figuresOfOtherThings = [
  /(?:\+36|\b0036|\b06)(?:[\s/().-]{0,2}\d){8,9}\b/g,
  /\b(?:HU)?\d{8}(?:-\d-\d\d)\b|\bHU\d{8}\b/g,
  /\b\d{8}-\d{8}(?:-\d{8})?\b|\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b|\b\d{12,}\b/g,
  /\b\d{1,2}:\d\d(?::\d\d)?\b/g,
  /\b\d{1,3}(?:[ .]?\d{3})*(?:,\d\d|,-)?\s?(?:FT|HUF|EUR|USD)\b/g,
  /\b(?:19|20)\d\d[-./ ]{1,2}\d\d?[-./ ]{1,2}\d\d?\b|\b(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\b/g,
  /\b(?:19|20)\d\d[-./]?(?:0?[1-9]|1[0-2])\b|\b(?:0?[1-9]|1[0-2])[-./](?:19|20)\d\d\b|\b(?:19|20)\d\d\b/g,
];

/** Where such figures stand in a memo. */
export function otherFigures({ text }: TextView): [number, number][] {
  return figuresOfOtherThings.flatMap((figures) =>
    [...text.matchAll(figures)].map((match): [number, number] => [match.index, match.index + match[0].length]),
  );
}

/**
 * Whether a memo names some document, beside those that stand at `known` places: four figures or more, or letters and figures joined,
 * that are no day, telephone, tax number, account or sum. Whose document it is cannot be known; money with such a memo is not taken
 * for what nobody named.
 */
export function namesSomeDocument(memo: TextView, line: MatchLine, known: readonly (readonly [number, number])[] = []): boolean {
  let { text } = memo;
  for (const [from, to] of [...known, ...otherFigures(memo)]) text = text.slice(0, from) + ' '.repeat(to - from) + text.slice(to);
  const amount = String(absolute(line.amount) / 100n);
  return [...text.matchAll(/[A-Z0-9]+(?:[-/_.][A-Z0-9]+)*/g)].some(
    ([word]) => (word.replace(/\D/g, '').length >= 4 || /[A-Z][-/_.]?\d|\d[-/_]\d/.test(word)) && word.replace(/\D/g, '') !== amount,
  );
}
