import { textOf } from './cells.ts';
import { fieldOfHeading } from './headings.ts';
import type { Row, Table } from './workbook.ts';

/** One line, or two read as one, that may head a table: `rows` begin with it, `before` is what stands above it. */
export type HeadingPart = { heading: Row; before: Row[]; rows: Row[]; above: Row };

const searchedRows = 60;

/** Every line that may be a heading, each alone and with the line below it: many tables name groups of columns first. */
export function headingsOf({ rows }: Table): HeadingPart[] {
  return rows.slice(0, searchedRows).flatMap((row, at) => {
    const part = (heading: Row, lines: number): HeadingPart => ({
      heading,
      above: row,
      before: rows.slice(0, at),
      rows: [heading, ...rows.slice(at + lines)],
    });
    const both = joined(row, rows[at + 1]);
    return both ? [part(row, 1), part(both, 2)] : [part(row, 1)];
  });
}

/** Two lines of words only. A word of the upper one heads the columns to its right as well, until the next word. */
function joined(upper: Row, lower: Row | undefined): Row | null {
  if (!lower || lower.number !== upper.number + 1) return null;
  const [first, second] = [upper, lower].map(({ cells }) => cells.map(textOf)) as [string[], string[]];
  const areWords = [...first, ...second].every((text) => !/\d{2}/.test(text)) && second.filter((text) => text !== '').length > 1;
  if (!areWords || first.filter((text) => text !== '').length < 2) return null;
  let group = '';
  const cells = Array.from({ length: Math.max(first.length, second.length) }, (_, at) => {
    group = first[at] || (second[at] ? group : '');
    const own = second[at] ?? '';
    return own === '' || own === group ? group : `${group} ${own}`.trim();
  });
  return { ...lower, cells };
}

/** The line with the most headings understood, if it names a day and an amount; else one that names either and two others. */
export function headingIn(table: Table): HeadingPart | null {
  let best: { part: HeadingPart; score: number } | null = null;
  // One line that says as much as two is the heading alone.
  const parts = headingsOf(table).sort((a, b) => Number(a.heading !== a.above) - Number(b.heading !== b.above));
  for (const part of parts) {
    const found = new Set(part.heading.cells.flatMap((cell) => (typeof cell === 'string' ? (fieldOfHeading(cell) ?? []) : [])));
    const hasAmount = found.has('amount') || found.has('credit') || found.has('debit');
    const hasDay = found.has('bookedOn') || found.has('valueOn');
    const isWords = part.heading.cells.every((cell) => typeof cell === 'string' && !/\d{3}/.test(cell));
    const score = found.size + (hasDay && hasAmount ? 10 : 0);
    if ((hasDay && hasAmount) || ((hasDay || hasAmount) && found.size > 2 && isWords))
      if (score > (best?.score ?? 1)) best = { part, score };
  }
  return best?.part ?? null;
}
