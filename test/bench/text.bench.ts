import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDocument } from '#services/read-document.ts';
import { printedLines, printedPdf } from '#test/support/printed-page.ts';

const documents = 10;
const pagesEach = 3;
const rounds = 3;

/** Pages a second of PDFs with text, from bytes to extracted fields, beside `pdftotext` on the same files. */
export async function run(_args: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'hub-bench-'));
  try {
    const files = await Promise.all(
      Array.from({ length: documents }, async (_, at) => {
        const bytes = await printedPdf(Array.from({ length: pagesEach }, (_page, page) => ['SZÁMLA', ...printedLines(at * 10 + page)]));
        const file = join(folder, `${at}.pdf`);
        await writeFile(file, bytes);
        return { file, bytes };
      }),
    );
    const hasReference = spawnSync('pdftotext', ['-v']).status === 0;
    await readDocument(files[0]!.bytes, { name: '0.pdf' }); // loads the readers
    const own: number[] = [];
    const reference: number[] = [];
    for (let round = 0; round < rounds; round++) {
      own.push(await pagesPerSecond(files, ({ bytes, file }) => readDocument(bytes, { name: file })));
      if (hasReference) reference.push(await pagesPerSecond(files, async ({ file }) => spawnSync('pdftotext', ['-layout', file, '-'])));
    }
    const value = median(own);
    const bare = hasReference ? median(reference) : null;
    return {
      bench: 'text',
      figures: [
        {
          name: 'PDF with text, to fields',
          value: rounded(value),
          unit: 'pages/s',
          reference: bare && rounded(bare),
          ratio: bare && rounded(value / bare),
          n: documents * pagesEach * rounds,
          must: 0.05,
          aim: 0.3,
        },
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function pagesPerSecond<File>(files: readonly File[], read: (file: File) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  for (const file of files) await read(file);
  return ((files.length * pagesEach) / (performance.now() - startedAt)) * 1000;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const rounded = (value: number) => Math.round(value * 1e4) / 1e4;
