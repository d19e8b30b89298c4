import { expect, test } from 'vitest';
import { makeLedger } from '#fixtures/ledger/make-ledger.ts';
import { match } from '#services/steps/match/match.ts';
import { matchApart } from '#services/steps/match/match-apart.ts';

const settings = { seed: 7, knownAccountShare: 0.5, sameAmountShare: 0.1, samePartnerAmountShare: 0.05 };

test('B-061 a large business is matched apart with the same result, and this process goes on meanwhile', async () => {
  const { openItems, transactions } = makeLedger({ items: 4_000, ...settings });
  let turns = 0;
  const meanwhile = setInterval(() => (turns += 1), 5);
  const apart = await matchApart({ openItems, transactions });
  clearInterval(meanwhile);
  expect(turns).toBeGreaterThan(10);
  expect(apart.settlements.length).toBeGreaterThan(1_000);
  expect(apart).toEqual(match({ openItems, transactions }));
});

test('an input that the matcher cannot take is an error of the caller, not of the process', async () => {
  const { openItems, transactions } = makeLedger({ items: 1_200, ...settings });
  const broken = [...transactions, { ...transactions[0]!, id: 'x', amount: 'much' as unknown as bigint }];
  await expect(matchApart({ openItems, transactions: broken })).rejects.toThrow(TypeError);
});
