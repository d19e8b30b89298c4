import { findDates } from '#services/domain/date-text.ts';
import { asSpix, type GreyPicture } from './grey-picture.ts';
import type { Ocr } from './ocr.ts';
import type { PlacedWord } from './page-lines.ts';
import { placedAt } from './placed-word.ts';
import { type Area, cut } from './print-area.ts';
import { resized, straightened } from './reshape.ts';

/** Letter heights at which a row is looked at again, and how soft: a thin or dotted stroke closes at one, an open eight at another. */
const looks = [
  { letterHeight: 18, soft: false },
  { letterHeight: 24, soft: true },
  { letterHeight: 32, soft: false },
  { letterHeight: 42, soft: false },
] as const;
/** What a word without any confidence still counts for, and how much more a whole day or an amount with cents does. */
const leastVote = 0.2;
const wholeWorth = 1.5;
/** Words of two looks are the same where they share so much of their width. */
const sameWord = 0.6;
/** A word without figures that was seen so well is none. */
const readableWord = 0.5;
/** A word that the first reading did not see needs so many looks that agree. */
const leastLooks = 2;
/** A word so much taller than its row's is two that stand over each other, or dirt. */
const mostTaller = 1.6;
/** By less a row's own slant is told worse than its page's: words with and without tails have other middles. */
const clearSlant = 1.2;
/** What the looks changed is never sure (extract.ts). */
const mostConfidence = 0.84;

/** `picture`: the upright page, its paper evened; `letterHeight` and `skewDegrees` as it was read. */
export type Looked = { picture: GreyPicture; letterHeight: number; skewDegrees: number };

/**
 * Reads rows of a doubtful page once more, each alone, in several sizes. Figures in `words` that most readings of their
 * row see otherwise are put right, and figures that were not seen are added; the rest stays as it was.
 */
export async function lookCloser(
  looked: Looked,
  rows: readonly (readonly Area[])[],
  words: readonly PlacedWord[],
  secondWords: readonly PlacedWord[],
  ocr: Ocr,
): Promise<PlacedWord[]> {
  let corrected = [...words];
  for (const row of rows) {
    const piece = rowPicture(looked, row);
    if (!piece) continue;
    const readings = [secondWords.filter((word) => isIn(row, word))];
    for (const [done, look] of looks.entries()) {
      if (done >= leastLooks && isSettled(row, corrected, readings, looks.length - done)) break;
      readings.push(await readRow(piece, looked, look, ocr));
    }
    corrected = votedOn(row, corrected, readings);
  }
  return corrected;
}

/** A row cut out and straightened, and the way back from its pixels to the page's. */
type Piece = { picture: GreyPicture; toPage(x: number, y: number): { x: number; y: number } };

