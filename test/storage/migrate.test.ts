import { QueryTypes } from 'sequelize';
import { expect } from 'vitest';
import { openDatabase } from '#storage/database.ts';
import { migrate, migrationNames } from '#storage/migrate.ts';
import { ownDatabase, test } from '#test/support/database.ts';

test('four hubs that start at once migrate once', async () => {
  await using own = await ownDatabase({ isEmpty: true });
  const hubs = [1, 2, 3, 4].map(() => openDatabase(own.url, { connections: 2 }));

  const done = await Promise.all(hubs.map((hub) => migrate(hub, own.url)));

  expect(done.flat().sort()).toEqual(migrationNames());
  await Promise.all(hubs.map((hub) => hub.close()));
});

test('amounts of 64 bits come back exactly', async ({ db }) => {
  const [row] = await db.query<{ amount: bigint }>('select 9007199254740993::bigint as amount', { type: QueryTypes.SELECT });
  expect(row?.amount).toBe(9_007_199_254_740_993n);
});
