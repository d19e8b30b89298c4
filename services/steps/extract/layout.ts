import type { Box, Page, Word } from '#services/domain/reading.ts';
import { folded } from '#services/domain/text.ts';

/**
 * A page as rows of segments. Places are in page widths in both directions, so that distances mean the same whichever
 * way they go; slanted pages (photos) are straightened first. Words keep their printed boxes as evidence.
 */
export type Token = {
  text: string;
  /** Letters and digits only, accents folded. */
  key: string;
  x: number;
  y: number;
  w: number;
  h: number;
  confidence: number;
  box: Box;
  bold: boolean;
};

/** Words that belong together on one row: a gap as wide as a letter is high ends a segment. */
export type Segment = {
  page: number;
  /** Rows count from the top of the whole document. */
  row: number;
  tokens: Token[];
  text: string;
  /** Where each token begins in `text`. */
  offsets: number[];
  x: number;
  y: number;
  w: number;
  h: number;
};

export type Layout = { segments: Segment[]; rows: Segment[][]; pages: number; isOcr: boolean };

/** Wider than this, in heights of the letters, a space separates columns. */
const columnGap = 1.15;

export function layoutOf(pages: readonly Page[]): Layout {
  const rows: Segment[][] = [];
  for (const page of pages) rows.push(...rowsOf(page, rows.length));
  const isOcr = pages.some(({ textFrom }) => textFrom === 'ocr');
  return { segments: rows.flat(), rows, pages: pages.length, isOcr };
}

function rowsOf(page: Page, firstRow: number): Segment[][] {
  const rows = printedLines(page).map((line, index) => segmentsOf(line, page.number, firstRow + index));
  if (page.textFrom === 'ocr') return rows;
  return rows.map((row, at) => {
    const starts = [at - 2, at - 1, at + 1, at + 2].flatMap((near) => (rows[near] ?? []).slice(1).map(({ x, y }) => ({ x, y })));
    return row.flatMap((segment) => partedAt(segment, starts));
  });
}

/** Wider than a space, in heights of the letters: between columns that all but touch. */
const tightGap = 0.5;
const widerThanOthers = 1.4;
/** So near, in page widths, do the lines of a column begin to one another. */
const sameStart = 0.003;

/** Columns that touch in their longest line are parted where the lines around begin theirs. */
function partedAt(segment: Segment, starts: readonly { x: number; y: number }[]): Segment[] {
  const { tokens, page, row, h, y } = segment;
  const gaps = tokens.map((token, index) => (index === 0 ? Number.POSITIVE_INFINITY : gapBetween(tokens[index - 1]!, token)));
  // Letters of one width have wide spaces everywhere.
  const widerThan = widerThanOthers * Math.min(...gaps);
  const at = tokens.findIndex((token, index) => {
    const last = tokens[index - 1];
    if (!last || gaps[index]! < tightGap * Math.min(last.h, token.h) || gaps[index]! < widerThan) return false;
    return starts.filter((start) => Math.abs(start.x - token.x) < sameStart && Math.abs(start.y - y) < 4 * h).length > 1;
  });
  return at < 1 ? [segment] : [segmentOf(tokens.slice(0, at), page, row), ...partedAt(segmentOf(tokens.slice(at), page, row), starts)];
}

/** Pages are looked at one by one for borders, then together for fields; their lines are the same both times. */
const known = new WeakMap<Page, Token[][]>();

function printedLines(page: Page): Token[][] {
  let lines = known.get(page);
  if (!lines) {
    lines = linesOf(straightened(page.words.map((word) => tokenOf(word, page)).filter(({ text }) => text !== '')));
    known.set(page, lines);
  }
  return lines;
}

function tokenOf({ text, box, confidence, bold }: Word, { width, height }: Page): Token {
  const ratio = width > 0 ? height / width : Math.SQRT2;
  const [x, y, w, h] = box;
  return { text: text.trim(), key: keyOf(text), x, y: y * ratio, w, h: Math.max(h * ratio, 1e-4), confidence, box, bold: bold ?? false };
}

