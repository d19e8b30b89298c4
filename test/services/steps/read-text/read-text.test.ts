import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import type { Page } from '#services/domain/reading.ts';
import { openOcr } from '#services/steps/read-text/ocr.ts';
import { readText } from '#services/steps/read-text/read-text.ts';
import { pageCount, renderPage } from '#services/steps/read-text/render-page.ts';
import { printedLines, printedPdf, scanned } from '#test/support/printed-page.ts';

const ocr = openOcr({ workers: 2 });
afterAll(() => ocr[Symbol.asyncDispose]());

const read = (bytes: Uint8Array, form: string, options = {}) => readText(bytes, { mediaType: '', form }, { ocr: null, ...options });
const lineTexts = ({ words }: Page) => {
  const lines = new Map<number, string[]>();
  for (const { line, text } of words) lines.set(line, [...(lines.get(line) ?? []), text]);
  return [...lines.values()].map((texts) => texts.join(' '));
};
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('PDF with text', () => {
  test('gives its lines word for word, with places on the page', async () => {
    const lines = printedLines(3, 12);
    const { pages, textFrom } = await read(await printedPdf([lines]), 'pdf');
    expect(textFrom).toBe('embedded');
    expect(lineTexts(pages[0]!)).toEqual(lines);
    const [x, y] = pages[0]!.words[0]!.box;
    expect(x).toBeCloseTo(50 / 595, 2);
    expect(y).toBeCloseTo(50 / 842, 1);
  });

  test('a bold font makes bold words', async () => {
    const { pages } = await read(await printedPdf([['Fizetendő összesen']], { font: 'DejaVuSans-Bold' }), 'pdf');
    expect(pages[0]!.words.every(({ bold }) => bold)).toBe(true);
  });

  test('a page turned in the file keeps every word on it', async () => {
    const { pages } = await read(await printedPdf([['egy kettő három']], { rotate: 90 }), 'pdf');
    expect(pages[0]!.width).toBeGreaterThan(pages[0]!.height);
    expect(pages[0]!.words.map(({ text }) => text).toSorted()).toEqual(['egy', 'három', 'kettő']);
  });

  test('every page is counted, too many are refused', async () => {
    const bytes = await printedPdf([['első'], ['második'], ['harmadik']]);
    expect((await read(bytes, 'pdf')).pages.map(({ words }) => words[0]?.text)).toEqual(['első', 'második', 'harmadik']);
    await expect(read(bytes, 'pdf', { maxPages: 2 })).rejects.toMatchObject({ code: 'too-many-pages' });
  });

  test('a password is asked for, told wrong, and opens', async () => {
    const bytes = await printedPdf([['titkos']], { password: 'kulcs' });
    await expect(read(bytes, 'pdf')).rejects.toMatchObject({ code: 'encrypted' });
    await expect(read(bytes, 'pdf', { password: 'más' })).rejects.toMatchObject({ code: 'wrong-password' });
    expect((await read(bytes, 'pdf', { password: 'kulcs' })).pages[0]!.words[0]!.text).toBe('titkos');
  });
});

describe('pictures', () => {
  test('a scan turned by two degrees reads with its accents, boxes on the page as it was', { timeout: 60_000 }, async () => {
    const lines = printedLines(5, 12);
    const { pages, textFrom } = await read(await scanned(lines, { turnDegrees: 2 }), 'image', { ocr });
    expect(textFrom).toBe('ocr');
    const found = new Set(pages[0]!.words.map(({ text }) => text));
    const wanted = lines.join(' ').split(' ');
    expect(wanted.filter((word) => found.has(word)).length / wanted.length).toBeGreaterThan(0.95);
  });

  test('a picture standing on its side is turned upright', { timeout: 60_000 }, async () => {
    const lines = printedLines(6, 20);
    const turned = await sharp(await scanned(lines, { turnDegrees: 0 }))
      .rotate(90)
      .jpeg()
      .toBuffer();
    const { pages } = await read(turned, 'image', { ocr });
    expect(pages[0]!.rotationDegrees).toBe(270);
    expect(pages[0]!.height).toBeGreaterThan(pages[0]!.width);
    expect(pages[0]!.words.filter(({ confidence }) => confidence > 0.8).length).toBeGreaterThan(100);
  });

  test('more pixels than a camera has are refused before they are unpacked', async () => {
    const bomb = await sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: 'white' } })
      .png()
      .toBuffer();
    await expect(read(bomb, 'image')).rejects.toMatchObject({ code: 'too-many-pixels' });
  });
});

describe('typed documents', () => {
  test('a table row of HTML is one line, hidden text is not read', async () => {
    const html =
      '<h1>Számla</h1><div style="display:none">rejtett</div><table><tr><td>Nettó</td><td>1 000</td></tr><tr><td>Bruttó</td><td>1 270</td></tr></table>';
    const { pages } = await read(bytesOf(html), 'html');
    expect(lineTexts(pages[0]!)).toEqual(['Számla', 'Nettó 1 000', 'Bruttó 1 270']);
    const [netto, amount] = pages[0]!.words.slice(1, 3);
    expect(amount!.box[0] - netto!.box[0]).toBeGreaterThan(0.3);
  });

  test('columns of plain text stay apart', async () => {
    const { pages } = await read(bytesOf('Eladó:            Vevő:\nÖrvös Kft.        Tapír Bt.\n'), 'text');
    expect(lineTexts(pages[0]!)).toEqual(['Eladó: Vevő:', 'Örvös Kft. Tapír Bt.']);
    const { words } = pages[0]!;
    expect(words.find(({ text }) => text === 'Tapír')!.box[0]).toBeCloseTo(words.find(({ text }) => text === 'Vevő:')!.box[0], 2);
  });
});

test.for(['pdf', 'image', 'docx', 'odt', 'xlsx', 'heic'])('an empty or senseless %s is a refusal with a reason', async (form) => {
  await expect(read(new Uint8Array(), form)).rejects.toMatchObject({ code: 'empty-file' });
  await expect(read(bytesOf('nonsense '.repeat(20)), form)).rejects.toMatchObject({ name: 'DomainError' });
});

test('any page can be drawn no wider than asked, a missing one is not found', async () => {
  const bytes = await printedPdf([['egy'], ['kettő']]);
  expect(await pageCount(bytes, 'pdf')).toBe(2);
  expect(await sharp(await renderPage(bytes, 'pdf', 2, { maxWidth: 400 })).metadata()).toMatchObject({ format: 'webp', width: 400 });
  expect(await sharp(await renderPage(bytesOf('Kelt: ma'), 'text', 1, { maxWidth: 400 })).metadata()).toMatchObject({
    format: 'webp',
    width: 400,
  });
  await expect(renderPage(bytes, 'pdf', 3, { maxWidth: 400 })).rejects.toMatchObject({ code: 'not-found' });
});
