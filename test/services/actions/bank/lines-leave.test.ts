import { expect } from 'vitest';
import { sweepAccounts } from '#services/actions/accounts/sweep.ts';
import { importStatements } from '#services/actions/bank/import-statement.ts';
import { runMatch } from '#services/actions/bank/run-match.ts';
import { rows } from '#storage/sql.ts';
import { aLine, anItem, aPartner, aStatement, settledOf } from '#test/support/bank.ts';
import { aBusiness } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { houseOn } from '#test/support/office.ts';

const actor = { kind: 'hub', id: null } as const;
const monthsAgo = (months: number): string => {
  const day = new Date();
  day.setUTCMonth(day.getUTCMonth() - months);
  return day.toISOString().slice(0, 10);
};

test('B-033 B-034 a fetched line leaves after 18 months, its settlement keeps date and amount but not the bank’s words; uploaded ones stay', async ({
  db,
}) => {
  const { id: businessId } = await aBusiness();
  const partnerId = await aPartner(businessId, 'Vevő Bt.');
  const [old, kept] = [monthsAgo(19), monthsAgo(17)];
  const item = await anItem(db, businessId, { gross: 1000n, number: 'A-2025-1', partnerId, issuedOn: old });
  const take = (origin: 'uploaded' | 'fetched', ...lines: ReturnType<typeof aLine>[]) =>
    importStatements(
      db,
      { businessId, actor },
      { format: 'test', statements: [aStatement(lines)], documentId: null, origin },
      { mayAddAccount: true },
    );
  const paying = aLine(1000n, { bookedOn: old, memo: 'A-2025-1' });
  await take('fetched', paying, aLine(1n, { bookedOn: kept, memo: 'young' }), aLine(2n, { bookedOn: old, memo: 'in both' }));
  await take('uploaded', aLine(2n, { bookedOn: old, memo: 'in both' }), aLine(3n, { bookedOn: old, memo: 'uploaded' }));
  await runMatch(db, businessId);
  expect(await settledOf(db, item)).toBe('1000');

  await sweepAccounts(houseOn(db), null);
  const memos = await rows<{ memo: string }>(db, 'select memo from bank_transactions where business_id = $1 order by memo', businessId);
  expect(memos.map(({ memo }) => memo)).toEqual(['in both', 'uploaded', 'young']);
  expect(await settledOf(db, item)).toBe('1000');
  expect(
    await rows(
      db,
      'select paid_on::text as "paidOn", rule, evidence, transaction_id as line from settlements where business_id = $1',
      businessId,
    ),
  ).toEqual([{ paidOn: old, rule: 'number', evidence: [], line: null }]);
});
