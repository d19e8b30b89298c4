import { lookCloser } from './closer-look.ts';
import { asSpix, darkened, evenPaper, type GreyPicture, inkOf, quarterTurned } from './grey-picture.ts';
import { letterHeightOf } from './letter-height.ts';
import { darkOnLight } from './light-print.ts';
import type { Ocr, PageMode } from './ocr.ts';
import type { RecognisedWord } from './ocr-tsv.ts';
import type { PlacedWord } from './page-lines.ts';
import { placedAt } from './placed-word.ts';
import { type Area, cut, printAreaOf } from './print-area.ts';
import { resized, straightened } from './reshape.ts';
import { type Lay, layOf } from './skew.ts';

/** The height at which tesseract's network reads best: ten-point print at 300 dpi. */
const bestLetterHeight = 24;
/** Pixels handed to tesseract; more only costs time. */
const mostPixels = 12_000_000;
const leastSkewDegrees = 0.15;
/**
 * Below this the page is read once more, smaller and as one block: mode 6 finds what mode 3 takes for a picture, and
 * print of double height, as tills set their totals, is of a size that can be read only then.
 */
const doubtfulConfidence = 0.93;
const secondLetterHeight = 18;
/** Below this the page may stand on its head; right side up, even bad receipts reach it (measured on scans and photos). */
const hopelessConfidence = 0.5;
const fewLetters = 20;
/** How high a band is read to tell how the page stands: seven lines or so. */
const bandLetterHeights = 14;
/** Above this a band of the page stands upright, whatever its stripes say. */
const uprightConfidence = 0.7;
/** A page has thirty seconds in all (of the processor's time); another reading of it begins only while there is time for it. */
const secondReadingWithinMs = 10_000;
/** So too for a closer look at some of its rows. */
const closerLookWithinMs = 18_000;

/** `rotationDegrees`: how far the picture was turned, clockwise; width and height are the upright page's. */
export type SeenPage = { words: PlacedWord[]; width: number; height: number; rotationDegrees: number };
export type RecognisedPage = SeenPage & {
  /** What another reading of a doubtful page saw; null where the first was good. */
  secondWords: PlacedWord[] | null;
};
type Read = SeenPage & { confidence: number };

/** What only those can tell who know what is wanted of the page. */
export type Questions = {
  /** Whether what was read says all that is wanted: then there is no second reading, or no closer look. */
  isUnderstood?: ((read: SeenPage & Partial<RecognisedPage>) => boolean) | undefined;
  /** Rows that a page read twice should have looked at once more, boxes in pixels of the upright page. */
  doubtfulRows?: ((read: RecognisedPage) => Area[][]) | undefined;
};

/** A picture made ready for tesseract, and the way back from its pixels to the picture's. */
type Prepared = { image: Uint8Array; width: number; height: number; scale: number; skewDegrees: number; area: Area };

/**
 * Reads the print on one picture: turned upright, straightened, its paper evened, brought to the letter size that reads best.
 * Places are pixels of the picture turned upright by `rotationDegrees` (clockwise quarters), not of the straightened copy.
 */
