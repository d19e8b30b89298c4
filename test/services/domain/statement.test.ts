import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BankTransaction, continuityOf, newTransactions, transactionKeys } from '#services/domain/statement.ts';

const line = (changes: Partial<BankTransaction> = {}): BankTransaction => ({
  bookedOn: '2024-03-01',
  valueOn: null,
  amount: -1000n,
  currency: 'HUF',
  counterpartyName: 'Minta Kft.',
  counterpartyAccount: null,
  memo: 'KG-1',
  bankReference: null,
  endToEndId: null,
  type: null,
  balance: null,
  raw: {},
  ...changes,
});
const account = '999000161007919900000000';
const keysOf = (...transactions: BankTransaction[]) => transactionKeys({ account, transactions });

test('H-110 two truly equal lines stay two, and the same file again adds none', () => {
  const statement = { account, transactions: [line(), line(), line({ memo: 'KG-2' })] };
  const keys = transactionKeys(statement);
  expect(new Set(keys).size).toBe(3);
  expect(newTransactions(new Set(keys), statement)).toEqual([]);
  const third = { account, transactions: [...statement.transactions, line()] };
  expect(newTransactions(new Set(keys), third)).toHaveLength(1);
});

test('a memo written otherwise is the same transaction; another amount, day or account is not', () => {
  expect(keysOf(line({ memo: 'ŐSZI  díj' }))).toEqual(keysOf(line({ memo: 'oszi dij' })));
  expect(keysOf(line({ counterpartyAccount: 'HU42117730161111101800000000' }))).toEqual(
    keysOf(line({ counterpartyAccount: '11773016-11111018' })),
  );
  const key = keysOf(line())[0];
  for (const other of [line({ amount: -999n }), line({ bookedOn: '2024-03-02' }), line({ currency: 'EUR' }), line({ memo: 'KG-2' })])
    expect(keysOf(other)[0]).not.toBe(key);
  expect(transactionKeys({ account: null, transactions: [line()] })[0]).not.toBe(key);
});

test("the bank's id decides where there is one; a fee that shares the id of its transfer stays apart", () => {
  const transfer = line({ bankReference: 'X1', type: 'Átutalás' });
  const fee = line({ bankReference: 'X1', type: 'Ft átutalás díja', amount: -143n });
  expect(new Set(keysOf(transfer, fee)).size).toBe(2);
  expect(keysOf(transfer)).toEqual(keysOf({ ...transfer, memo: 'the same, told otherwise', counterpartyName: null }));
});

test('overlapping files in any order of upload give the same set', () => {
  const days = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 25 });
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), (drawn, a, b) => {
      const all = [...drawn].sort().map((day) => line({ bookedOn: `2024-03-0${day}`, memo: day % 2 ? 'odd' : 'even' }));
      const [end, start] = [Math.max(a, b), Math.min(a, b)];
      const first = all.filter((each) => Number(each.bookedOn.slice(8)) <= end);
      const second = all.filter((each) => Number(each.bookedOn.slice(8)) >= start);
      const upload = (...files: BankTransaction[][]) => {
        const known = new Set<string>();
        for (const transactions of files) for (const { key } of newTransactions(known, { account, transactions })) known.add(key);
        return [...known].sort();
      };
      expect(upload(first, second)).toEqual(keysOf(...all).sort());
      expect(upload(second, first, second)).toEqual(keysOf(...all).sort());
    }),
  );
});

const stretch = (from: string, to: string, openingBalance: bigint | null, closingBalance: bigint | null) => ({
  from,
  to,
  openingBalance,
  closingBalance,
  transactions: [],
});

test('B-071 statements that follow each other are continuous; a gap, an overlap and a break are told', () => {
  expect(continuityOf([stretch('2024-02-01', '2024-02-29', 20n, 30n), stretch('2024-01-01', '2024-01-31', 10n, 20n)])).toEqual([]);
  expect(continuityOf([stretch('2024-01-01', '2024-01-31', 10n, 20n), stretch('2024-03-01', '2024-03-31', 25n, 30n)])).toEqual([
    { kind: 'gap', after: '2024-01-31', before: '2024-03-01', missing: 5n },
  ]);
  expect(continuityOf([stretch('2024-01-01', '2024-01-31', null, null), stretch('2024-01-15', '2024-02-15', null, null)])).toEqual([
    { kind: 'overlap', from: '2024-01-15', to: '2024-01-31' },
  ]);
  expect(continuityOf([stretch('2024-01-01', '2024-01-31', 10n, 20n), stretch('2024-02-01', '2024-02-29', 21n, 30n)])).toEqual([
    { kind: 'break', on: '2024-02-01', missing: 1n },
  ]);
});
