import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleInvoice } from '#fixtures/einvoices/sample.ts';
import { writers } from '#fixtures/einvoices/writers.ts';
import { makeVouchers } from '#fixtures/vouchers/make-vouchers.ts';

/** Of twenty documents: 60 % PDF with text, 20 % XML, 15 % scans, 5 % other. */
const day = { pdf: 12, xml: 4, scan: 3 };
export const usualSeed = 7;

/** Writes so many days' documents, all different, under a folder; gives their paths. */
export async function makeDays(into: string, days: number, seed: number): Promise<string[]> {
  const counts = { 'pdf-with-text': day.pdf * days, scan: day.scan * days, 'photo-or-receipt': 0, 'several-invoices': 0 };
  const folder = await makeVouchers(into, { seed, counts });
  await rm(join(folder, 'manifest.json'));
  const dialects = Object.values(writers);
  for (let at = 0; at < day.xml * days; at++) {
    const invoice = { ...sampleInvoice, number: `${sampleInvoice.number}-${at}` };
    await writeFile(join(folder, `invoice-${at}.xml`), dialects[at % dialects.length]!(invoice));
  }
  for (let at = 0; at < days; at++) await writeFile(join(folder, `letter-${at}.html`), letter(at));
  return (await readdir(folder)).map((name) => join(folder, name));
}

const letter = (at: number) => `<!doctype html><meta charset="utf-8"><h1>DÍJBEKÉRŐ</h1>
<p>Sorszám: D-2026/${at + 1}</p><p>Kelt: 2026.11.10.</p><p>Fizetési határidő: 2026.11.18.</p><p>Fizetendő: 12 700 Ft</p>`;
