import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { appendAudit, auditPage, dropChain, verifyAudit } from '#storage/audit.ts';
import { row } from '#storage/sql.ts';
import { test } from '#test/support/database.ts';

const event = (number: number) => ({
  actor: { kind: 'user', id: randomUUID() } as const,
  action: 'documents.read',
  subject: { type: 'document', id: randomUUID() },
  facts: { number, late: false },
});

test('LG-026 writers at the same time make one unbroken chain, newest first', async ({ db }) => {
  const chain = randomUUID();
  await Promise.all(
    Array.from({ length: 30 }, (_, number) => db.transaction((transaction) => appendAudit(transaction, chain, event(number)))),
  );

  const page = await auditPage(db, chain, 10);
  expect(page.map(({ number }) => number)).toEqual([30, 29, 28, 27, 26, 25, 24, 23, 22, 21]);
  expect((await auditPage(db, chain, 200, 21)).length).toBe(20);
  expect((await verifyAudit(db)).broken).toEqual([]);
});

test('the trail refuses UPDATE, DELETE and TRUNCATE', async ({ db }) => {
  const chain = randomUUID();
  await db.transaction((transaction) => appendAudit(transaction, chain, event(1)));
  await expect(row(db, `update audit set action = 'other' where chain_id = $1`, chain)).rejects.toThrow('append-only');
  await expect(row(db, 'delete from audit where chain_id = $1', chain)).rejects.toThrow('append-only');
  await expect(row(db, 'truncate audit')).rejects.toThrow('append-only');
});

test('a link changed, removed or cut off behind the guard is found and named', async ({ db }) => {
  const tamper = async (statement: string) => {
    const chain = randomUUID();
    for (const number of [1, 2, 3]) await db.transaction((transaction) => appendAudit(transaction, chain, event(number)));
    await row(db, 'alter table audit disable trigger audit_rows');
    await row(db, statement, chain);
    await row(db, 'alter table audit enable trigger audit_rows');
    const found = (await verifyAudit(db)).broken.find(({ chainId }) => chainId === chain);
    return found?.number;
  };
  expect(await tamper(`update audit set facts = '{"number": 9}' where chain_id = $1 and number = 2`)).toBe(2);
  expect(await tamper('delete from audit where chain_id = $1 and number = 2')).toBe(2);
  expect(await tamper('delete from audit where chain_id = $1 and number = 3')).toBe(3);
});

test('only the deletion of its business drops a chain', async ({ db }) => {
  const [chain, other] = [randomUUID(), randomUUID()];
  for (const each of [chain, other]) await db.transaction((transaction) => appendAudit(transaction, each, event(1)));
  await db.transaction((transaction) => dropChain(transaction, chain));
  expect(await auditPage(db, chain, 10)).toEqual([]);
  expect(await auditPage(db, other, 10)).toHaveLength(1);
});
