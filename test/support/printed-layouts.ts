import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBrowser } from './browser.ts';

const folder = fileURLToPath(new URL('../../fixtures/layouts/', import.meta.url));
const margin = '14mm';

/** A made-up layout as a browser prints it, with the values that a person wrote down for it (keys of the corpus' manifests). */
export type PrintedLayout = { name: string; set: string; expected: Record<string, unknown>; pdf: Uint8Array };

/** Every layout of `fixtures/layouts`: HTML that carries what is to be read from it. */
export async function printedLayouts(sets = '*'): Promise<PrintedLayout[]> {
  await using browser = await openBrowser();
  const page = await browser.newPage();
  const layouts: PrintedLayout[] = [];
  for (const file of globSync(`${sets}/*.html`, { cwd: folder }).toSorted()) {
    const html = await readFile(`${folder}${file}`, 'utf8');
    const [, expected] = /<script type="application\/json">([\s\S]*?)<\/script>/.exec(html) ?? [];
    if (expected === undefined) throw new Error(`${file} does not say what is to be read`);
    await page.setContent(html);
    const pdf = await page.pdf({
      format: 'A4',
      printBackground: true,
      margin: { top: margin, bottom: margin, left: margin, right: margin },
    });
    layouts.push({ name: basename(file, '.html'), set: dirname(file), expected: JSON.parse(expected), pdf });
  }
  return layouts;
}