export async function recognisePage(
  picture: GreyPicture,
  ocr: Ocr,
  { isUnderstood = () => false, doubtfulRows = () => [] }: Questions = {},
): Promise<RecognisedPage> {
  const paper = darkened(evenPaper(picture));
  const letterHeight = letterHeightOf(paper);
  const even = letterHeight === null ? paper : darkOnLight(paper, letterHeight);
  const lay = layOf(even);
  const isSideways = lay.isSideways && !(await isUprightAfterAll(even, lay, letterHeight, ocr));
  const skewDegrees = isSideways ? lay.sidewaysDegrees : lay.levelDegrees;
  const usedBefore = process.cpuUsage();
  const usedMs = () => (process.cpuUsage(usedBefore).user + process.cpuUsage(usedBefore).system) / 1_000;
  let first = await readTurned(even, isSideways ? 90 : 0, skewDegrees, letterHeight, ocr, 3);
  if (letterHeight !== null && isBelow(hopelessConfidence, first)) {
    // Head over heels looks the same to the eye of the profile; only reading tells, and a band of the page is enough.
    const band = printedBand(even, isSideways, letterHeight);
    const turns = isSideways ? [90, 270] : [0, 180];
    const here = worthOf(await readTurned(band, turns[0]!, skewDegrees, letterHeight, ocr, 6));
    const there = worthOf(await readTurned(band, turns[1]!, skewDegrees, letterHeight, ocr, 6));
    if (there > here * 1.3) {
      const other = await readTurned(even, turns[1]!, skewDegrees, letterHeight, ocr, 3);
      if (worthOf(other) > worthOf(first)) first = other;
    }
  }
  if (letterHeight !== null && isOnItsSide(first) && usedMs() <= secondReadingWithinMs) {
    const degrees = isSideways ? lay.levelDegrees : lay.sidewaysDegrees;
    const turns = isSideways ? [0, 180] : [90, 270];
    const band = printedBand(even, !isSideways, letterHeight);
    const here = worthOf(await readTurned(band, turns[0]!, degrees, letterHeight, ocr, 6));
    const there = worthOf(await readTurned(band, turns[1]!, degrees, letterHeight, ocr, 6));
    first = await readTurned(even, here >= there ? turns[0]! : turns[1]!, degrees, letterHeight, ocr, 3);
  }
  const { confidence: _, ...page } = first;
  const isDoubtful = isBelow(doubtfulConfidence, first) && !isUnderstood(first);
  if (letterHeight === null || !isDoubtful || usedMs() > secondReadingWithinMs) return { ...page, secondWords: null };
  const second = await readTurned(even, first.rotationDegrees, skewDegrees, letterHeight, ocr, 6, secondLetterHeight);
  const isBetter = worthOf(second) > worthOf(first) * 1.05;
  const read = { ...page, words: isBetter ? second.words : first.words, secondWords: isBetter ? first.words : second.words };
  const rows = usedMs() > closerLookWithinMs || isUnderstood(read) ? [] : doubtfulRows(read);
  const looked = { picture: quarterTurned(even, first.rotationDegrees), letterHeight, skewDegrees };
  return { ...read, words: await lookCloser(looked, rows, read.words, read.secondWords, ocr) };
}

/** Tesseract reads print that lies on its side too, but column by column: its words then stand upright on the page. */
function isOnItsSide({ words }: Read): boolean {
  const long = words.filter(({ text }) => text.length > 3);
  return long.length > 5 && long.filter(({ left, right, top, bottom }) => bottom - top > right - left).length > long.length / 2;
}

/** The borders and columns of a narrow slip may stripe the page more than its lines do: a band of it, read both ways, tells. */
async function isUprightAfterAll(even: GreyPicture, lay: Lay, letterHeight: number | null, ocr: Ocr): Promise<boolean> {
  // One after the other: a second recogniser at once is more memory than a reader has.
  const upright = await readTurned(printedBand(even, false, letterHeight), 0, lay.levelDegrees, letterHeight, ocr, 6);
  // Print that lies on its side never reads as well as this, and to try it takes longest.
  if (!isBelow(uprightConfidence, upright)) return true;
  const left = await readTurned(printedBand(even, true, letterHeight), 90, lay.sidewaysDegrees, letterHeight, ocr, 6);
  const right = await readTurned(printedBand(even, true, letterHeight), 270, lay.sidewaysDegrees, letterHeight, ocr, 6);
  return worthOf(upright) >= Math.max(worthOf(left), worthOf(right));
}

async function readTurned(
  picture: GreyPicture,
  rotationDegrees: number,
  skewDegrees: number,
  letterHeight: number | null,
  ocr: Ocr,
  mode: PageMode,
  wantedHeight = bestLetterHeight,
): Promise<Read> {
  const upright = quarterTurned(picture, rotationDegrees);
  const prepared = await prepare(upright, skewDegrees, letterHeight, wantedHeight);
  const words = await ocr.recognise(prepared.image, { mode });
  return {
    words: words.map((word) => placedBack(word, prepared)),
    width: upright.width,
    height: upright.height,
    rotationDegrees,
    confidence: confidenceOf(words),
  };
}

