import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { identify } from '#services/domain/identify/identify.ts';
import { sha256Of } from '#services/steps/unpack/bytes.ts';
import { tnefEntries } from '#services/steps/unpack/tnef.ts';
import { needed } from '#test/support/services/start-services.ts';
import { sharedFolder } from '#test/support/shared.ts';

/** MS-OXTNEF §2.1.3: level, id, length, bytes, checksum. */
function attribute(level: number, id: number, bytes: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt8(level, 0);
  head.writeUInt32LE(id, 1);
  head.writeUInt32LE(bytes.length, 5);
  const sum = Buffer.alloc(2);
  sum.writeUInt16LE(bytes.reduce((total, byte) => (total + byte) & 0xffff, 0));
  return Buffer.concat([head, bytes, sum]);
}

const aTnef = (files: Record<string, Buffer>): Buffer => {
  const signature = Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0]);
  const version = attribute(1, 0x00089006, Buffer.from([0, 0, 1, 0]));
  const codepage = attribute(1, 0x00069007, Buffer.from([0xe2, 4, 0, 0, 0, 0, 0, 0])); // 1250
  const attachments = Object.entries(files).flatMap(([name, bytes]) => [
    attribute(2, 0x00069002, Buffer.alloc(14)),
    attribute(2, 0x0006800f, bytes),
    attribute(2, 0x00018010, Buffer.from(`${name}\0`, 'latin1')),
  ]);
  return Buffer.concat([signature, version, codepage, ...attachments]);
};

const ytnef = needed('ytnef');
const samples = (): [string, Buffer][] => {
  const shared = sharedFolder();
  const folder = shared && join(shared, 'corpus/emails');
  const found = folder ? readdirSync(folder).filter((name) => /\.(tnef|dat)$/.test(name)) : [];
  return [
    ['two invented files', aTnef({ 'szamla.pdf': Buffer.from('%PDF-1.4 invented'), 'b.bin': Buffer.alloc(5_000, 9) })],
    ...found.map((name): [string, Buffer] => [name, readFileSync(join(folder!, name))]),
  ];
};

test.skipIf(ytnef === null).for(samples())('H-071 what ytnef takes out of %s we take out too', ([, bytes]) => {
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-tnef-'));
  const file = join(folder, 'winmail.dat');
  writeFileSync(file, bytes);
  const into = mkdtempSync(join(tmpdir(), 'bizonylat-ytnef-'));
  try {
    execFileSync(ytnef!, ['-f', into, file], { stdio: 'ignore' });
  } catch {
    // It ends with an error on some files and has written what it could.
  }
  const theirs = readdirSync(into).map((name) => sha256Of(readFileSync(join(into, name))));
  expect(theirs.filter((hash) => !oursOf(bytes).includes(hash))).toEqual([]);
});

/** A damaged file may give nothing to either. */
function oursOf(bytes: Buffer): string[] {
  try {
    return tnefEntries(bytes).map((entry) => sha256Of(entry.bytes));
  } catch (error) {
    expect(error).toMatchObject({ code: 'unreadable' });
    return [];
  }
}

test('names, and the files before a cut', () => {
  const whole = aTnef({ 'számla.pdf': Buffer.from('%PDF-1.4 invented'), 'b.bin': Buffer.alloc(500, 9) });
  expect(tnefEntries(whole).map(({ name }) => name)).toEqual(['számla.pdf', 'b.bin']);
  expect(tnefEntries(whole.subarray(0, 120)).map(({ name }) => name)).toEqual(['számla.pdf']);
});

test('H-071 a winmail.dat is opened though a PDF stands in its first kilobyte', () => {
  expect(identify(aTnef({ 'szamla.pdf': Buffer.from('%PDF-1.4 invented') })).mediaType).toBe('application/ms-tnef');
});