function rowPicture({ picture, letterHeight, skewDegrees: pageDegrees }: Looked, row: readonly Area[]): Piece | null {
  const margin = Math.round(letterHeight * 0.6);
  const left = Math.max(0, Math.floor(Math.min(...row.map((word) => word.left))) - margin);
  const top = Math.max(0, Math.floor(Math.min(...row.map((word) => word.top))) - margin);
  const right = Math.min(picture.width, Math.ceil(Math.max(...row.map((word) => word.left + word.width))) + margin);
  const bottom = Math.min(picture.height, Math.ceil(Math.max(...row.map((word) => word.top + word.height))) + margin);
  const area = { left, top, width: right - left, height: bottom - top };
  const own = slantOf(row, 8 * letterHeight) ?? pageDegrees;
  const skewDegrees = Math.abs(own - pageDegrees) > clearSlant ? own : pageDegrees;
  const radians = (skewDegrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  // Where a slanting row lies after it was straightened: what is above and below it then goes.
  const middle = medianOf(
    row.map((word) => {
      const u = word.left + word.width / 2 - left - area.width / 2;
      const v = word.top + word.height / 2 - top - area.height / 2;
      return -sin * u + cos * v + area.height / 2;
    }),
  );
  const usual = medianOf(row.map(({ height }) => height));
  const half = Math.max(...row.flatMap(({ height }) => (height < mostTaller * usual ? [height] : []))) / 2 + margin;
  const from = Math.max(0, Math.floor(middle - half));
  const to = Math.min(area.height, Math.ceil(middle + half));
  if (to - from < letterHeight / 2) return null;
  const straight = skewDegrees === 0 ? cut(picture, area) : straightened(cut(picture, area), skewDegrees);
  return {
    picture: cut(straight, { left: 0, top: from, width: area.width, height: to - from }),
    toPage(x, y) {
      const u = x - area.width / 2;
      const v = y + from - area.height / 2;
      return { x: cos * u - sin * v + area.width / 2 + left, y: sin * u + cos * v + area.height / 2 + top };
    },
  };
}

/** By how many degrees the row itself falls to the right: seen from the side, no two rows of a page slant alike. Null for a short one. */
function slantOf(row: readonly Area[], leastRun: number): number | null {
  const middles = row.map(({ left, top, width, height }) => ({ x: left + width / 2, y: top + height / 2 }));
  const slopes = middles.flatMap((from) => middles.filter(({ x }) => x - from.x > leastRun).map((to) => (to.y - from.y) / (to.x - from.x)));
  return slopes.length === 0 ? null : (Math.atan(medianOf(slopes)) * 180) / Math.PI;
}

const medianOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

async function readRow(
  { picture, toPage }: Piece,
  { letterHeight }: Looked,
  look: (typeof looks)[number],
  ocr: Ocr,
): Promise<PlacedWord[]> {
  const scale = look.letterHeight / letterHeight;
  const ready = await resized(picture, scale, look.soft ? Math.max(0.5, letterHeight / 14) : 0);
  const words = await ocr.recognise(asSpix(ready), { mode: 7 });
  return words.map((word) => placedAt(toPage((word.left + word.right) / 2 / scale, (word.top + word.bottom) / 2 / scale), word, scale));
}

/** What one reading saw at a place: words side by side, taken together. */
type Seen = { words: PlacedWord[]; text: string; key: string; isOwn: boolean; confidence: number; weight: number };

/** One place of a row: what the page's words say there, and what its readings saw, those that agree together, the heaviest first. */
type Place = { own: Seen | undefined; groups: Seen[][] };

function placesIn(own: readonly PlacedWord[], readings: readonly (readonly PlacedWord[])[]): Place[] {
  const all = [own, ...readings];
  return placesOf(all).map((place) => {
    const seen = all.flatMap((reading, at) => {
      const there = reading.filter((word) => place.includes(word));
      return there.length > 0 ? [seenOf(there, at === 0)] : [];
    });
    const groups = [...Map.groupBy(seen, ({ key }) => key).values()].sort((a, b) => weightOf(b) - weightOf(a));
    return { own: seen.find(({ isOwn }) => isOwn), groups };
  });
}

function votedOn(row: readonly Area[], words: readonly PlacedWord[], readings: readonly (readonly PlacedWord[])[]): PlacedWord[] {
  const own = words.filter((word) => isIn(row, word));
  const others = words.filter((word) => !own.includes(word));
  const settled = placesIn(own, readings).flatMap(({ own, groups: [best] }) => {
    const before = own?.words ?? [];
    if (isWord(own) || !best || !isFigures(best[0]!.text) || best.some(({ isOwn }) => isOwn) || best.length < leastLooks) return before;
    const clearest = best.toSorted((a, b) => b.weight - a.weight)[0]!;
    return clearest.words.map((word) => ({ ...word, confidence: Math.min(mostConfidence, word.confidence) }));
  });
  return [...others, ...settled];
}

/** Whether so many looks more, all of them sure and of one mind, could not change the figures seen so far. */
function isSettled(
  row: readonly Area[],
  words: readonly PlacedWord[],
  readings: readonly (readonly PlacedWord[])[],
  looksLeft: number,
): boolean {
  const own = words.filter((word) => isIn(row, word));
  return placesIn(own, readings).every(({ own, groups: [best = [], next = []] }) => {
    const hasFigures = [...best, ...next].some(({ text }) => /\d/.test(text));
    return isWord(own) || !hasFigures || weightOf(best) - weightOf(next) >= looksLeft * wholeWorth;
  });
}

const isWord = (own: Seen | undefined): boolean => own !== undefined && !/\d/.test(own.text) && own.confidence > readableWord;

/** An amount, a day, a time: letters of a number are seen better by the whole page's reading. */
const isFigures = (text: string): boolean =>
  findDates(text).length > 0 || (/\d/.test(text) && /^\P{L}*\p{L}?\P{L}*$/u.test(text.replace(/RM|Ft|FT|HUF|EUR|PM|AM/g, '')));

const weightOf = (group: readonly Seen[]): number => group.reduce((sum, { weight }) => sum + weight, 0);

function seenOf(words: readonly PlacedWord[], isOwn: boolean): Seen {
  const sorted = words.toSorted((a, b) => a.left - b.left);
  const text = sorted.map((word) => word.text).join(' ');
  const confidence = Math.min(...sorted.map((word) => word.confidence));
  const isWhole = findDates(text).length > 0 || /^\D{0,3}\d{1,3}(?:[ .,]?\d{3})*[.,]\d{2}\D{0,2}$/u.test(text);
  return {
    words: sorted,
    text,
    // A stroke across the paper is no minus between figures.
    key: text.replace(/\s|^[^\p{L}\d(-]+(?=.*\d)|(?<=\d)-(?=\d)|[^\p{L}\d)%]+$/gu, ''),
    isOwn,
    confidence,
    weight: Math.max(leastVote, confidence) * (isWhole ? wholeWorth : 1),
  };
}

/** Words of all readings that lie over one another are one place. */
function placesOf(readings: readonly (readonly PlacedWord[])[]): PlacedWord[][] {
  const places: { left: number; right: number; words: PlacedWord[] }[] = [];
  for (const word of readings.flat().toSorted((a, b) => a.left - b.left)) {
    const last = places.at(-1);
    const shared = last ? Math.min(last.right, word.right) - word.left : 0;
    if (last && shared > sameWord * Math.min(word.right - word.left, last.right - last.left)) {
      last.words.push(word);
      last.right = Math.max(last.right, word.right);
    } else places.push({ left: word.left, right: word.right, words: [word] });
  }
  return places.map(({ words }) => words);
}

/** Whether a word belongs to the row: beside the row's nearest word, at its height. */
function isIn(row: readonly Area[], word: PlacedWord): boolean {
  const [middleX, middleY] = [(word.left + word.right) / 2, (word.top + word.bottom) / 2];
  const distance = ({ left, width }: Area) => Math.abs(left + width / 2 - middleX);
  const near = row.toSorted((a, b) => distance(a) - distance(b))[0]!;
  return Math.abs(near.top + near.height / 2 - middleY) < 0.5 * Math.min(near.height, word.bottom - word.top);
}
