import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { expect, test } from 'vitest';
import { readText } from '#services/steps/read-text/read-text.ts';

const read = (bytes: Uint8Array, form: string) => readText(bytes, { mediaType: '', form }, { ocr: null });

test('a workbook with a part that unpacks to a bomb is refused before it is unpacked', async () => {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false, level: 1 });
  await writer.add('xl/workbook.xml', new TextReader('<workbook/>'));
  await writer.add('xl/sharedStrings.xml', new TextReader(' '.repeat(34 * 1024 * 1024)));
  const bomb = new Uint8Array(await (await writer.close()).arrayBuffer());
  await expect(read(bomb, 'xlsx')).rejects.toMatchObject({ code: 'too-large-unpacked' });
});

test('H-071 what identify found to be locked is refused as that', async () => {
  await expect(read(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), 'encrypted')).rejects.toMatchObject({ code: 'encrypted' });
});

test('a text of millions of lines is read as far as pages go, and says so', { timeout: 20_000 }, async () => {
  const before = process.memoryUsage().rss;
  const { pages, warnings } = await read(Buffer.from('x;y\n'.repeat(5_000_000)), 'csv');
  expect(pages).toHaveLength(500);
  expect(warnings).toMatchObject([{ code: 'cut-short' }]);
  expect(process.memoryUsage().rss - before).toBeLessThan(500 * 1024 * 1024);
});
