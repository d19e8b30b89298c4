import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printedLayouts } from '../support/printed-layouts.ts';
import { run as read } from './read.bench.ts';

/** `./hub bench layouts [SET]`: the made-up layouts of `fixtures/layouts`, printed by Chromium, scored as the corpus is. */
export async function run([set]: string[]) {
  const folder = join(await mkdtemp(join(tmpdir(), 'hub-layouts-')), 'layouts');
  try {
    await mkdir(folder);
    const layouts = await printedLayouts(set);
    for (const { name, pdf } of layouts) await writeFile(join(folder, `${name}.pdf`), pdf);
    const files = layouts.map(({ name, expected }) => ({ file: `${name}.pdf`, kind: 'invoice', expected }));
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ files }));
    return { ...(await read([folder])), bench: 'layouts' };
  } finally {
    await rm(join(folder, '..'), { recursive: true, force: true });
  }
}
