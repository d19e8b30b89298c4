import { beforeAll, describe, expect, test } from 'vitest';
import { toWire } from '#services/domain/invoice-wire.ts';
import { readDocument } from '#services/read-document.ts';
import { type Scored, score } from '#test/bench/scoring.ts';
import { canBrowse } from '#test/support/browser.ts';
import { printedLayouts } from '#test/support/printed-layouts.ts';

type Read = { name: string; kind: string; scored: Scored[] };

describe.skipIf(!canBrowse)('AC-L01–AC-L30 AC-051 invoices of other layouts, printed by a browser', () => {
  const read: Read[] = [];
  beforeAll(async () => {
    for (const { name, expected, pdf } of await printedLayouts()) {
      const { kind, invoice, fields } = await readDocument(pdf, { name: `${name}.pdf` });
      read.push({ name, kind, scored: score(expected, invoice && toWire(invoice), fields) });
    }
  }, 240_000);
  const misses = (is: (scored: Scored) => boolean) =>
    read.flatMap(({ name, scored }) => scored.filter(is).map(({ field, expected, got }) => `${name}: ${field} ${got} for ${expected}`));

  test('all are invoices', () => {
    expect(read.filter(({ kind }) => kind !== 'invoice').map(({ name, kind }) => `${name}: ${kind}`)).toEqual([]);
    expect(read.length).toBeGreaterThan(50);
  });

  test('none of the values that may be booked unseen is wrong', () => {
    expect(misses(({ isSure, verdict }) => isSure && verdict === 'wrong')).toEqual([]);
    expect(read.flatMap(({ scored }) => scored).filter(({ isSure }) => isSure).length).toBeGreaterThan(400);
  });

  test('every value is read', () => {
    expect(misses(({ verdict }) => verdict !== 'right')).toEqual([]);
  });
});
