import { spawnSync } from 'node:child_process';
import { openOcr } from '#services/steps/read-text/ocr.ts';
import { readText } from '#services/steps/read-text/read-text.ts';
import { printedLines, scanned } from '#test/support/printed-page.ts';
import { bareTesseract } from './bare-tesseract.ts';

const seeds = [11, 12, 13, 14];
const rounds = 3;

/** Pages a minute on two workers beside two native tesseract processes of one thread each, on the same made-up scans. */
export async function run(args: string[]) {
  const pages = await Promise.all(
    seeds.map(async (seed) => {
      const lines = printedLines(seed);
      return { expected: lines.join(' '), picture: await scanned(lines, { seed, turnDegrees: (seed % 5) * 0.3 }) };
    }),
  );
  const hasNative = spawnSync('tesseract', ['--version']).status === 0;
  const isNative = args.includes('--native') && hasNative;
  await using ocr = openOcr({ workers: 2 });
  await using native = openOcr({ workers: 2, native: true });
  const ours = (pool: typeof ocr) => async (picture: Buffer) => {
    const read = await readText(picture, { mediaType: 'image/jpeg', form: 'image' }, { ocr: pool });
    return read.pages.flatMap(({ words }) => words.map(({ text }) => text)).join(' ');
  };
  await inPairs(pages, ours(ocr)); // starts the workers
  const own: Round[] = [];
  const withNative: Round[] = [];
  const reference: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    own.push(await inPairs(pages, ours(ocr)));
    if (hasNative) reference.push(await inPairs(pages, bareTesseract));
    if (isNative) withNative.push(await inPairs(pages, ours(native)));
  }
  const referenceSpeed = hasNative ? median(reference.map(({ pagesPerMinute }) => pagesPerMinute)) : null;
  const referenceErrors = hasNative ? median(reference.map(({ errorRate }) => errorRate)) : null;
  const figuresOf = (name: string, results: Round[], must: number, aim: number) => {
    const speed = median(results.map(({ pagesPerMinute }) => pagesPerMinute));
    const errors = median(results.map(({ errorRate }) => errorRate));
    const n = pages.length * rounds;
    return [
      {
        name,
        value: rounded(speed),
        unit: 'pages/min',
        reference: referenceSpeed && rounded(referenceSpeed),
        ratio: referenceSpeed && rounded(speed / referenceSpeed),
        n,
        must,
        aim,
      },
      {
        name: `${name}, character errors`,
        value: rounded(errors),
        unit: 'share',
        reference: referenceErrors && rounded(referenceErrors),
        ratio: null,
        n,
        must: referenceErrors,
        aim: null,
      },
    ];
  };
  return {
    bench: 'ocr',
    figures: [
      ...figuresOf('tesseract.js, two workers', own, 0.55, 0.75),
      ...(isNative ? figuresOf('native, two workers', withNative, 0.55, 0.95) : []),
    ],
  };
}

type Round = { pagesPerMinute: number; errorRate: number };
type Scan = { expected: string; picture: Buffer };

async function inPairs(pages: readonly Scan[], read: (picture: Buffer) => Promise<string>): Promise<Round> {
  const queue = [...pages];
  let errors = 0;
  const startedAt = performance.now();
  const take = async () => {
    for (let page = queue.shift(); page; page = queue.shift()) errors += errorRate(page.expected, await read(page.picture));
  };
  await Promise.all([take(), take()]);
  return { pagesPerMinute: (pages.length / (performance.now() - startedAt)) * 60_000, errorRate: errors / pages.length };
}

/** Letters to change, in shares of the expected text; white space counts as one blank. Levenshtein. */
function errorRate(expected: string, found: string): number {
  const [a, b] = [expected, found].map((text) => text.replace(/\s+/gu, ' ').trim()) as [string, string];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]! / a.length;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const rounded = (value: number) => Math.round(value * 1e4) / 1e4;
