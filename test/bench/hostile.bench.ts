import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cage, openCage } from '#services/cage/cage.ts';
import { walls } from '#services/cage/walls.ts';
import { DomainError } from '#services/domain/errors.ts';
import type { UnpackedPart } from '#services/domain/mail-tree.ts';
import type { Reading } from '#services/domain/reading.ts';
import { sharedFolder } from '../support/shared.ts';

type Listed = { file: string; format: string; kind: string; what: string; acceptable: string };

/** What became of a file, whichever reader had it. */
type Outcome = {
  /** Codes of every refusal, of the file itself or of a part. */
  refusals: string[];
  warnings: string[];
  reading: Reading | null;
  parts: UnpackedPart[];
  /** Parts that became documents and how each was read. */
  documents: Reading[];
  wallMs: number;
  pages: number;
};

const limits = /^(too-|out-of-)|limit/;
const crashes = /^(reader-crashed|internal-error)$/;
const locked = /^(encrypted|wrong-password)$/;
const secondsAFile = 30;
const memoryMiB = 1024;

/**
 * When the words of the manifest are met. The first line that fits a file's `acceptable` decides;
 * every file must besides stay within time and memory and crash no reader.
 */
const rules: readonly { says: RegExp; isMet: (outcome: Outcome) => boolean }[] = [
  {
    says: /^read after repair or kept as damaged|^text read after repair|^read, or kept|^opened or marked|^kept and marked as password|only the attachment/,
    isMet: (outcome) => isOpened(outcome) || outcome.refusals.some((code) => locked.test(code) || code === 'unreadable'),
  },
  { says: /^kept; a person is asked|^kept;|^kept or refused|original is kept, the document is marked/, isMet: () => true },
  {
    says: /^stopped by a limit/,
    isMet: ({ refusals, warnings, documents, reading }) =>
      [...refusals, ...warnings].some((code) => limits.test(code)) ||
      (documents.length === 0 && reading?.refused !== null && reading !== null),
  },
  {
    says: /^the ZIP is stopped by a limit/,
    isMet: ({ refusals, parts }) => refusals.some((code) => limits.test(code)) && parts.some(({ fate }) => fate === 'document'),
  },
  { says: /rest of the mail or batch goes on; the invoice itself stays readable/, isMet: ({ reading }) => reading?.invoice !== null },
  { says: /^refused or quarantined/, isMet: ({ refusals, reading, documents }) => refusals.length > 0 || isHarmless(reading, documents) },
  { says: /^refused or stored with the reason "empty file"/, isMet: ({ refusals }) => refusals.includes('empty-file') },
  {
    says: /^all eight parts kept/,
    isMet: ({ parts }) => parts.filter(({ fate }) => fate !== 'ignored').length >= 8 && parts.every(({ name }) => isHarmlessName(name)),
  },
  {
    says: /^all names right|^every file listed|^all three pages|^all pages read|^listed|^file taken in/,
    isMet: (outcome) => isOpened(outcome),
  },
  {
    says: /^the good invoices come in/,
    isMet: ({ parts }) =>
      parts.some(({ fate }) => fate === 'document') &&
      parts.every(({ name, path }) => isHarmlessName(name) && !path.split('/').includes('..')),
  },
  {
    says: /^nothing is written outside|^the link is not followed/,
    isMet: ({ parts, refusals }) =>
      refusals.length > 0 || parts.every(({ path, fate }) => (!path.split('/').includes('..') && fate !== 'unpacked') || path === '1'),
  },
  {
    says: /^the test file is quarantined/,
    isMet: ({ parts }) => parts.some(({ fate }) => fate === 'document') && parts.some(({ because }) => because === 'malware'),
  },
  { says: /total \(12 700 Ft\)/, isMet: ({ reading }) => [1_270_000n, null].includes(reading?.invoice?.gross ?? null) },
  { says: /total 25 400 Ft/, isMet: ({ reading }) => [2_540_000n, null].includes(reading?.invoice?.gross ?? null) },
  { says: /^recognised by content and processed as a PDF/, isMet: ({ reading }) => reading?.mediaType === 'application/pdf' },
  { says: /^recognised by content and processed as a picture/, isMet: ({ reading }) => reading?.mediaType.startsWith('image/') === true },
  {
    says: /^opened|^read normally|^read upright|^read after straightening|^text read|^the page must be read by OCR|^the last revision/,
    isMet: (outcome) => isOpened(outcome),
  },
  { says: /./, isMet: () => true },
];

const isOpened = ({ reading, parts }: Outcome): boolean =>
  (reading !== null && reading.refused === null) ||
  parts.some(({ fate }) => fate === 'document' || fate === 'review' || fate === 'unpacked');
const isHarmless = (reading: Reading | null, documents: Reading[]): boolean =>
  [reading, ...documents].every((each) => each === null || each.invoice === null);
const isHarmlessName = (name: string | null): boolean => name === null || !/[/\\\p{Cc}\p{Cf}]|^\.\.?$/u.test(name);

const figure = (name: string, value: number, unit: string, reference: number, must: number) => ({
  name,
  value,
  unit,
  reference,
  ratio: null,
  n: reference,
  must,
  aim: must,
});

