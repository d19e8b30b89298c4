import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeVouchers } from '#fixtures/vouchers/make-vouchers.ts';
import { openCage } from '#services/cage/cage.ts';
import { DomainError } from '#services/domain/errors.ts';
import { toWire } from '#services/domain/invoice-wire.ts';
import { kindsWithInvoice, type Reading } from '#services/domain/reading.ts';
import { rowOf } from '#services/steps/extract/believed.ts';
import { sharedFolder } from '../support/shared.ts';
import { fitBelieved } from './fit-believed.ts';
import { type Believed, reliabilityTable } from './reliability.ts';
import { type Expected, type Scored, score, wilson } from './scoring.ts';

const readers = 2;

type Listed = { file: string; kind: string; expected: Expected };
/** `rows.json` beside the folders: the materials of a file, and our kinds for a manifest's words. */
type Rows = { rows: Record<string, string[]>; kinds: Record<string, string[]>; invoiceKinds: Record<string, string[]> };
type Result = {
  name: string;
  materials: string[];
  scored: Scored[];
  reading: Reading | null;
  /** Of files whose borders are known; elsewhere several parts are enough. */
  isSplitRight: boolean | null;
  isKindRight: boolean | null;
  isInvoiceKindRight: boolean | null;
};

/** Of our own generator, so that no row stands on fewer than ten files; the seed is one that no rule was made on. */
const counts = { 'pdf-with-text': 60, scan: 12, 'photo-or-receipt': 16, 'several-invoices': 20 };
/** Enough pictures for a figure to mean something; half an hour on two cores. */
const many = { 'pdf-with-text': 200, scan: 60, 'photo-or-receipt': 60, 'several-invoices': 60 };
/** What is recognised alone. */
const pictures = { 'pdf-with-text': 0, scan: 60, 'photo-or-receipt': 60, 'several-invoices': 0 };
const usualSeed = 7;
const believedFile = new URL('../../services/steps/extract/believed.json', import.meta.url);

/**
 * `./hub bench read [FOLDER…] [--seed N] [--many | --pictures] [--fit]`: corpus folders against their manifests, by
 * material; each miss is named on stderr. Without folders also vouchers of our own generator, in rows of their own; with
 * `--many` those alone, and many of them, with `--pictures` many scans and photos alone. `--fit` writes the table of
 * confidences (`believed.json`) from what was read.
 */
