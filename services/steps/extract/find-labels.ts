import { type Label, type LabelledField, labels } from './labels.ts';
import type { Layout, Segment } from './layout.ts';
import { keyOf } from './layout.ts';

/** A label as it stands in a segment: tokens `from`..`to` (end exclusive); a token may also carry the value after its colon. */
export type LabelFound = {
  field: LabelledField;
  segment: Segment;
  from: number;
  to: number;
  isWeak: boolean;
  isExact: boolean;
  length: number;
};

/** Languages share words; a field is announced once. */
const byKey = new Map(
  [...Map.groupBy(labels, ({ key }) => key)].map(([key, same]) => [
    key,
    [...Map.groupBy(same, ({ field }) => field).values()].map((each) => each.find(({ isWeak }) => !isWeak) ?? each[0]!),
  ]),
);
/** What a label may begin with: other words are left at once. */
const beginnings = new Set(labels.flatMap(({ key }) => Array.from(key, (_, at) => key.slice(0, at + 1))));
const longestLabel = Math.max(...labels.map(({ key }) => key.length));
const byLength = Map.groupBy(
  labels.filter(({ key }) => key.length >= 6),
  ({ key }) => key.length,
);

/** German makes a word of its own for every kind of bill; with `Nr.` behind it it announces a number as `Rechnung Nr.` does. */
const anyRechnung: readonly Label[] = [{ field: 'number', key: 'rechnung', isWeak: true, language: 'de' }];
const anyRechnungNr: readonly Label[] = [{ field: 'number', key: 'rechnungnr', isWeak: false, language: 'de' }];

function compound(key: string): readonly Label[] | undefined {
  const found = /^\p{L}{3,}rechnung(nr|nummer)?$/u.exec(key);
  return found ? (found[1] === undefined ? anyRechnung : anyRechnungNr) : undefined;
}

/** Every label of the document; where labels overlap the longest stands. */
export function findLabels({ segments, isOcr }: Layout): LabelFound[] {
  return segments.flatMap((segment) => {
    const found: LabelFound[] = [];
    const keys = segment.tokens.map(({ key }) => key);
    const labelKeys = segment.tokens.map(({ text, key }) =>
      text.includes(':') ? keyOf(text.replace(/^(.*[\p{L}.]):.*\d.*$/u, '$1')) : key,
    );
    for (let from = 0; from < segment.tokens.length; from++) {
      let key = '';
      for (let to = from + 1; to <= Math.min(segment.tokens.length, from + 7); to++) {
        // Two languages beside each other are two labels.
        if (segment.tokens[to - 1]!.text === '/') break;
        key += labelKeys[to - 1]!;
        if (key.length > longestLabel + 1) break;
        if (key === '' || keys[from] === '' || keys[to - 1] === '') continue;
        const exact = byKey.get(key) ?? (from === 0 ? compound(key) : undefined);
        // A slip of OCR is in a word; the figures after a label are its value.
        const matches = exact ?? (isOcr && /\p{L}/u.test(segment.tokens[to - 1]!.text) ? similar(key) : undefined);
        if (!isOcr && !matches && !beginnings.has(key)) break;
        // Letters set apart spell no label by chance.
        if (matches && key.length < shortestSpelt && to - from === key.length && to - from > 1) continue;
        for (const { field, isWeak } of matches ?? []) {
          if (isWeak && from > 0 && field === 'number') continue;
          found.push({ field, segment, from, to, isWeak, isExact: exact !== undefined, length: key.length });
        }
      }
    }
    return found.filter(
      (one) =>
        !found.some((other) => other.length > one.length && other.from < one.to && one.from < other.to && !(other.isWeak && !one.isWeak)),
    );
  });
}

const shortestSpelt = 4;

/** `szolgáltatás` is no misspelt `szolgáltató`. */
const twoSlips = 13;

/** Labels that differ by a slip of OCR: one letter, two in long ones. */
function similar(key: string): readonly Label[] | undefined {
  if (key.length < 6) return undefined;
  const reach = key.length >= twoSlips ? 2 : 1;
  let best: { labels: Label[]; distance: number } | null = null;
  for (let length = key.length - reach; length <= key.length + reach; length++)
    for (const label of byLength.get(length) ?? []) {
      const distance = distanceOf(key, label.key, reach);
      if (distance > reach) continue;
      if (!best || distance < best.distance) best = { labels: [label], distance };
      else if (distance === best.distance) best.labels.push(label);
    }
  return best?.labels;
}

/** Edit distance, given up above `reach`. */
export function distanceOf(a: string, b: string, reach: number): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++)
      current.push(Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    if (Math.min(...current) > reach) return reach + 1;
    previous = current;
  }
  return previous[b.length]!;
}