/** `./hub bench hostile [FOLDER]`: how every hostile file ends, by the words of its manifest; what falls short is named on stderr. */
export async function run(args: string[]) {
  const folder = args.find((arg) => !arg.startsWith('-')) ?? join(sharedFolder() ?? '.', 'corpus/hostile');
  const { files }: { files: Listed[] } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  const watched = [tmpdir(), process.cwd(), folder];
  const before = await listing(watched);
  const into = await mkdtemp(join(tmpdir(), 'hub-bench-'));
  const tally = { acceptable: 0, slow: 0, slowestMs: 0 };
  let peak = 0;
  {
    await using cage = openCage({ size: 1, memoryMiB });
    for (const listed of files) {
      const outcome = await read(cage, join(folder, listed.file), listed, await mkdtemp(join(into, 'file-')));
      const budgetMs = secondsAFile * 1000 * Math.max(1, outcome.pages);
      const rule = rules.find(({ says }) => says.test(listed.acceptable))!;
      const isMet = !outcome.refusals.some((code) => crashes.test(code)) && outcome.wallMs <= budgetMs && rule.isMet(outcome);
      tally.acceptable += isMet ? 1 : 0;
      tally.slow += outcome.wallMs > budgetMs ? 1 : 0;
      tally.slowestMs = Math.max(tally.slowestMs, outcome.wallMs);
      const { refusals, warnings, reading, parts } = outcome;
      const fates = parts.slice(0, 12).map(({ path, fate, because }) => `${path.slice(0, 60)}=${fate}${because ? `:${because}` : ''}`);
      if (!isMet || args.includes('--all'))
        console.error(
          isMet ? 'good' : 'BAD ',
          listed.file,
          `${Math.round(outcome.wallMs)} ms`,
          JSON.stringify({
            acceptable: listed.acceptable.slice(0, 90),
            refusals: refusals.slice(0, 6),
            warnings,
            kind: reading?.kind,
            pages: outcome.pages,
            gross: String(reading?.invoice?.gross),
            fates,
          }),
        );
    }
    peak = cage.memoryPeakMiB();
  }
  await rm(into, { recursive: true });
  const outside = (await listing(watched)).filter((path) => !before.includes(path) && !/\/(hub-|bizonylat|vitest|npm-|node-)/.test(path));
  for (const path of outside) console.error(`new outside the cage: ${path}`);
  return {
    bench: 'hostile',
    figures: [
      figure('files with an acceptable outcome', tally.acceptable, 'count', files.length, files.length),
      figure('slowest file', Math.round(tally.slowestMs), 'ms', files.length, secondsAFile * 1000),
      figure('files over time', tally.slow, 'count', files.length, 0),
      figure('largest reader', Math.round(peak), 'MiB', files.length, memoryMiB),
      figure('files written outside', outside.length, 'count', files.length, 0),
      figure('readers with a network', walls().hasNoNetwork ? 0 : 1, 'count', 1, 0),
    ],
  };
}

/** Reads as the hub does: containers are taken apart, then every document in them is read. */
async function read(cage: Cage, file: string, { file: name, format }: Listed, into: string): Promise<Outcome> {
  const outcome: Outcome = { refusals: [], warnings: [], reading: null, parts: [], documents: [], wallMs: 0, pages: 1 };
  const attempt = async <Result>(reading: Promise<Result>): Promise<Result | null> => {
    try {
      return await reading;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      outcome.refusals.push(error.code);
      return null;
    }
  };
  const readOne = async (path: string, hint: string | null): Promise<Reading | null> => {
    const startedAt = performance.now();
    const onProgress = (page: number) => {
      outcome.pages = Math.max(outcome.pages, page);
    };
    const reading = await attempt(cage.run('read-document', { file: path, name: hint }, { onProgress }));
    outcome.wallMs = Math.max(outcome.wallMs, performance.now() - startedAt);
    if (!reading) return null;
    if (reading.refused) outcome.refusals.push(reading.refused.code);
    outcome.warnings.push(...reading.warnings.map(({ code }) => code));
    return reading;
  };
  const startedAt = performance.now();
  if (format === 'eml') {
    const mail = await attempt(cage.run('unpack-mail', { file, name }, { into }));
    if (mail?.refused) outcome.refusals.push(mail.refused.code);
    outcome.parts = mail?.parts ?? [];
  } else if (format === 'zip') outcome.parts = (await attempt(cage.run('unpack-archive', { file, name }, { into }))) ?? [];
  outcome.wallMs = performance.now() - startedAt;
  outcome.refusals.push(...outcome.parts.filter(({ fate }) => fate === 'review' || fate === 'refused').map(({ because }) => because ?? ''));
  if (format !== 'eml' && format !== 'zip') {
    outcome.reading = await readOne(file, name);
    outcome.refusals.push(...(outcome.reading?.parts ?? []).flatMap(({ refused }) => refused?.code ?? []));
  }
  for (const part of outcome.parts) {
    const reading = part.fate === 'document' && part.file !== null ? await readOne(join(into, part.file), part.name) : null;
    if (reading) outcome.documents.push(reading);
  }
  return outcome;
}

async function listing(folders: string[]): Promise<string[]> {
  const lists = await Promise.all(folders.map(async (folder) => (await readdir(folder)).map((name) => join(folder, name))));
  return lists.flat();
}
