import { QueryTypes } from 'sequelize';
import { expect } from 'vitest';
import { openDatabase } from '#storage/database.ts';
import { migrate, migrationNames } from '#storage/migrate.ts';
import { ownDatabase, test } from '#test/support/database.ts';

test('four hubs that start at once migrate once', async () => {
  await using own = await ownDatabase({ isEmpty: true });

  const done = await Promise.all([1, 2, 3, 4].map(() => migrate(own.url)));

  expect(done.flat().sort()).toEqual(migrationNames());
});

test('amounts of 64 bits come back exactly', async ({ db }) => {
  const [row] = await db.query<{ amount: bigint }>('select 9007199254740993::bigint as amount', { type: QueryTypes.SELECT });
  expect(row?.amount).toBe(9_007_199_254_740_993n);
});

test('data of the version before survives every later migration', async () => {
  await using own = await ownDatabase({ isEmpty: true });
  const hub = openDatabase(own.url, { connections: 2 });
  const [first] = migrationNames();
  await migrate(own.url, { only: [first!] });
  await hub.query(
    `insert into businesses (id, name, tax_number, base_number) values ('0192aaaa-0000-7000-8000-000000000001', 'Régi Kft.', '98000010-2-42', '98000010')`,
  );
  await hub.query(
    `insert into intakes (id, business_id, door) values ('0192aaaa-0000-7000-8000-000000000002', '0192aaaa-0000-7000-8000-000000000001', 'smtp')`,
  );
  await hub.query(
    `insert into invoices (id, business_id, direction, family, identity, state, kind, currency, gross_minor)
     values ('0192aaaa-0000-7000-8000-000000000003', '0192aaaa-0000-7000-8000-000000000001', 'payable', 'invoice', '98100110/a1', 'ready', 'invoice', 'HUF', 127000)`,
  );
  await migrate(own.url);
  const [row] = await hub.query<{ name: string; gross: bigint; door: string }>(
    `select b.name, i.gross_minor as gross, n.door from businesses b join invoices i on i.business_id = b.id join intakes n on n.business_id = b.id`,
    { type: QueryTypes.SELECT },
  );
  expect(row).toEqual({ name: 'Régi Kft.', gross: 127_000n, door: 'smtp' });
  await hub.close();
});
