import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DomainError } from '#services/domain/errors.ts';
import { readDocument } from '#services/read-document.ts';
import { openLockedOffice } from '#services/steps/unpack/locked-office.ts';
import { docx, lockedOffice } from '#test/support/office-files.ts';

const password = 'árvíztűrő 9';
const plain = await docx(['SZÁMLA', 'Számla sorszáma: PR-2026/0042', 'Bruttó végösszeg: 63 500 Ft']);
const refusal = (act: () => unknown): string | null => {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

describe.for(['agile', 'standard'] as const)('H-071 an office file locked the %s way', (way) => {
  test('opens byte for byte with its password, with no other, and not at all when cut', { timeout: 30_000 }, async () => {
    const locked = await lockedOffice(plain, password, way);
    expect(openLockedOffice(locked, password)).toEqual(plain);
    expect(refusal(() => openLockedOffice(locked, 'arvizturo 9'))).toBe('wrong-password');
    expect(refusal(() => openLockedOffice(locked.subarray(0, 700), password))).toBe('unreadable');
  });

  test('is read for kind and fields once its password is there', { timeout: 30_000 }, async () => {
    const locked = await lockedOffice(plain, password, way);
    const read = (given?: string) => readDocument(locked, { name: 'számla.docx', ...(given === undefined ? {} : { password: given }) });
    expect((await read()).refused).toMatchObject({ code: 'encrypted' });
    expect((await read('nem ez')).refused).toMatchObject({ code: 'wrong-password' });
    const opened = await read(password);
    expect(opened).toMatchObject({ refused: null, kind: 'invoice', invoice: { number: 'PR-2026/0042', gross: 6_350_000n } });
    expect(opened.mediaType).toBe((await read()).mediaType);
  });

  test('damage anywhere is a refusal, or is found by whoever reads the ZIP; nothing else is thrown', { timeout: 60_000 }, async () => {
    const locked = await lockedOffice(plain, password, way);
    fc.assert(
      fc.property(fc.nat(locked.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Buffer.from(locked);
        damaged[at]! ^= change;
        let opened: Buffer;
        try {
          opened = openLockedOffice(damaged, password);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          return ['unreadable', 'wrong-password'].includes(error.code);
        }
        // The agile way proves the whole package; what it lets through is whole.
        return way === 'standard' || opened.equals(plain);
      }),
      { numRuns: 30 },
    );
  });
});
