import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type KeptLine, type Line, sameLines } from '#services/domain/same-lines.ts';

const line = (given: Partial<Line> = {}): Line => ({
  bookedOn: '2026-11-03',
  valueOn: null,
  amount: 100n,
  currency: 'HUF',
  counterpartyName: null,
  counterpartyAccount: null,
  memo: null,
  bankReference: null,
  endToEndId: null,
  balance: null,
  ...given,
});
const kept = (given: Partial<KeptLine> = {}): KeptLine => ({ ...line(given), id: 'a', isFree: true, formats: ['camt.053'], ...given });
const isSame = (one: Partial<Line>, other: Partial<KeptLine>, format = 'mt940') =>
  sameLines(format, [line(one)], [line(one)], [kept(other)]).get(0) === 'a';

test('H-110 two tellings of one line: by id, balance, memo, party, or a whole day that agrees', () => {
  expect(isSame({}, {})).toBe(true);
  expect(isSame({ memo: 'Fee' }, { memo: 'Díj' })).toBe(true);
  expect(isSame({ memo: 'SZAMLA VIR-2026/0017 A HONA' }, { memo: 'Számla VIR-2026/00171 a hónapra' })).toBe(true);
  expect(isSame({ bankReference: 'B-12', memo: 'x' }, { bankReference: 'B-12', bookedOn: '2026-11-05', formats: ['mt940'] })).toBe(true);
  expect(isSame({ balance: 5n }, { balance: 5n, formats: ['mt940'] })).toBe(true);
});

test('H-110 what speaks of something else is another line', () => {
  expect(isSame({ amount: 101n }, {})).toBe(false);
  expect(isSame({}, { bookedOn: '2026-11-04' })).toBe(false);
  expect(isSame({ memo: 'VIR-2026/17' }, { memo: 'VIR-2026/19' })).toBe(false);
  expect(isSame({ counterpartyName: 'Kis Bt.' }, { counterpartyName: 'Nagy Kft.' })).toBe(false);
  expect(isSame({ counterpartyAccount: 'HU42117730161111101800000000' }, { counterpartyAccount: '999000010000000100000000' })).toBe(true);
  expect(isSame({ counterpartyAccount: 'HU42117730161111101800000000' }, { counterpartyAccount: 'DE89370400440532013000' })).toBe(false);
  // One format says the same things in the same words.
  expect(isSame({ memo: 'Fee' }, { memo: 'Díj', formats: ['mt940'] })).toBe(false);
  expect(isSame({ bankReference: 'B-12', memo: 'a' }, { bankReference: 'B-13', memo: 'a', formats: ['mt940'] })).toBe(false);
  // A day of which each side has something else is no day told again.
  const unknown = [line({ memo: 'Fee' }), line({ amount: 7n })];
  expect(sameLines('mt940', unknown, unknown, [kept({ memo: 'Díj' }), kept({ id: 'b', amount: 9n })]).size).toBe(0);
});

test('H-110 each kept line stands for one line at most, of its own amount', () => {
  const lines = fc.array(
    fc.record({ amount: fc.bigInt(1n, 3n), memo: fc.constantFrom(null, 'díj', 'KG-1 számla', 'KG-2 számla') }).map((given) => line(given)),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(lines, lines, (ofFile, there) => {
      const before = there.map((each, at) => kept({ ...each, id: String(at) }));
      const found = sameLines('mt940', ofFile, ofFile, before);
      expect(new Set(found.values()).size).toBe(found.size);
      for (const [at, id] of found) expect(ofFile[at]!.amount).toBe(before[Number(id)]!.amount);
      expect(sameLines('mt940', ofFile, ofFile, before)).toEqual(found);
    }),
  );
});
