import type { FileForm } from '#services/domain/identified.ts';
import type { KindModel } from '#services/domain/lessons.ts';
import type { DocumentKind, InvoiceKind, Page, Word } from '#services/domain/reading.ts';
import { folded } from '#services/domain/text.ts';
import { invoiceKindWords, kindWords } from './kind-words.ts';
import { modelVotes } from './learnt-model.ts';

export type Classified = {
  kind: DocumentKind;
  confidence: number;
  /** Only where the kind carries an invoice. */
  invoiceKind: InvoiceKind;
  /** The words that decided, for the screen (promise 6). */
  found: string[];
  /** Words for which people's corrections spoke for this kind. */
  learnt: string[];
};

/** Points for a title word in the middle of running text, near the top, and in the largest type of the page. */
const points = { title: 1.2, top: 2.2, large: 2, alone: 1.4, supporting: 0.55, against: -2.5, veto: -30, proForma: 4 };
const invoiceWords = kindWords.find(({ kind }) => kind === 'invoice')!;
/** A document whose best kind has fewer points is none that we know. */
const leastPoints = 1.6;
/** What shows no words is a photo only where it is a picture. */
const pictures: ReadonlySet<string> = new Set<FileForm>(['image', 'heic', 'tiff']);

/** `isFirst`: the line that a page begins with. */
type Line = { text: string; isFirst: boolean; isTop: boolean; isLarge: boolean };

/**
 * The kind of a document by its words, their place and type size (AC-054); a business's own corrections vote too.
 * Below 0.7 a person is asked (AC-056).
 */
export function classify(pages: readonly Page[], { form, model }: { form: string; model?: KindModel | undefined }): Classified {
  const lines = linesOf(pages);
  const text = ` ${lines.map((line) => line.text).join(' ')} `;
  const letters = text.replace(/[^\p{L}]/gu, '');
  const nothing: Classified = {
    kind: pictures.has(form) ? 'photo' : 'other',
    confidence: 0.75,
    invoiceKind: 'invoice',
    found: [],
    learnt: [],
  };
  if (letters.length < 15) return nothing;

  const isNarrow = pages.length === 1 && isTillRoll(pages[0]!, text);
  const votes = model ? modelVotes(model, text) : new Map<DocumentKind, { points: number; words: string[] }>();
  const scored = kindWords.map(({ kind, title, supporting = '', against = '', veto = '' }) => {
    const found: string[] = [];
    let score = votes.get(kind)?.points ?? 0;
    let best = 0;
    for (const word of title.split('|')) {
      // Set wide or broken, a title has its letters in order; most words are nowhere on the page.
      const value = letters.includes(word.replace(/[^\p{L}]/gu, '')) ? titleValue(word, lines, kind) : 0;
      if (value === 0) continue;
      found.push(word);
      best = Math.max(best, value);
    }
    score += best;
    // What calls itself a pro forma in its title is none of the invoices whose words it shares (AC-C10).
    const isTitledProForma = kind === 'pro-forma' && best >= points.title + points.top + points.large;
    if (isTitledProForma) score += points.proForma;
    for (const word of new Set(words(isTitledProForma ? `${supporting}|${invoiceWords.supporting}` : supporting)))
      if (holds(text, word)) {
        score += points.supporting;
        found.push(word);
      }
    for (const word of words(against)) if (holds(text, word)) score += points.against;
    for (const word of words(veto)) if (holds(text, word)) score += points.veto;
    // A page that is headed as a receipt in letters of its own size is one, though it names an invoice's number.
    const isTitledReceipt =
      kind === 'receipt' &&
      lines.some(
        ({ text: line, isLarge, isFirst }) => (isLarge || isFirst) && /^(?:payment )?receipt$|^nyugta$|^quittung$/.test(line.trim()),
      );
    if (kind === 'receipt') score += isNarrow ? 2 : isTitledReceipt ? points.proForma : -2;
    return { kind, score, found };
  });
  scored.sort((a, b) => b.score - a.score);
  const [first, second] = scored;
  if (!first || first.score < leastPoints)
    return looksLikeSlip(pages, text)
      ? namesItsNumber.test(text)
        ? { kind: 'invoice', confidence: 0.6, invoiceKind: 'invoice', found: [], learnt: [] }
        : { kind: 'receipt', confidence: 0.6, invoiceKind: 'receipt', found: [], learnt: [] }
      : { ...nothing, kind: 'other', confidence: 0.6 };
  const lead = first.score - (second?.score ?? 0);
  const invoiceKind = first.kind === 'receipt' ? 'receipt' : first.kind === 'pro-forma' ? 'pro-forma' : invoiceKindOf(lines);
  // A till's slip that calls itself an invoice is one: simplified in our law, but none the less (AC-C02).
  const isInvoice = first.kind === 'receipt' && /egyszerusitett szamla/.test(text);
  return {
    kind: isInvoice ? 'invoice' : first.kind,
    confidence: Math.min(0.99, 1 / (1 + Math.exp(-0.35 - 0.9 * lead))),
    invoiceKind: isInvoice ? 'simplified' : invoiceKind,
    found: first.found,
    learnt: votes.get(first.kind)?.words ?? [],
  };
}

const words = (list: string): string[] => list.split('|').filter((word) => word !== '');

/** Shorter words are parts of many others. */
const scatteredLetters = 8;

