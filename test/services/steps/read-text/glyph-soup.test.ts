import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { expect, test } from 'vitest';
import { readDocument } from '#services/read-document.ts';

const font = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
const lines = [
  'SZÁMLA',
  'Számla sorszáma: LV-2026/0417',
  'Számla kelte: 2026.11.02.',
  'Nettó összesen: 10 000 Ft',
  'ÁFA összesen: 2 700 Ft',
];

/** What is seen is right; what the font says of its letters is not: each stands for one of private use. */
async function printed({ isBroken }: { isBroken: boolean }): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margin: 50, compress: false });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => pdf.on('end', () => resolve()));
  pdf.font(font).fontSize(12);
  for (const [at, line] of [...lines, 'Bruttó összesen: 12 700 Ft'].entries()) pdf.text(line, 60, 60 + at * 26, { lineBreak: false });
  pdf.end();
  await ended;
  const text = Buffer.concat(chunks).toString('latin1');
  const broken = text.replace(/beginbfrange[\s\S]*?endbfrange/g, (range) =>
    range.replace(/\[[^\]]*\]/g, (list) => list.replace(/<0([0-9a-f]{3})>/g, '<e$1>')),
  );
  if (isBroken) expect(broken).not.toBe(text);
  return Buffer.from(isBroken ? broken : text, 'latin1');
}

test('a PDF whose font maps its letters to nonsense is read from its picture', { timeout: 90_000 }, async () => {
  const typed = await readDocument(await printed({ isBroken: false }), { name: 'ép.pdf' });
  expect(typed.textFrom).toBe('embedded');

  const { textFrom, invoice, fields, pageTexts } = await readDocument(await printed({ isBroken: true }), { name: 'leves.pdf' });

  expect(textFrom).toBe('ocr');
  expect(invoice).toMatchObject({ number: 'LV-2026/0417', issuedOn: '2026-11-02', gross: 1_270_000n, currency: 'HUF' });
  // Nothing of what the font said is left.
  expect(pageTexts.flatMap(({ words }) => words).filter(({ text }) => /\p{Co}/u.test(text))).toEqual([]);
  expect(fields['number']).toMatchObject({ source: 'ocr', sure: false });
});