export async function run(args: string[]) {
  const options = { seed: { type: 'string' }, many: { type: 'boolean' }, pictures: { type: 'boolean' }, fit: { type: 'boolean' } } as const;
  const { positionals: named, values } = parseArgs({ args, allowPositionals: true, options });
  const shared = sharedFolder() ?? '.';
  const made = await mkdtemp(join(tmpdir(), 'hub-vouchers-'));
  try {
    const corpus = values.many || values.pictures ? [] : ['invoices', 'einvoices', 'classify'].map((name) => join(shared, 'corpus', name));
    const wanted = { seed: Number(values.seed ?? usualSeed), counts: values.pictures ? pictures : values.many ? many : counts };
    const folders = named.length > 0 ? named : [...corpus, await makeVouchers(made, wanted)];
    const results = await scoreFolders(folders);
    if (values.fit) await writeFile(believedFile, `${JSON.stringify(fitBelieved(believedOf(results)))}\n`);
    for (const result of results) sayMisses(result);
    console.error(tableOf(results));
    console.error(reliabilityTable(believedOf(results)));
    return { bench: 'read', figures: figuresOf(results).filter(({ n }) => n > 0) };
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

async function scoreFolders(folders: readonly string[]): Promise<Result[]> {
  const results: Result[] = [];
  await using cage = openCage({ size: readers });
  for (const folder of folders) {
    const { files }: { files: Listed[] } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    const rows = await rowsBeside(folder);
    const waiting = files.values();
    const readOn = async () => {
      for (const listed of waiting) {
        const reading = await cage
          .run('read-document', { file: join(folder, listed.file), name: listed.file, isOcrNative: false, isUnfitted: true })
          .catch((error: unknown): null => {
            if (!(error instanceof DomainError)) throw error;
            console.error(`${listed.file}: refused, ${error.code}`);
            return null;
          });
        results.push(resultOf(`${basename(folder)}/${listed.file}`, listed, reading, rows));
      }
    };
    await Promise.all(Array.from({ length: readers }, readOn));
  }
  return results.sort((a, b) => a.name.localeCompare(b.name));
}

async function rowsBeside(folder: string): Promise<Rows | null> {
  const text = await readFile(join(folder, '..', 'rows.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : JSON.parse(text);
}

function resultOf(name: string, { kind, expected }: Listed, reading: Reading | null, rows: Rows | null): Result {
  const type = expected.documentType ?? kind;
  const from = name.startsWith('generated/') ? 'generated ' : '';
  const listed = Object.entries(rows?.rows ?? {}).flatMap(([row, files]) => (files.includes(name) ? [`${from}${row}`] : []));
  const kinds = rows?.kinds[type];
  const invoiceKinds = rows?.invoiceKinds[type];
  const invoice = reading?.invoice ? toWire(reading.invoice) : null;
  return {
    name,
    materials: listed.length > 0 ? listed : [materialOf(reading)],
    scored: score(expected, invoice, reading?.fields ?? {}),
    reading,
    isSplitRight: expected.pageRanges ? isSplit(reading, expected.pageRanges) : null,
    isKindRight: kinds ? reading !== null && kinds.includes(reading.kind) : null,
    isInvoiceKindRight: invoiceKinds && invoice ? invoiceKinds.includes(invoice.kind) : null,
  };
}

const isSplit = (reading: Reading | null, ranges: readonly (readonly [number, number])[]): boolean =>
  JSON.stringify(reading?.parts.flatMap((part) => ('pageRange' in part ? [part.pageRange] : []))) === JSON.stringify(ranges);

/** All values that were read and can be checked, with the score they were given. */
const believedOf = (results: readonly Result[]): Believed[] =>
  results.flatMap(({ name, scored, reading }) =>
    scored.flatMap(({ field, verdict, isSure }) => {
      const evidence = reading?.textFrom === 'xml' ? undefined : reading?.fields[field];
      if (!evidence || verdict === 'missing') return [];
      return [{ name, isRight: verdict === 'right', isSure, row: rowOf(evidence), confidence: evidence.confidence }];
    }),
  );

/** For files that no `rows.json` lists. */
const materialOf = (reading: Reading | null): string =>
  reading?.textFrom === 'xml' ? 'structured' : reading?.textFrom === 'embedded' ? 'pdf-with-text' : 'scan';

function sayMisses({ name, scored, reading, isKindRight, isInvoiceKindRight }: Result): void {
  if (reading?.refused) console.error(`${name}: refused, ${reading.refused.code}`);
  if (isKindRight === false) console.error(`${name}: kind ${reading?.kind} (${reading?.kindConfidence})`);
  if (isInvoiceKindRight === false) console.error(`${name}: invoice kind ${reading?.invoice?.kind}`);
  for (const { field, verdict, isSure, expected, got } of scored)
    if (verdict !== 'right') console.error(`${name}: ${field} ${verdict}${isSure ? ', SURE' : ''}: ${got} for ${expected}`);
}

const percent = (part: number, all: number): number => (all === 0 ? 0 : Math.round((part / all) * 1000) / 10);
const count = (scored: readonly Scored[], verdict: Scored['verdict']) => scored.filter((each) => each.verdict === verdict).length;

/** One row a material and field: right, wrong, missing, precision, recall with its Wilson interval, sure and sure-but-wrong. */
function tableOf(results: readonly Result[]): string {
  const lines = ['material | field | right | wrong | missing | precision % | recall % | 95 % interval | sure | sure and wrong'];
  const rowOf = (material: string, field: string, scored: readonly Scored[]) => {
    const [right, wrong] = [count(scored, 'right'), count(scored, 'wrong')];
    const [low, high] = wilson(right, scored.length);
    const sure = scored.filter(({ isSure }) => isSure);
    lines.push(
      [
        material,
        field,
        right,
        wrong,
        count(scored, 'missing'),
        percent(right, right + wrong),
        percent(right, scored.length),
        `${low.toFixed(0)}–${high.toFixed(0)}`,
        sure.length,
        count(sure, 'wrong'),
      ].join(' | '),
    );
  };
  for (const [material, own] of byMaterial(results)) {
    const scored = own.flatMap((result) => result.scored);
    if (scored.length > 0) rowOf(material, 'all fields', scored);
    for (const [field, some] of Map.groupBy(scored, ({ field }) => field)) rowOf(material, field, some);
    const kinds = own.filter(({ isKindRight }) => isKindRight !== null);
    const right = kinds.filter(({ isKindRight }) => isKindRight).length;
    lines.push(`${material} | kinds right | ${right} of ${kinds.length} | 95 % ${wilson(right, kinds.length).map(Math.round).join('–')}`);
  }
  return lines.join('\n');
}

function byMaterial(results: readonly Result[]): Map<string, Result[]> {
  const groups = new Map<string, Result[]>();
  for (const result of results) for (const material of result.materials) groups.set(material, [...(groups.get(material) ?? []), result]);
  return groups;
}

function figuresOf(results: readonly Result[]) {
  const groups = byMaterial(results);
  const figure = (name: string, part: number, all: number, must: number, aim: number) => ({
    name,
    value: percent(part, all),
    unit: '%',
    reference: null,
    ratio: null,
    n: all,
    must,
    aim,
  });
  const share = (material: string, label: string, fields: readonly string[], must: number, aim: number) => {
    const scored = (groups.get(material) ?? []).flatMap((result) => result.scored.filter(({ field }) => fields.includes(field)));
    return figure(`${material}: ${label}`, count(scored, 'right'), scored.length, must, aim);
  };
  const typed = (groups.get('pdf-with-text') ?? []).filter(({ scored }) => scored.length > 0);
  const whole = typed.filter(({ scored }) => scored.every(({ verdict }) => verdict === 'right')).length;
  const sure = results.flatMap(({ scored }) => scored.filter(({ isSure }) => isSure));
  const kinds = results.filter(({ isKindRight }) => isKindRight !== null);
  const several = [...(groups.get('several-invoices') ?? []), ...(groups.get('generated several-invoices') ?? [])];
  const lookAlikes = groups.get('look-alike') ?? [];
  const booked = lookAlikes.filter(({ reading }) => reading && reading.kind !== 'pro-forma' && kindsWithInvoice.has(reading.kind)).length;
  const structured = ['number', 'issuedOn', 'suppliedOn', 'dueOn', 'currency', 'net', 'vat', 'gross', 'supplier.taxNumber'].concat(
    'supplier.euVatNumber',
    'customer.taxNumber',
    'customer.euVatNumber',
  );
  return [
    share('structured', 'number, dates, currency, sums, tax numbers', structured, 100, 100),
    { ...figure('look-alikes booked as invoices', 0, lookAlikes.length, 0, 0), value: booked, unit: 'count' },
    share('pdf-with-text', 'number', ['number'], 90, 97),
    share('pdf-with-text', 'issue date', ['issuedOn'], 95, 99),
    share('pdf-with-text', 'gross', ['gross'], 95, 99),
    figure('pdf-with-text: every known field', whole, typed.length, 70, 88),
    share('scan', 'number', ['number'], 75, 92),
    share('scan', 'issue date', ['issuedOn'], 85, 95),
    share('scan', 'gross', ['gross'], 85, 96),
    share('photo-or-receipt', 'issue date', ['issuedOn'], 75, 90),
    share('photo-or-receipt', 'gross', ['gross'], 75, 90),
    share('generated pdf-with-text', 'number', ['number'], 90, 97),
    share('generated pdf-with-text', 'issue date', ['issuedOn'], 95, 99),
    share('generated pdf-with-text', 'gross', ['gross'], 95, 99),
    share('generated scan', 'number', ['number'], 75, 92),
    share('generated scan', 'issue date', ['issuedOn'], 85, 95),
    share('generated scan', 'gross', ['gross'], 85, 96),
    share('generated photo-or-receipt', 'number', ['number'], 75, 90),
    share('generated photo-or-receipt', 'issue date', ['issuedOn'], 75, 90),
    share('generated photo-or-receipt', 'gross', ['gross'], 75, 90),
    figure('wrong among sure', count(sure, 'wrong'), sure.length, 1, 0.3),
    figure('kind of document', kinds.filter(({ isKindRight }) => isKindRight).length, kinds.length, 90, 97),
    figure(
      'several in one proposed as several',
      several.filter(({ reading, isSplitRight }) => isSplitRight ?? (reading?.parts.length ?? 0) > 1).length,
      several.length,
      90,
      98,
    ),
  ];
}
