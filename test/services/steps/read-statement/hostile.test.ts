import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatMinor } from '#services/domain/money.ts';
import type { StatementReading } from '#services/domain/statement.ts';
import { readStatement } from '#services/steps/read-statement/read-statement.ts';

const root = fileURLToPath(new URL('../../../../fixtures/bank/', import.meta.url));
const samples = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(csv|tsv|xml|sta|txt|xlsx?)$/.test(path))
  .map((path) => readFileSync(root + path));

/** Whatever the bytes: a refusal with nothing, or statements whose every claim holds. */
function expectWhole({ refused, statements }: StatementReading): void {
  if (refused) expect(statements).toEqual([]);
  for (const { openingBalance, closingBalance, balances, transactions } of statements) {
    const sum = transactions.reduce((total, line) => total + line.amount, 0n);
    if (balances === true) expect(openingBalance! + sum).toBe(closingBalance);
    for (const line of transactions) expect(line.bookedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
  }
}

test('no damage to a file makes a reader throw, hang or keep half of it', { timeout: 60_000 }, async () => {
  const damage = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    byte: fc.integer({ min: 0, max: 255 }),
    kind: fc.constantFrom('change', 'cut', 'insert', 'drop', 'repeat'),
  });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...samples), fc.array(damage, { minLength: 1, maxLength: 6 }), async (sample, damages) => {
      let bytes = Buffer.from(sample);
      for (const { at, byte, kind } of damages) {
        const place = Math.floor(at * bytes.length);
        if (kind === 'change' && bytes.length > 0) bytes[Math.min(place, bytes.length - 1)] = byte;
        if (kind === 'cut') bytes = bytes.subarray(0, place);
        if (kind === 'insert') bytes = Buffer.concat([bytes.subarray(0, place), Buffer.from([byte]), bytes.subarray(place)]);
        if (kind === 'drop') bytes = Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + 7)]);
        if (kind === 'repeat') bytes = Buffer.concat([bytes.subarray(0, place), bytes.subarray(Math.max(0, place - 40))]);
      }
      expectWhole(await readStatement(bytes));
    }),
    { numRuns: 400 },
  );
});

const lines = fc.array(
  fc.record({
    day: fc.integer({ min: 1, max: 28 }),
    minor: fc.bigInt({ min: -9_999_999n, max: 9_999_999n }),
    memo: fc.stringMatching(/^[A-Za-z0-9 ]{0,60}$/),
  }),
  { minLength: 1, maxLength: 30 },
);
const two = (value: number) => String(value).padStart(2, '0');

test('a generated MT940 reads back: every amount, every day, and the balances', async () => {
  await fc.assert(
    fc.asyncProperty(lines, fc.bigInt({ min: 0n, max: 10n ** 9n }), async (rows, opening) => {
      const swift = (minor: bigint) => formatMinor(minor < 0n ? -minor : minor, 'EUR').replace('.', ',');
      const sign = (minor: bigint) => (minor < 0n ? 'D' : 'C');
      const closing = rows.reduce((sum, { minor }) => sum + minor, opening);
      const text = [
        ':20:X',
        ':25:12345678',
        ':28C:1/1',
        `:60F:C240301EUR${swift(opening)}`,
        ...rows.flatMap(({ day, minor, memo }) => [
          `:61:2403${two(day)}03${two(day)}${sign(minor)}R${swift(minor)}NTRFNONREF`,
          `:86:${memo || 'x'}`,
        ]),
        `:62F:${sign(closing)}240331EUR${swift(closing)}`,
        '-',
      ].join('\r\n');
      const [statement] = (await readStatement(Buffer.from(text))).statements;
      expect(statement).toMatchObject({ openingBalance: opening, closingBalance: closing, balances: true });
      expect(statement!.transactions.map((line) => [line.bookedOn, line.amount])).toEqual(
        rows.map(({ day, minor }) => [`2024-03-${two(day)}`, minor]),
      );
    }),
    { numRuns: 60 },
  );
});

test('a generated table reads back, newest or oldest first, and its running balances prove it', async () => {
  await fc.assert(
    fc.asyncProperty(lines, fc.boolean(), async (rows, isReversed) => {
      let balance = 123_456n;
      const written = rows.map(({ day, minor, memo }) => {
        balance += minor;
        return `12345678;ÁTUTALÁS;2024.03.${two(day)}.;${formatMinor(minor, 'HUF').replace('.', ',')};HUF;${formatMinor(balance, 'HUF').replace('.', ',')};Név;"${memo}"`;
      });
      const body = isReversed ? written.reverse() : written;
      const text = [
        'számlaszám;forgalom típusa;könyvelési dátum;összeg;devizanem;új könyvelt egyenleg;ellenoldali név;közlemény',
        ...body,
      ].join('\n');
      const { statements, refused } = await readStatement(Buffer.from(text));
      expect(refused).toBeNull();
      expect(statements[0]!.balances).not.toBe(false);
      expect(statements[0]!.transactions.reduce((sum, line) => sum + line.amount, 0n)).toBe(balance - 123_456n);
    }),
    { numRuns: 60 },
  );
});
