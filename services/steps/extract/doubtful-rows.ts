import type { Box, Page } from '#services/domain/reading.ts';
import { folded } from '#services/domain/text.ts';
import { type Findings, findAll } from './found.ts';
import type { LabelledField } from './labels.ts';
import { layoutOf, type Segment, type Token } from './layout.ts';
import { isTillRow } from './till.ts';

/** How much depends on a row that announces this. */
const worth: Partial<Record<LabelledField, number>> = { issuedOn: 4, gross: 3, payable: 3, net: 2, vat: 2, number: 2 };
const dateWorth = 4;
const tillWorth = 1;
/** Each row costs a few tenths of a second. */
const mostRows = 8;
/** A word above it was seen well. */
const clearWord = 0.85;

type Row = { tokens: Token[]; middle: number; height: number; worth: number };

/**
 * The rows of a page read twice that hold its day, its sums or what was paid, where their figures are in doubt or the two
 * readings differ: boxes of their words, the most telling first.
 */
export function doubtfulRows(page: Page): Box[][] {
  const [first, second] = [page.words, page.secondWords ?? []].map((words) => rowsIn(findAll(layoutOf([{ ...page, words }]))));
  const pairs: { row: Row; other: Row | undefined }[] = [];
  const left = new Set(second);
  for (const row of first!) {
    const other = [...left].find((each) => isSameRow(row, each));
    if (other) left.delete(other);
    pairs.push({ row, other });
  }
  return [...pairs, ...[...left].map((row) => ({ row, other: undefined }))]
    .map(({ row, other }) => ({ row, other, worth: Math.max(row.worth, other?.worth ?? 0) }))
    .filter(({ row, other, worth }) => worth > 0 && isDoubtful(row, other))
    .sort((a, b) => b.worth - a.worth)
    .slice(0, mostRows)
    .map(({ row, other }) => [...row.tokens, ...(other?.tokens ?? [])].map(({ box }) => box));
}

/** Words below it are dirt, with any size. */
const leastWord = 0.3;

const rowsIn = (findings: Findings): Row[] =>
  findings.layout.rows.map((row) => rowOf(row, findings)).filter(({ tokens }) => tokens.length > 0);

function rowOf(row: readonly Segment[], { labelsOf, datesOf }: Findings): Row {
  const tokens = row.flatMap((segment) => segment.tokens).filter(({ confidence }) => confidence >= leastWord);
  const labelled = row.flatMap((segment) => (labelsOf.get(segment) ?? []).map(({ field }) => worth[field] ?? 0));
  const text = folded(row.map((segment) => segment.text).join(' '));
  return {
    tokens,
    middle: meanOf(tokens.map(({ y, h }) => y + h / 2)),
    height: meanOf(tokens.map(({ h }) => h)),
    worth: Math.max(0, ...labelled, row.some((segment) => datesOf.has(segment)) ? dateWorth : 0, isTillRow(text) ? tillWorth : 0),
  };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const isSameRow = (a: Row, b: Row): boolean => Math.abs(a.middle - b.middle) < 0.5 * Math.max(a.height, b.height);

function isDoubtful(row: Row, other: Row | undefined): boolean {
  const figures = figuresOf(row);
  if (figures.length === 0 || figures.some(({ confidence }) => confidence < clearWord)) return true;
  return other !== undefined && textOf(figures) !== textOf(figuresOf(other));
}

const figuresOf = ({ tokens }: Row): Token[] => tokens.filter(({ text }) => /\d/.test(text));
const textOf = (tokens: readonly Token[]): string => tokens.map(({ text }) => text.replace(/[^\p{L}\d]+$/u, '')).join('');
