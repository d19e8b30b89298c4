import { DomainError } from './domain/errors.ts';
import type { FileForm } from './domain/identified.ts';
import { identify } from './domain/identify/identify.ts';
import type { KindModel, SupplierMemories } from './domain/lessons.ts';
import { activeContent } from './domain/part-actions.ts';
import { kindsWithInvoice, type Notice, type Page, type Reading, type ReadingPart, type Said } from './domain/reading.ts';
import { type PartsOptions, readParts, unread } from './read-parts.ts';
import { type Classified, classify } from './steps/classify/classify.ts';
import { languageOf } from './steps/classify/language.ts';
import { believed } from './steps/extract/believed.ts';
import { doubtfulRows } from './steps/extract/doubtful-rows.ts';
import { extract } from './steps/extract/extract.ts';
import type { OwnNumbers } from './steps/extract/parties.ts';
import { splitDocuments } from './steps/extract/split-documents.ts';
import { compareReadings } from './steps/read-structured/compare-readings.ts';
import { readInside, readStructured } from './steps/read-structured/read-structured.ts';
import { type Ocr, openOcr } from './steps/read-text/ocr.ts';
import { readText, textSourceOf } from './steps/read-text/read-text.ts';
import { isActiveHtml } from './steps/unpack/active-html.ts';
import { openLockedOffice } from './steps/unpack/locked-office.ts';
import { embeddedFiles } from './steps/unpack/pdf-files.ts';

export type ReadOptions = {
  name?: string | null;
  /** Our own numbers and names: they tell which side of an invoice is ours. */
  own?: OwnNumbers;
  /** What this business's people taught of kinds. */
  model?: KindModel;
  /** Where on a supplier's page each field stood, as this business's people confirmed. */
  memories?: SupplierMemories;
  password?: string;
  /** A person's word on the file: it decides before the page does. */
  said?: Said;
  /** The pages as an earlier run of these readers read them: their words are not read again. */
  readPages?: Page[];
  isOcrNative?: boolean;
  /** Confidences as the rules score them: for fitting the table of shares, and for nothing else. */
  isUnfitted?: boolean;
  /** Where XML Schemas lie that XML is checked against, for warnings only. */
  schemaFolder?: string;
  /** Files inside are read too, only named (the hub makes documents of them), or not looked for. */
  inside?: 'read' | 'named' | 'ignored';
  progress?: (done: number) => void;
};
export type DocumentReading = Reading & { pageTexts: Page[] };

let ocr: Ocr | undefined;

const mails: ReadonlySet<FileForm> = new Set(['mail', 'msg', 'mbox', 'tnef']);

/** What the machine understands of a document; bad input is a reading with `refused`, never an error. */
export async function readDocument(bytes: Uint8Array, options: ReadOptions): Promise<DocumentReading> {
  const identified = identify(bytes, options.name ?? null);
  const nothing: DocumentReading = { ...unread(identified.mediaType), pageTexts: [] };
  const schemaFolder = options.schemaFolder ?? null;
  try {
    if (identified.form === 'encrypted' && identified.dialect === 'office' && options.password !== undefined) {
      const { password, ...rest } = options;
      return { ...(await readDocument(openLockedOffice(bytes, password), rest)), mediaType: identified.mediaType };
    }
    const isMail = mails.has(identified.form);
    if (isMail || identified.form === 'archive') {
      const { left: _, ...inside } = await readParts(bytes, isMail, partsOptions(options));
      const isBare = !isMail && inside.parts.length === 0;
      return { ...nothing, ...inside, refused: inside.refused ?? (isBare ? holdsNothing : null) };
    }
    const structured = await readStructured(bytes, identified, { schemaFolder });
    if (structured) return { ...structured, pageTexts: [] };
    const read = { ...nothing, ...(await readPages(bytes, identified, options)) };
    if (identified.form === 'html' && isActiveHtml(Buffer.from(bytes))) read.warnings = [...read.warnings, actsByItself];
    const page = await withCarried(read, bytes, identified.form, options);
    const inside = identified.form === 'pdf' ? await xmlInside(bytes, schemaFolder) : null;
    if (!inside) return page;
    // A PDF with its own XML: the XML is shown, and what the page says differently is a warning.
    const { mediaType, pages, language, pageTexts } = page;
    return {
      ...inside,
      mediaType,
      pages,
      language,
      pageTexts,
      parts: [...inside.parts, ...page.parts.filter((part) => 'path' in part)],
      warnings: [...inside.warnings, ...page.warnings, ...compareReadings(inside, page)],
    };
  } catch (error) {
    if (error instanceof DomainError) return { ...nothing, refused: { code: error.code, message: error.message } };
    console.error(error);
    return { ...nothing, refused: { code: 'unreadable', message: 'the file cannot be read' } };
  }
}

