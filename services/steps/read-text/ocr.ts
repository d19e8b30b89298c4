import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createWorker, type PSM, type Worker } from 'tesseract.js';
import { recogniseNatively } from './native-ocr.ts';
import { type RecognisedWord, wordsOfTsv } from './ocr-tsv.ts';

/** Tesseract's page segmentation: 3 finds columns and tables by itself, 6 takes the page as one block, 7 as one line. */
export type PageMode = 3 | 6 | 7;
export type RecogniseOptions = { mode: PageMode; dpi?: number };

/** A pool of recognisers in this process; pages of one document go side by side. */
export type Ocr = AsyncDisposable & {
  readonly workers: number;
  /** `image`: any format that Leptonica reads; its own (`asSpix`) is the quickest. Boxes are pixels of that image. */
  recognise(image: Uint8Array, options: RecogniseOptions): Promise<RecognisedWord[]>;
};

/** Read one after the other: Hungarian for the accents, English where Hungarian misreads figures and the percent sign. */
const languages = ['hun', 'eng'];

/** Light print on dark is turned before (light-print.ts): another try at each poor line costs time and reads dirt. */
const settings = { tessedit_do_invert: '0' };

const require = createRequire(import.meta.url);

/**
 * Opens recognisers that start when first needed and stay warm. `native`: the machine's own tesseract instead of the
 * one that came with us. Nothing is fetched: programs and languages lie beside the code.
 */
export function openOcr({ workers = 2, native = false }: { workers?: number; native?: boolean } = {}): Ocr {
  const idle: Promise<Worker>[] = [];
  const waiting: (() => void)[] = [];
  let running = 0;
  let folder: Promise<string> | undefined;

  async function withTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (running >= workers) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  }

  return {
    workers,
    recognise: (image, { mode, dpi = 300 }) =>
      withTurn(async () => {
        if (native) return wordsOfTsv(await recogniseNatively(image, { mode, dpi, languages, settings }));
        folder ??= gatherLanguages();
        const starting = idle.pop() ?? folder.then(startWorker);
        const worker = await starting;
        try {
          const { data } = await worker.recognize(
            // The worker takes bytes; its types know the browser's pictures only.
            Buffer.from(image),
            { ...({ ...settings, tessedit_pageseg_mode: String(mode) as PSM, user_defined_dpi: String(Math.round(dpi)) } as object) },
            { text: false, tsv: true },
          );
          return wordsOfTsv(data.tsv ?? '');
        } finally {
          idle.push(starting);
        }
      }),
    async [Symbol.asyncDispose]() {
      await Promise.all(idle.map(async (starting) => (await starting).terminate()));
      if (folder) await rm(await folder, { recursive: true, force: true });
    },
  };
}

/** Tesseract wants its languages in one folder; npm brings each in its own. */
async function gatherLanguages(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hub-languages-'));
  for (const language of languages) {
    const from = dirname(require.resolve(`@tesseract.js-data/${language}/package.json`));
    await copyFile(join(from, '4.0.0_best_int', `${language}.traineddata.gz`), join(folder, `${language}.traineddata.gz`));
  }
  return folder;
}

async function startWorker(langPath: string): Promise<Worker> {
  return createWorker(languages, undefined, { langPath, gzip: true, cacheMethod: 'none', errorHandler: () => undefined });
}
