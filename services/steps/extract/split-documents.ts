import type { Page } from '#services/domain/reading.ts';
import { folded } from '#services/domain/text.ts';
import { findAll } from './found.ts';
import { layoutOf } from './layout.ts';
import { labelledNumbers } from './simple-fields.ts';

/** Enough to believe that a page names its invoice. */
const sureNumber = 0.75;

/**
 * Where one file holds several documents: page ranges, counted from 1. A page begins a new one when it names another number,
 * or when it says that it is the first page; a person confirms or moves the borders.
 */
export function splitDocuments(pages: readonly Page[]): [from: number, to: number][] {
  if (pages.length < 2) return [[1, Math.max(1, pages.length)]];
  const starts = [1];
  let current: string | null = null;
  pages.forEach((page, index) => {
    const number = numberOf(page);
    const text = folded(page.words.map((word) => word.text).join(' '));
    const isFirst = /(?<!\d)1\s?\/\s?\d{1,2}\s?(\. )?(oldal|lap|page|seite)|(page|seite|oldal|lap)\s?:?\s?1\s?(\/|of|von|sur)\s?\d/.test(
      text,
    );
    const isNew = number !== null && current !== null && number !== current;
    if (index > 0 && (isNew || (isFirst && number !== null && number !== current))) starts.push(index + 1);
    if (number !== null) current = number;
  });
  return starts.map((from, index) => [from, (starts[index + 1] ?? pages.length + 1) - 1]);
}

function numberOf(page: Page): string | null {
  const [best] = labelledNumbers('number', findAll(layoutOf([page])));
  return best && best.score >= sureNumber && /\d{2}|-\d/.test(best.value) ? folded(best.value) : null;
}
