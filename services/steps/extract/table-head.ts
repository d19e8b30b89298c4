import { folded } from '#services/domain/text.ts';
import type { Findings } from './found.ts';
import { type Segment, segmentOf, type Token } from './layout.ts';

/** What a column of the invoice's table holds (AC-L19–AC-L22). */
export type Column = 'description' | 'quantity' | 'unit' | 'unitPrice' | 'net' | 'rate' | 'vat' | 'gross' | 'amount' | 'code' | 'discount';
export type HeadCell = { column: Column; segment: Segment };
/** Cells of a table's head, from left to right, and the last of the rows that they fill; `isStacked`: several rows. */
export type Head = { cells: HeadCell[]; lastRow: number; isStacked: boolean };

/** By their words, accents folded; the first that matches a phrase counts. */
const columns: readonly (readonly [Column, RegExp])[] = [
  ['discount', /^(kedv\p{L}*|engedm\p{L}*|rabatt|discount|disc|remise)\b/u],
  [
    'code',
    /^(ssz|s\.?sz|sorsz\p{L}*|tetelszam|cikk(szam|kod)?|kod|item (no|code|number)|code|no|nr|art\.?[ -]?n[ro]|artikel[ -]?n\p{L}*|pos\p{L}*|vtsz|szj|teszor|#|sku|gy\.?szam|lejarat|ean|datum|date|ref)\b/u,
  ],
  [
    'unitPrice',
    /^((netto|brutto|nto|bto|net|gross)\.? )?(egys?(eg)?\.? ?ar|e\.? ?ar|ear)|^(netto|brutto|net|gross)? ?(unit ?price|price( per unit| \/ ?unit)?|rate$|unit cost|cost)|^(einzel|stuck|e-|netto|brutto|vk )-?preis|^preis|^prix|^prezzo|^cena|^ar( ?\/ ?egys\p{L}*)?$|^p\.?u\.?/u,
  ],
  [
    'rate',
    /^(afa|ado)[ -]?(kulcs|%|\(%\)|mertek\p{L}*)|^(adokulcs|kulcs|%)|^(vat|tax|gst)[ -]?(rate|%)|^(mwst|ust)\.?[ -]?(satz|%)|^steuersatz|^(tva|iva|btw|dph)[ -]?%/u,
  ],
  [
    'net',
    /^(netto|nto|net|adoalap|afa ?alap)\.? ?(ertek|osszeg|ar|osszesen|total|value|amount|betrag)?|^(ertek|osszeg|osszesen|ar) (afa )?(nelkul|netto)|^(adoalap|taxable|warenwert|subtotal)|^afa nelkul/u,
  ],
  [
    'gross',
    /^(brutto|bto|gross)\.? ?(ertek|osszeg|ar|osszesen|total|value|amount|betrag)?|^(ertek|osszeg|osszesen) (afaval|afa-?val|brutto)|^afaval/u,
  ],
  ['vat', /^(afa|ado)[ -]?(ertek|osszeg|ft|huf)?|^(athar\p{L}*)|^(vat|tax|gst|mwst|ust|tva|iva|btw|dph|steuer)\.?( amount| betrag)?/u],
  [
    'quantity',
    /^(menny\p{L}*|qty|quantity|menge|anzahl|aantal|quantit\p{L}*|cantidad|ilosc|db|darab|hours|days|stunden|ora|mnozstv\p{L}*)/u,
  ],
  ['unit', /^(me|m\.e|mee|m\.egys|egys(eg)?|unit|uom|einheit|eh|mj|jm)\b/u],
  [
    'amount',
    /^(line )?(amount|total|price total|line total|item (sub)?total|betrag|gesamt\p{L}*|summe|osszeg|ertek|osszesen|ar|montant|importe|spolu|wartosc|celkem|totale?|wert)/u,
  ],
  [
    'description',
    /megnev|leiras|^(termek|szolgaltatas|tetel|cikk|aru|jogcim|munka)\b|^(item|product|service|goods|name of|article|particulars|details)|descri|bezeichnung|beschreibung|^artikel|^leistung|designation|libelle|omschrijving|nazwa|nazov|popis/u,
  ],
];

const columnOf = (text: string): Column | null => {
  const words = folded(text).replace(/^[\s(:.]+/, '');
  return columns.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
};

/** A line of letters is one height; a head of several stands closer than this. */
const closeLines = 1.75;

/** The first head of a table of lines on the pages. */
export function tableHead(findings: Findings): Head | null {
  const { rows } = findings.layout;
  for (const [at, row] of rows.entries()) {
    const plain = headCells(row, findings);
    const stacked = plain ? null : stackedHead(at, findings);
    const cells = plain ?? (stacked && headCells(stacked.row, findings));
    if (!cells) continue;
    let lastRow = stacked?.lastRow ?? at;
    let above = row[0]!;
    // A head of several lines: `Egységár ÁFA` over `nélkül`, or the same once more in another language.
    for (const next of rows.slice(at + 1, at + 4)) {
      const [first] = next;
      if (!first || first.page !== above.page || first.y - above.y > closeLines * Math.max(above.h, first.h)) break;
      if (
        next.some((segment) => hasAmount(segment, findings)) ||
        !next.every((segment) => cells.some((cell) => overlaps(cell.segment, segment)))
      )
        break;
      if (!next.some(({ text }) => /\p{L}/u.test(text))) break;
      if (next.length === 1 && cells[0] !== undefined && overlaps(descriptionOf(cells), first)) break;
      lastRow = first.row;
      above = first;
    }
    return { cells, lastRow, isStacked: lastRow > at };
  }
  return null;
}

/** Cells of several lines, each in the middle of its height: the rows around one that names the goods, put together by their columns. */
function stackedHead(at: number, findings: Findings): { row: Segment[]; lastRow: number } | null {
  const { rows } = findings.layout;
  const middle = rows[at] ?? [];
  const named = middle.find((segment) => cellsOf(segment).some(({ column }) => column === 'description'));
  if (!named) return null;
  const isNear = ([first]: readonly Segment[]) =>
    first !== undefined && first.page === named.page && Math.abs(first.y - named.y) < closeLines * Math.max(first.h, named.h);
  const near = [rows[at - 1] ?? [], middle, rows[at + 1] ?? []].filter(isNear);
  if (near.length < 2 || near.flat().some((segment) => hasAmount(segment, findings))) return null;
  const groups: Segment[][] = [];
  for (const segment of near.flat().toSorted((a, b) => a.x - b.x)) {
    const group = groups.find((each) =>
      each.some((other) => Math.min(other.x + other.w, segment.x + segment.w) > Math.max(other.x, segment.x)),
    );
    if (group) group.push(segment);
    else groups.push([segment]);
  }
  const row = groups.map((group) =>
    segmentOf(
      group.toSorted((a, b) => a.y - b.y).flatMap(({ tokens }) => tokens),
      named.page,
      at,
    ),
  );
  return { row, lastRow: near.at(-1)![0]!.row };
}

export const isHeadRow = (row: readonly Segment[], findings: Findings): boolean => headCells(row, findings) !== null;

const descriptionOf = (cells: readonly HeadCell[]): Segment => cells.find(({ column }) => column === 'description')!.segment;

export const overlaps = (one: Segment, other: Pick<Segment, 'x' | 'w'>): boolean =>
  other.x < one.x + one.w + 0.01 && other.x + other.w > one.x - 0.01;

const hasAmount = (segment: Segment, { amountsOf }: Findings): boolean =>
  (amountsOf.get(segment) ?? []).some(({ isPercent, currency, decimals }) => !isPercent || currency !== null || decimals > 2);

/** A row of which one cell names what is sold and two more the figures; null for any other. */
function headCells(row: readonly Segment[], findings: Findings): HeadCell[] | null {
  if (row.some((segment) => hasAmount(segment, findings))) return null;
  const cells = row.flatMap(cellsOf);
  const isNamed = cells.some(({ column }) => column === 'description');
  const figures = new Set(cells.map(({ column }) => column).filter((column) => column !== 'description' && column !== 'code'));
  return isNamed && figures.size >= 2 && cells.length >= 3 ? cells : null;
}

/** Heads that stand so close that they read as one line are told apart by their words. */
function cellsOf(segment: Segment): HeadCell[] {
  const found: { column: Column; tokens: Token[] }[] = [];
  for (let from = 0; from < segment.tokens.length; ) {
    const rest = segment.tokens.slice(from);
    const column = columnOf(rest.map(({ text }) => text).join(' '));
    if (column === null) {
      // Words that say more of the column before them; before any column they are of none.
      if (found.length > 0) found.at(-1)!.tokens.push(segment.tokens[from]!);
      else if (columnOf(segment.text) === null && /megnev|descri|bezeichnung/.test(folded(segment.text)))
        return [{ column: 'description', segment }];
      from += 1;
      continue;
    }
    if (column === 'description' && from === 0) return [{ column, segment }];
    const length = phraseLength(rest, column);
    found.push({ column, tokens: rest.slice(0, length) });
    from += length;
  }
  return found.map(({ column, tokens }) => ({ column, segment: segmentOf(tokens, segment.page, segment.row) }));
}

/** How many words name the column: as many as still name it, and begin no other. */
function phraseLength(tokens: readonly Token[], column: Column): number {
  for (let length = 1; length < tokens.length; length++) {
    const whole = columnOf(
      tokens
        .slice(0, length + 1)
        .map(({ text }) => text)
        .join(' '),
    );
    const next = columnOf(
      tokens
        .slice(length)
        .map(({ text }) => text)
        .join(' '),
    );
    const here = columnOf(
      tokens
        .slice(0, length)
        .map(({ text }) => text)
        .join(' '),
    );
    if (
      here === column &&
      next !== null &&
      (next !== 'amount' || (here !== 'net' && here !== 'gross' && here !== 'vat' && here !== 'unitPrice')) &&
      !(here === 'vat' && next === 'rate')
    )
      return length;
    if (whole !== column && here === column) return length;
  }
  return tokens.length;
}
