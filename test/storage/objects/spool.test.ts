import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { openSpool } from '#storage/objects/spool.ts';

const folder = mkdtempSync(join(tmpdir(), 'bizonylat-halves-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const spool = openSpool(folder);
const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
let keys = 0;

/** The bytes from an offset on; breaks off after so many of them. */
const source =
  (bytes: Buffer, cutAfter = Number.POSITIVE_INFINITY) =>
  async (from: number) =>
    Readable.from(
      (function* () {
        for (let at = from; at < bytes.length; at += 50_000) {
          if (at - from >= cutAfter) throw new Error('the line broke');
          yield bytes.subarray(at, at + 50_000);
        }
      })(),
    );

const bytesOf = (size: number, seed: number): Buffer =>
  Buffer.from(Uint32Array.from({ length: Math.ceil(size / 4) }, (_, at) => Math.imul(at + seed, 2_654_435_761)).buffer).subarray(0, size);

test('H-120 however often it breaks, what is gone on with is whole, and its hash is that of the bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(400_000), fc.array(fc.integer({ min: 1, max: 300_000 }), { maxLength: 4 }), async (size, cuts) => {
      keys += 1;
      const bytes = bytesOf(size, keys);
      for (const cut of cuts)
        await spool.goOn(`${keys}`, source(bytes, cut), { maxBytes: size }).then(
          (early) => early[Symbol.asyncDispose](), // it was shorter than the cut
          () => undefined,
        );
      await using whole = await spool.goOn(`${keys}`, source(bytes), { maxBytes: size });
      expect(whole).toMatchObject({ size, sha256: sha256Of(bytes) });
      expect(readFileSync(whole.path).equals(bytes)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('other bytes under the same key are never joined: all is thrown away, and the next call begins anew', async () => {
  const [before, after] = [bytesOf(300_000, 1), bytesOf(300_000, 2)];
  const own = mkdtempSync(join(folder, 'own-'));
  const fresh = openSpool(own);
  await expect(fresh.goOn('k', source(before, 200_000), { maxBytes: 1_000_000 })).rejects.toThrow('the line broke');
  expect(readdirSync(join(own, 'halves'))).toHaveLength(1);
  await expect(fresh.goOn('k', source(after), { maxBytes: 1_000_000 })).rejects.toMatchObject({ code: 'stale' });
  expect(readdirSync(own)).toEqual(['halves']);
  expect(readdirSync(join(own, 'halves'))).toEqual([]);
  await using whole = await fresh.goOn('k', source(after), { maxBytes: 1_000_000 });
  expect(whole.sha256).toBe(sha256Of(after));
});

test('what is too large, and a file that became shorter, leave nothing', async () => {
  const own = mkdtempSync(join(folder, 'own-'));
  const fresh = openSpool(own);
  const bytes = bytesOf(300_000, 3);
  await expect(fresh.goOn('k', source(bytes), { maxBytes: 100_000 })).rejects.toMatchObject({ code: 'delivery-too-large' });
  await expect(fresh.goOn('k', source(bytes, 200_000), { maxBytes: 1_000_000 })).rejects.toThrow('the line broke');
  await expect(fresh.goOn('k', source(bytes.subarray(0, 150_000)), { maxBytes: 1_000_000 })).rejects.toMatchObject({ code: 'stale' });
  expect(readdirSync(join(own, 'halves'))).toEqual([]);
});