/** The lines of the page where most print is: at most a fifth of it, and no more than tell how it stands. */
function printedBand(picture: GreyPicture, isSideways: boolean, letterHeight: number | null): GreyPicture {
  if (isSideways) return quarterTurned(printedBand(quarterTurned(picture, 90), false, letterHeight), 270);
  const { data, width, height } = picture;
  const rows = Math.round(Math.min(height * 0.2, (letterHeight ?? height) * bandLetterHeights));
  const from = mostInkFrom(picture, rows);
  return { data: data.subarray(from * width, (from + rows) * width), width, height: rows };
}

/** The row from which so many hold the most ink; a table's grain at the sides of the paper does not count. */
function mostInkFrom(picture: GreyPicture, rows: number): number {
  const { width, height } = picture;
  const ink = inkOf(picture);
  const [left, right] = [Math.floor(width * 0.25), Math.ceil(width * 0.75)];
  let here = 0;
  let best = { from: 0, ink: -1 };
  const counts = Uint32Array.from({ length: height }, (_, y) => {
    let count = 0;
    for (let x = left; x < right; x++) count += ink[y * width + x]!;
    return count;
  });
  for (let y = 0; y < height; y++) {
    here += counts[y]! - (y >= rows ? counts[y - rows]! : 0);
    if (y >= rows - 1 && here > best.ink) best = { from: y - rows + 1, ink: here };
  }
  return best.from;
}

async function prepare(page: GreyPicture, skewDegrees: number, letterHeight: number | null, wantedHeight: number): Promise<Prepared> {
  const area = letterHeight === null ? { left: 0, top: 0, width: page.width, height: page.height } : printAreaOf(page, letterHeight);
  const picture = cut(page, area);
  const { width, height } = picture;
  const wanted = letterHeight === null ? 1 : Math.min(3, Math.max(0.4, wantedHeight / letterHeight));
  const scale = Math.min(Math.abs(wanted - 1) < 0.2 ? 1 : wanted, Math.sqrt(mostPixels / (width * height)));
  let ready = scale === 1 ? picture : await resized(picture, scale);
  const skew = Math.abs(skewDegrees) < leastSkewDegrees ? 0 : skewDegrees;
  if (skew !== 0) ready = straightened(ready, skew);
  return { image: asSpix(ready), width: ready.width, height: ready.height, scale, skewDegrees: skew, area };
}

function placedBack(word: RecognisedWord, { width, height, scale, skewDegrees, area }: Prepared): PlacedWord {
  const radians = (skewDegrees * Math.PI) / 180;
  const u = (word.left + word.right) / 2 - width / 2;
  const v = (word.top + word.bottom) / 2 - height / 2;
  const x = (Math.cos(radians) * u - Math.sin(radians) * v + width / 2) / scale + area.left;
  const y = (Math.sin(radians) * u + Math.cos(radians) * v + height / 2) / scale + area.top;
  return placedAt({ x, y }, word, scale);
}

/** Confidence by letters, so that one long doubtful word weighs more than a dash. */
function confidenceOf(words: readonly { text: string; confidence: number }[]): number {
  const letters = words.reduce((sum, { text }) => sum + text.length, 0);
  return letters === 0 ? 0 : words.reduce((sum, { text, confidence }) => sum + confidence * text.length, 0) / letters;
}

const lettersOf = ({ words }: Read) => words.reduce((sum, { text }) => sum + text.length, 0);
const isBelow = (confidence: number, reading: Read) => reading.confidence < confidence || lettersOf(reading) < fewLetters;
/** How much was read, and how surely: what is near a guess counts for nothing. */
const worthOf = ({ words }: Read) => words.reduce((sum, { text, confidence }) => sum + Math.max(0, confidence - 0.4) * text.length, 0);
