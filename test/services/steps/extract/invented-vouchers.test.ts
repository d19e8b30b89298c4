import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeVouchers } from '#fixtures/vouchers/make-vouchers.ts';
import { toWire } from '#services/domain/invoice-wire.ts';
import { readDocument } from '#services/read-document.ts';
import { score } from '#test/bench/scoring.ts';

let into: string;
let folder: string;
type Listed = { file: string; kind: string; expected: Parameters<typeof score>[0] };
let files: Listed[];

beforeAll(async () => {
  into = await mkdtemp(join(tmpdir(), 'vouchers-'));
  const counts = { 'pdf-with-text': 24, scan: 0, 'photo-or-receipt': 0, 'several-invoices': 6 };
  folder = await makeVouchers(into, { seed: 40, counts });
  ({ files } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
});
afterAll(() => rm(into, { recursive: true }));

const read = async (file: string) => readDocument(await readFile(join(folder, file)), { name: file });

test('AC-C01 AC-C04 AC-C06 AC-C10 typed vouchers of any layout: kind and sums right, nothing sure is wrong, clean ones need no question', async () => {
  const asked: string[] = [];
  for (const { file, kind, expected } of files.filter(({ file }) => file.startsWith('text'))) {
    const reading = await read(file);
    expect(reading.kind, file).toBe(kind === 'proforma' ? 'pro-forma' : 'invoice');
    const scored = score(expected, toWire(reading.invoice!), reading.fields);
    expect(scored.filter(({ isSure, verdict }) => isSure && verdict === 'wrong').map(({ field }) => `${file} ${field}`)).toEqual([]);
    const decisive = scored.filter(({ field }) => ['number', 'issuedOn', 'currency', 'gross'].includes(field));
    expect(
      decisive.map(({ verdict }) => verdict),
      file,
    ).toEqual(['right', 'right', 'right', 'right']);
    if (!decisive.every(({ isSure }) => isSure)) asked.push(file);
  }
  expect(asked.length).toBeLessThanOrEqual(2);
});

test('two vouchers in one PDF are proposed as two, and none is the file’s own', async () => {
  for (const { file, expected } of files.filter(({ file }) => file.startsWith('several'))) {
    const { parts, invoice } = await read(file);
    expect(
      parts.map((part) => ('pageRange' in part ? part.pageRange : null)),
      file,
    ).toEqual(expected.pageRanges);
    expect(invoice).toBeNull();
  }
});