/** Letters and digits only, accents folded: what labels are compared by. */
export const keyOf = (text: string): string => folded(text).replace(/[^\p{L}\p{N}%#]/gu, '');

const middle = (token: { y: number; h: number }): number => token.y + token.h / 2;

/**
 * Turns the page level by the slope between neighbours, fitted over the page as a + b·y: perspective lets the slope
 * change from top to bottom.
 */
function straightened(tokens: Token[]): Token[] {
  const slopes: { y: number; slope: number }[] = [];
  const fromTop = tokens.toSorted((a, b) => middle(a) - middle(b));
  for (const [at, token] of fromTop.entries()) {
    const next = rightNeighbour(at, fromTop);
    const run = next ? next.x + next.w / 2 - (token.x + token.w / 2) : 0;
    // Letters without feet or heads tell little; words of equal height have comparable middles.
    if (next && run > 2 * token.h && Math.abs(next.h - token.h) < 0.25 * token.h)
      slopes.push({ y: token.y, slope: (middle(next) - middle(token)) / run });
  }
  if (slopes.length < 8) return tokens;
  const median = medianOf(slopes.map(({ slope }) => slope));
  const near = slopes.filter(({ slope }) => Math.abs(slope - median) < 0.05);
  const meanY = near.reduce((sum, { y }) => sum + y, 0) / near.length;
  const spread = near.reduce((sum, { y }) => sum + (y - meanY) ** 2, 0);
  const tilt = spread > 0 && near.length >= 20 ? near.reduce((sum, { y, slope }) => sum + (y - meanY) * (slope - median), 0) / spread : 0;
  if (Math.abs(median) < 0.002 && Math.abs(tilt) < 0.005) return tokens;
  return tokens.map((token) => ({ ...token, y: token.y - (median + tilt * (token.y - meanY)) * (token.x + token.w / 2 - 0.5) }));
}

/** The nearest word on the right at the same height; `fromTop`: in the order of their heights, so that only neighbours are looked at. */
function rightNeighbour(at: number, fromTop: readonly Token[]): Token | null {
  const token = fromTop[at]!;
  const end = token.x + token.w;
  const reach = 0.6 * token.h;
  let best: Token | null = null;
  for (const step of [-1, 1])
    for (let index = at + step; Math.abs(middle(fromTop[index] ?? nowhere) - middle(token)) < reach; index += step) {
      const other = fromTop[index]!;
      if (other.x >= end - 0.3 * token.h && other.x - end < 2.5 * token.h && (!best || other.x < best.x)) best = other;
    }
  return best;
}

const nowhere = { y: Number.POSITIVE_INFINITY, h: 0 };

const medianOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Tokens of one printed row, rows from top to bottom. A row follows its last word, so that what is left of a slope does no harm. */
function linesOf(tokens: readonly Token[]): Token[][] {
  const lines: Token[][] = [];
  for (const token of tokens.toSorted((a, b) => a.x - b.x)) {
    let best: Token[] | null = null;
    let bestDistance = Number.POSITIVE_INFINITY;
    for (const line of lines) {
      const last = line.at(-1)!;
      const distance = Math.abs(middle(last) - middle(token));
      const reach = 0.38 * Math.min(last.h, token.h) + 0.12 * Math.max(last.h, token.h);
      if (distance <= reach && distance < bestDistance && token.x > last.x + 0.4 * last.w) {
        best = line;
        bestDistance = distance;
      }
    }
    if (best) best.push(token);
    else lines.push([token]);
  }
  const heightOf = (line: Token[]) => line.reduce((sum, token) => sum + middle(token), 0) / line.length;
  return lines.toSorted((a, b) => heightOf(a) - heightOf(b));
}

function segmentsOf(line: readonly Token[], page: number, row: number): Segment[] {
  const groups: Token[][] = [];
  // A word of small letters only is lower than its line is; spaces follow the line.
  const usual = medianOf(line.map(({ h }) => h));
  for (const [at, token] of line.entries()) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const height = last ? Math.max(usual, Math.min(last.h, token.h)) : 0;
    // A line drawn between columns, or a colon that stands in a column of its own before the value.
    const isRule = /^[|│¦]+$/.test(token.text) || (token.text === ':' && (!last || gapBetween(last, token) > columnGap * height));
    if (isRule) groups.push([]);
    else if (group && last && gapBetween(last, token) <= spaceOf(last, token, height) && !isColumnOfFigures(line, at)) group.push(token);
    else if (group && group.length === 0) group.push(token);
    else groups.push([token]);
  }
  return groups.filter((group) => group.length > 0).map((group) => segmentOf(group, page, row));
}

/** The widest space within a text: by the height of its letters, by their width where they are printed wider than high. */
function spaceOf(last: Token, token: Token, height: number): number {
  const letter = Math.min(last.w / last.text.length, token.w / token.text.length);
  return columnGap * (letter > height ? letter : height);
}

const gapBetween = (left: Token, right: Token): number => right.x - (left.x + left.w);

/** So much wider than the space beside it is a space between columns. */
const widerThanSpace = 1.6;

/**
 * Whether a group of three digits begins a column of its own: `22 950  107 950` is two amounts, told apart by the width
 * of the spaces alone.
 */
function isColumnOfFigures(line: readonly Token[], at: number): boolean {
  const [before, last, token, next] = [line[at - 2], line[at - 1], line[at], line[at + 1]];
  const isGroup = (each: Token | undefined): each is Token => each !== undefined && /^\d{3}([.,]\d+)?[%-]?$/.test(each.text);
  const isFigure = (each: Token | undefined): each is Token => each !== undefined && /^[-−]?\d{1,3}$/.test(each.text);
  if (!isFigure(last) || token === undefined || !/^\d{1,3}([.,]\d+)?$/.test(token.text)) return false;
  const gap = gapBetween(last, token);
  const isWiderThan = (left: Token, right: Token) => gap > widerThanSpace * Math.max(gapBetween(left, right), 0.1 * last.h);
  return (isFigure(before) && isGroup(last) && isWiderThan(before, last)) || (isGroup(next) && isWiderThan(token, next));
}

export function segmentOf(tokens: Token[], page: number, row: number): Segment {
  const offsets: number[] = [];
  let text = '';
  for (const token of tokens) {
    if (text !== '') text += ' ';
    offsets.push(text.length);
    text += token.text;
  }
  const x = Math.min(...tokens.map((token) => token.x));
  const y = Math.min(...tokens.map((token) => token.y));
  const right = Math.max(...tokens.map((token) => token.x + token.w));
  const bottom = Math.max(...tokens.map((token) => token.y + token.h));
  return { page, row, tokens, text, offsets, x, y, w: right - x, h: bottom - y };
}

/** The tokens under a stretch of the segment's text. */
export function tokensAt({ tokens, offsets }: Segment, from: number, to: number): Token[] {
  return tokens.filter((token, index) => offsets[index]! < to && offsets[index]! + token.text.length > from);
}

/** The box around words of one page, in fractions of the printed page. */
export function boxAround(tokens: readonly Token[]): Box | null {
  if (tokens.length === 0) return null;
  const left = Math.min(...tokens.map(({ box }) => box[0]));
  const top = Math.min(...tokens.map(({ box }) => box[1]));
  const right = Math.max(...tokens.map(({ box }) => box[0] + box[2]));
  const bottom = Math.max(...tokens.map(({ box }) => box[1] + box[3]));
  const round = (value: number) => Math.round(value * 1e5) / 1e5;
  return [round(left), round(top), round(right - left), round(bottom - top)];
}

/** The least confidence of the words: one misread digit spoils a number. */
export const confidenceOf = (tokens: readonly Token[]): number => tokens.reduce((least, { confidence }) => Math.min(least, confidence), 1);
