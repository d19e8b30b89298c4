import { crc32, deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readDocument } from '#services/read-document.ts';
import { printedPdf } from '#test/support/printed-page.ts';

/** A PDF of so many pages that are all one object: small to carry, long to read. */
function manyPages(count: number): Buffer {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${count}/Kids[${Array.from({ length: count }, (_, at) => `${at + 3} 0 R`).join(' ')}]>>`,
    ...Array.from({ length: count }, () => '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>'),
  ];
  let body = '%PDF-1.7\n';
  const offsets = objects.map((text, at) => {
    const offset = body.length;
    body += `${at + 1} 0 obj\n${text}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  return Buffer.from(
    `${body}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF`,
    'latin1',
  );
}

/** The head of a PNG that claims this size; a claim is all a reader may need to refuse it. */
function claimedPng(width: number, height: number): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(64))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

test('10 000 pages are refused by their number, before any is read', { timeout: 30_000 }, async () => {
  const startedAt = performance.now();
  const { refused, invoice } = await readDocument(manyPages(10_000), { name: 'hosszú.pdf' });
  expect(refused?.code).toBe('too-many-pages');
  expect(invoice).toBeNull();
  expect(performance.now() - startedAt).toBeLessThan(15_000);
});

test('1.6 gigapixels are refused by what the file claims', async () => {
  const { refused } = await readDocument(claimedPng(40_000, 40_000), { name: 'óriás.png' });
  expect(refused?.code).toBe('too-many-pixels');
});

test('a PDF cut in half has a reason or what is left of it, nothing sure', { timeout: 30_000 }, async () => {
  const whole = await printedPdf([['SZÁMLA', 'Számla sorszáma: T-2026/9', 'Végösszeg: 12 700 Ft']]);
  const { refused, fields } = await readDocument(whole.slice(0, whole.length >> 1), { name: 'fél.pdf' });
  expect(refused?.code).toBe('unreadable');
  expect(Object.values(fields).filter(({ sure }) => sure)).toEqual([]);
});

test('letters of no language are no invoice: nothing is guessed', async () => {
  const soup = Array.from({ length: 400 }, (_, at) => String.fromCodePoint(0xe000 + ((at * 37) % 900))).join('');
  const { kind, invoice } = await readDocument(Buffer.from(soup.replace(/(.{40})/gu, '$1\n')), { name: 'leves.txt' });
  expect(kind).not.toBe('invoice');
  expect(invoice?.gross ?? null).toBeNull();
});
