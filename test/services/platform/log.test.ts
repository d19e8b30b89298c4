import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { plainError } from '#services/platform/log.ts';
import { row } from '#storage/sql.ts';
import { test } from '#test/support/database.ts';

test('LG-026 what the log keeps of a refused statement holds neither its parameters nor the row in its way', async ({ db }) => {
  const insert = () =>
    row(db, `insert into users (id, email, name) values ($1, 'titkos.cim@pelda.hu', $2)`, randomUUID(), 'Titkos Tamás bankszámlája');
  await insert();
  const error = await insert().catch((thrown: unknown) => thrown);
  const kept = JSON.stringify(plainError(new Error('job failed', { cause: error })));
  expect(kept).toContain('23505');
  expect(kept).not.toMatch(/titkos/i);
});
