import type { Transaction } from 'sequelize';
import { expect } from 'vitest';
import { agingOf, listOpenItems } from '#storage/queries/open-items.ts';
import { owedIn } from '#storage/queries/overview.ts';
import { waitingIn } from '#storage/queries/waiting.ts';
import { row, rows } from '#storage/sql.ts';
import { fillInvoices } from '#test/bench/large-register.ts';
import { aBusiness } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

const many = 2_000;
const today = '2026-11-25';

test('B-059 lists look for what cancels an item only where something is left to pay, and once', async ({ db }) => {
  const { id: businessId } = await aBusiness();
  await fillInvoices(db, businessId, many);
  const left = await row<{ count: number }>(
    db,
    'select count(*)::int from invoices where business_id = $1 and settled_minor <> gross_minor',
    businessId,
  );
  const callsIn = async (transaction: Transaction) => {
    const found = await row<{ calls: number }>(
      transaction,
      `select coalesce(sum(calls), 0)::int as calls from pg_stat_xact_user_functions where funcname = 'owed_minor'`,
    );
    return found!.calls;
  };
  /** How often the body that looks at other items was run. */
  const asked = (list: (place: Transaction) => Promise<unknown>) =>
    db.transaction(async (transaction) => {
      await rows(transaction, `set local track_functions = 'all'`);
      const before = await callsIn(transaction);
      await list(transaction);
      return (await callsIn(transaction)) - before;
    });
  expect(left!.count).toBe(many / 5);
  expect(await asked((place) => owedIn(place, businessId, today))).toBe(left!.count);
  expect(await asked((place) => listOpenItems(place, businessId, today, {}, { limit: 50 }))).toBe(left!.count);
  expect(await asked((place) => listOpenItems(place, businessId, today, { status: 'paid' }, { limit: 50 }))).toBe(left!.count);
  expect(await asked((place) => agingOf(place, businessId, today, {}))).toBe(left!.count);
  expect(await asked((place) => waitingIn(place, [businessId], [], today))).toBeLessThanOrEqual(left!.count);
});
