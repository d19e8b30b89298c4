import type { Page } from '#services/domain/reading.ts';
import { folded } from '#services/domain/text.ts';
import { findAnnounced } from './found.ts';
import { layoutOf } from './layout.ts';
import { labelledNumbers } from './simple-fields.ts';

/** Enough to believe that a page names its invoice: by a label of its own, or by the title before it. */
const sureNumber = { label: 0.64, title: 0.75 };

/** A bill's title at the beginning of a line. */
const title =
  /^(e-?szamla|[a-z]*szamla|dijbekero|(tax |proforma )?invoice|credit note|[a-z]*rechnung|gutschrift|facture|avoir|factuur|fattura|factura|faktura)(?![a-z])/;

/**
 * Where one file holds several documents: page ranges, counted from 1. A page begins a new one when it names another number,
 * when it says that it is the first page, or when it is titled in another language than the page before (`languages`, one
 * a page); a person confirms or moves the borders.
 */
export function splitDocuments(pages: readonly Page[], languages: readonly (string | null)[] = []): [from: number, to: number][] {
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
    const [language = null, before = null] = [languages[index], languages[index - 1]];
    const isOther = language !== null && before !== null && language !== before && isTitled(page);
    if (index > 0 && (isNew || isOther || (isFirst && number !== null && number !== current))) {
      starts.push(index + 1);
      current = null;
    }
    if (number !== null) current = number;
  });
  return starts.map((from, index) => [from, (starts[index + 1] ?? pages.length + 1) - 1]);
}

const isTitled = (page: Page): boolean =>
  [...Map.groupBy(page.words, ({ line }) => line).values()].some(
    (line) => line[0]!.box[1] < 0.4 && title.test(folded(line.map(({ text }) => text).join(' '))),
  );

function numberOf(page: Page): string | null {
  const [best] = labelledNumbers('number', findAnnounced(layoutOf([page])));
  return best && best.score >= (best.because === 'title' ? sureNumber.title : sureNumber.label) && /\d{2}|-\d/.test(best.value)
    ? folded(best.value)
    : null;
}