/** Null also where the attachments cannot be taken out: the page is then all there is. */
async function xmlInside(bytes: Uint8Array, schemaFolder: string | null): Promise<Reading | null> {
  try {
    return await readInside(await embeddedFiles(bytes), { schemaFolder });
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

type Understood = Partial<DocumentReading>;

async function readPages(bytes: Uint8Array, identified: ReturnType<typeof identify>, options: ReadOptions): Promise<Understood> {
  const { password, progress, isOcrNative = false } = options;
  ocr ??= openOcr({ workers: 1, native: isOcrNative });
  // A plain array of its own: pdf.js refuses Buffers and takes the memory it is given.
  const { pages, textFrom, warnings } = options.readPages
    ? { pages: options.readPages, textFrom: textSourceOf(options.readPages), warnings: [] }
    : await readText(Uint8Array.from(bytes), identified, {
        ocr,
        isUnderstood: (page) => isWhole(understand([page], identified.form, options, [])),
        doubtfulRows,
        ...(password === undefined ? {} : { password }),
        ...(progress ? { progress } : {}),
      });
  const whole = { pages: pages.length, textFrom, language: languageOf(pages), pageTexts: pages };
  const ranges =
    options.said?.pageRanges ??
    splitDocuments(
      pages,
      pages.map((page) => languageOf([page])),
    );
  const fitted = <Of extends Pick<Reading, 'fields'>>(of: Of): Of => (options.isUnfitted ? of : { ...of, fields: believed(of.fields) });
  if (ranges.length < 2) return { ...whole, ...fitted(understand(pages, identified.form, options, warnings)) };
  const parts = ranges.map(([from, to]): ReadingPart => {
    const own = pages.slice(from - 1, to);
    return {
      mediaType: identified.mediaType,
      pages: own.length,
      textFrom,
      language: languageOf(own),
      parts: [],
      refused: null,
      ...fitted(understand(own, identified.form, options, [])),
      pageRange: [from, to],
    };
  });
  return {
    ...whole,
    kind: parts[0]!.kind,
    kindConfidence: Math.min(...parts.map(({ kindConfidence }) => kindConfidence)),
    parts,
    warnings,
  };
}

function understand(
  pages: readonly Page[],
  form: FileForm,
  { own, model, memories, said, name }: ReadOptions,
  warnings: Reading['warnings'],
): Pick<Reading, 'kind' | 'kindConfidence' | 'kindBecause' | 'invoice' | 'fields' | 'warnings'> {
  const classified: Classified = classify(pages, { form, model });
  const { invoiceKind } = classified;
  const kind = said?.kind ?? classified.kind;
  const kindConfidence = said?.kind ? 1 : classified.confidence;
  const kindBecause = { words: classified.found, learnt: classified.learnt };
  if (!kindsWithInvoice.has(kind)) return { kind, kindConfidence, kindBecause, invoice: null, fields: {}, warnings };
  const { invoice, fields, warnings: doubts } = extract(pages, { kind: invoiceKind, own, memories, name });
  return { kind, kindConfidence, kindBecause, invoice, fields, warnings: [...warnings, ...doubts] };
}

/** Sums that add up are believed at least so far (extract.ts). */
const addsUpConfidence = 0.9;
/** An invoice that names its number and its day, and whose sums add up: another look at the page has nothing to add. */
const isWhole = ({ invoice, fields }: Pick<Reading, 'invoice' | 'fields'>): boolean =>
  Boolean(invoice?.number && invoice.issuedOn && (fields['gross']?.confidence ?? 0) >= addsUpConfidence);

/** What a person said, and the pages read before, are of the outer file. */
const partsOptions = ({ said: _, readPages: _pages, ...options }: ReadOptions): PartsOptions => ({
  name: options.name ?? null,
  password: options.password,
  progress: options.progress,
  async read(bytes, name) {
    if (options.inside === 'named') return unread(identify(bytes, name).mediaType);
    // The files inside a file inside are listed with the others already.
    const { pageTexts: _, ...reading } = await readDocument(bytes, { ...options, name, inside: 'ignored' });
    return reading;
  },
});

/** Documents that may carry files beside what they show. */
const carriers: ReadonlySet<FileForm> = new Set(['pdf', 'docx', 'xlsx']);
/** An archive of links or pictures of letters, or one whose place of what is a document was cut off. */
const holdsNothing: Notice = { code: 'unreadable', message: 'nothing in it can be opened as a document' };
/** By mail and by upload alike: its text is read, and a person is asked. */
const actsByItself: Notice = { code: activeContent, message: 'the page would run or load something; only its text was read' };
/** There are such files; the hub makes documents of them. */
const holdsFiles: Notice = { code: 'holds-files', message: 'the document carries other files' };

async function withCarried(reading: DocumentReading, bytes: Uint8Array, form: FileForm, options: ReadOptions): Promise<DocumentReading> {
  if (!carriers.has(form) || options.inside === 'ignored') return reading;
  const { parts, left } = await readParts(bytes, false, partsOptions(options));
  if (parts.length === 0 && left === null) return reading;
  const limits = [left, ...parts.map(({ refused }) => refused)].flatMap((notice) => (notice?.code.startsWith('too-') ? [notice] : []));
  return {
    ...reading,
    parts: options.inside === 'named' ? reading.parts : [...reading.parts, ...parts],
    warnings: [...reading.warnings, holdsFiles, ...limits.slice(0, 1)],
  };
}