/** Whole words; `*` before one: the end of any compound will do. */
const patterns = new Map<string, { pattern: RegExp; piece: string }>();
function holds(text: string, word: string): boolean {
  let known = patterns.get(word);
  if (!known) {
    const start = word.startsWith('*') ? '' : '(?<![\\p{L}\\d])';
    const pattern = new RegExp(
      `${start}${word
        .replace(/^\*/, '')
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replace(/[ -]/g, '[\\s-]*')}(?![\\p{L}\\d])`,
      'u',
    );
    // The longest piece without a gap is looked for first: most words are not there, and the pattern is slow.
    const [piece = ''] = word
      .replace(/^\*/, '')
      .split(/[ -]/)
      .sort((a, b) => b.length - a.length);
    known = { pattern, piece };
    patterns.set(word, known);
  }
  return text.includes(known.piece) && known.pattern.test(text);
}

/** `Order: 4711` or `Receipt No. 12` on another document names that other one; only invoices are titled by their number. */
const namesAnother = (text: string, word: string): boolean =>
  new RegExp(`^${word.replace('*', '')}\\s*((szama?|sorszama|no|nr|number|nummer|#)[.:# ]*)*[:#]+ ?\\S*\\d`).test(text);

/** Letters of a paragraph before the end of its title: `Adásvételi szerződés, amely …`. */
const beginning = 16;
const speaksOf: ReadonlySet<DocumentKind> = new Set(['invoice', 'receipt', 'other']);

/** A sentence that speaks of an invoice: `You will receive an invoice when …`. */
const spokenOf = /\p{L}{2} (?:an|the|your|our|this|each|per|any) (?:tax )?invoices?(?!\p{L})/u;

function titleValue(word: string, lines: readonly Line[], kind: DocumentKind): number {
  let best = 0;
  for (const { text, isFirst, isTop, isLarge } of lines) {
    // Titles are also printed letter by letter.
    const letterRun = text.length <= 3 * word.length ? text.replace(/[^\p{L}]/gu, '') : '';
    const spaced = letterRun === word ? word : text;
    // A large title set wide, as OCR reads it: `PRO F o RMA`.
    const isScattered = isLarge && word.length >= scatteredLetters && text.replace(/[^\p{L}]/gu, '').includes(word);
    if (!holds(spaced, word) && !isScattered) continue;
    if (kind !== 'invoice' && kind !== 'pro-forma' && !isLarge && !isFirst && namesAnother(spaced, word)) continue;
    if (kind === 'invoice' && !isLarge && spokenOf.test(spaced)) continue;
    const letters = spaced.replace(/[^\p{L}]/gu, '').length;
    const isAlone = letters <= word.length + 10;
    // In a paragraph only what it begins with is a title; a sentence that begins with an invoice speaks of one.
    const isBeginning = speaksOf.has(kind) ? false : holds(` ${spaced.slice(0, word.length + beginning)}`, word);
    if (!isAlone && letters > 60 && !isBeginning) continue;
    best = Math.max(
      best,
      points.title + (isTop ? points.top : 0) + (isLarge ? points.large : 0) + (isAlone ? points.alone : 0) + word.length * 0.03,
    );
  }
  return best;
}

function invoiceKindOf(lines: readonly Line[]): InvoiceKind {
  const titles = lines.filter(({ isTop, isLarge, text }) => (isTop || isLarge) && text.length < 70);
  const found = invoiceKindWords.find(([, list]) =>
    words(list).some((word) => titles.some(({ text }) => holds(text, word) && !/hivatkozas|eloleg levon/.test(text))),
  );
  return found?.[0] ?? 'invoice';
}

function linesOf(pages: readonly Page[]): Line[] {
  const [first] = pages;
  if (!first) return [];
  const sizes = first.words.map(({ box }) => box[3]).toSorted((a, b) => a - b);
  const usual = sizes[Math.floor(sizes.length / 2)] ?? 0;
  return pages.slice(0, 3).flatMap((page) =>
    [...Map.groupBy(page.words, ({ line }) => line).values()].flatMap((line, at) => {
      const isFirst = page.number === first.number && at === 0;
      const isTop = page.number === first.number && (topOf(line) < 0.34 || page.words.length < 25);
      const isLarge = page.number === first.number && line.some(({ box, bold }) => box[3] > usual * 1.35 || bold === true);
      // A title in two languages is two titles.
      const texts = folded(line.map(({ text }) => text).join(' ')).split(' / ');
      return texts.map((text) => ({ text, isFirst, isTop, isLarge }));
    }),
  );
}

const topOf = (line: readonly Word[]): number => Math.min(...line.map(({ box }) => box[1]));

/** An invoice whose title was lost still names its number. */
const namesItsNumber =
  /(szamla (sorszam|szam)|invoice (no|num|nr|date)|rechnungs(nummer|nr|datum)|factuur(nummer|datum)|numero de facture)/;

/** A photographed slip without a title: few words, prices and their sum. */
const looksLikeSlip = ([page, second]: readonly Page[], text: string): boolean =>
  page !== undefined &&
  second === undefined &&
  page.textFrom === 'ocr' &&
  page.words.length < 180 &&
  /(?<!\p{L})(sub-?total|total|osszesen|summe|totaal|totale)(?!\p{L})/u.test(text) &&
  (text.match(/\d[.,]\d\d(?!\d)/g)?.length ?? 0) >= 3;

/** A till's roll: narrow, or its words are. */
function isTillRoll(page: Page, text: string): boolean {
  const left = Math.min(...page.words.map(({ box }) => box[0]));
  const right = Math.max(...page.words.map(({ box }) => box[0] + box[2]));
  const isShaped = Math.min(page.width, page.height) / Math.max(page.width, page.height) < 0.62 || right - left < 0.5;
  const isTill = /(cashier|visszajaro|change|tendered|kassier|barzahlung|sdn bhd|sdn\. ?bhd|receipt|nyugta)/.test(text);
  return isTill && (isShaped || (page.textFrom === 'ocr' && page.words.length < 180));
}
