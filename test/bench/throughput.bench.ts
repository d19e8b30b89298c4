import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { XmlDocument } from 'libxml2-wasm';
import { openCage } from '#services/cage/cage.ts';
import { bareTesseract } from './bare-tesseract.ts';
import { median, rounded } from './figures.ts';
import { makeDays, usualSeed } from './mixed-day.ts';

const lanes = 2;
const usualDays = 3;
const rounds = 3;

/**
 * `./hub bench throughput [DAYS] [--seed N]`: documents a minute of mixed days of twenty documents, from the file through
 * the cage to fields, two at a time; beside `pdftotext`, one-thread `tesseract` and a plain XML parse of the same files.
 * Medians of three rounds, ours and the reference's in turn.
 */
export async function run(args: string[]) {
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options: { seed: { type: 'string' } } });
  const days = Number(positionals[0] ?? usualDays);
  const made = await mkdtemp(join(tmpdir(), 'hub-throughput-'));
  try {
    const files = await makeDays(made, days, Number(values.seed ?? usualSeed));
    const hasReference = [spawnSync('pdftotext', ['-v']), spawnSync('tesseract', ['--version'])].every(({ status }) => status === 0);
    await using cage = openCage({ size: lanes });
    let refused = 0;
    const read = async (file: string) => {
      const { refused: reason } = await cage.run('read-document', { file, name: file, isOcrNative: false });
      if (reason) refused++;
    };
    // A hub that has run for a while has its readers started, with the code of each form and the language data loaded.
    for (const form of ['.jpg', '.pdf', '.xml', '.html']) {
      const one = files.find((file) => file.endsWith(form))!;
      await Promise.all(Array.from({ length: lanes }, () => read(one)));
    }
    const [own, bareRounds]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      own.push(await documentsPerMinute(files, read));
      if (hasReference) bareRounds.push(await documentsPerMinute(files, bare));
    }
    const value = median(own);
    const reference = hasReference ? median(bareRounds) : null;
    console.error(`${refused} refused; ratio by round: ${own.map((each, round) => rounded(each / bareRounds[round]!)).join(', ')}`);
    return {
      bench: 'throughput',
      figures: [
        {
          name: 'mixed day, two readers',
          value: rounded(value),
          unit: 'documents/min',
          reference: reference && rounded(reference),
          ratio: reference && rounded(value / reference),
          n: files.length * rounds,
          must: 0.4,
          aim: 0.8,
        },
      ],
    };
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

/** What the file costs at the least, by the usual program for its form; other forms their bytes alone. */
async function bare(file: string): Promise<void> {
  if (file.endsWith('.pdf')) await once(spawn('pdftotext', ['-layout', file, '-'], { stdio: ['ignore', 'ignore', 'ignore'] }), 'close');
  else if (file.endsWith('.xml')) XmlDocument.fromString(await readFile(file, 'utf8')).dispose();
  else if (file.endsWith('.jpg')) await bareTesseract(await readFile(file));
  else await readFile(file);
}

async function documentsPerMinute(files: readonly string[], read: (file: string) => Promise<void>): Promise<number> {
  const waiting = files.values();
  const readOn = async () => {
    for (const file of waiting) await read(file);
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: lanes }, readOn));
  return (files.length / (performance.now() - startedAt)) * 60_000;
}
