import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BankStatement } from '#services/domain/statement.ts';
import { readStatement } from '#services/steps/read-statement/read-statement.ts';

const root = fileURLToPath(new URL('../../../../fixtures/bank/', import.meta.url));
const read = (bytes: Uint8Array) => readStatement(bytes, {});

const money = ({ account, currency, transactions }: BankStatement) => [
  account,
  currency,
  transactions.map(({ amount, currency: each }) => `${amount} ${each}`),
];

/** Files that carry their own proof: balances, or the checksums of a ZIP. */
const proving = [
  'mt940/swift-envelope.sta',
  'mt940/raiffeisen-foreign-cp852.sta',
  'mt940/free-text-pages.txt',
  'mt940/multicash-two-lines.sta',
  'camt.053/unicredit-latin2.xml',
  'camt.053/v04-reversal.xml',
  'camt.053/v08-foreign.xml',
  'otp-xlsx-2026/business-variant.xlsx',
  'mbh-history/numbers.xlsx',
];

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test.each(proving)('B-071 B-073 %s: no flipped bit becomes another amount that nobody questions', async (path) => {
  const bytes = readFileSync(root + path);
  const whole = (await read(bytes)).statements;
  await fc.assert(
    fc.asyncProperty(place, fc.integer({ min: 0, max: 7 }), async (at, bit) => {
      const damaged = Buffer.from(bytes);
      damaged[Math.floor(at * damaged.length)]! ^= 1 << bit;
      const { refused, statements } = await read(damaged);
      if (refused) expect(statements).toEqual([]);
      // Money that differs is told by balances that fail; whose account it is, and its days, no balance can prove.
      const known = whole.map((statement) => JSON.stringify(money(statement)[2]));
      for (const statement of statements)
        if (statement.balances === true) expect(known).toContain(JSON.stringify(money(statement)[2]));
        else if (statement.balances === null) expect(JSON.stringify(whole.map(money))).toContain(JSON.stringify(money(statement)[2]));
    }),
    { numRuns: 250 },
  );
});

/** Pages of one statement may come in files of their own. */
const unpaged = proving.filter((path) => !path.includes('pages'));

test.each(unpaged)('B-073 %s cut anywhere is refused, fails its balances, or holds whole statements only', async (path) => {
  const bytes = readFileSync(root + path);
  const whole = (await read(bytes)).statements.map((statement) => JSON.stringify(money(statement)));
  await fc.assert(
    fc.asyncProperty(place, async (share) => {
      const { refused, statements } = await read(bytes.subarray(0, Math.floor(share * bytes.length)));
      if (refused) expect(statements).toEqual([]);
      for (const statement of statements) if (statement.balances !== false) expect(whole).toContain(JSON.stringify(money(statement)));
    }),
    { numRuns: 120 },
  );
});
