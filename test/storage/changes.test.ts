import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { describe, expect, inject } from 'vitest';
import { Business } from '#storage/models/business.ts';
import { Partner } from '#storage/models/partner.ts';
import { changesSince } from '#storage/queries/changes.ts';
import { aBusiness } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

const aPartner = (businessId: string) => ({ businessId, baseNumber: null, euVatNumber: null, name: 'P', address: null });

/** The feed waits for every older transaction of its database, the server's own housekeeping too. */
const patience = { timeout: 25_000 };
const partners = (rows: readonly { id: string; type: string }[]) => ids(rows.filter(({ type }) => type === 'partner'));
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).sort();

describe('H-175 the change feed', () => {
  test('a row that commits late is not skipped by a cursor that moved on meanwhile', async ({ db }) => {
    const { id: businessId } = await aBusiness();
    const start = (await changesSince(db, { businessIds: [businessId] }, undefined, 100)).next;
    const slow = await db.transaction();
    const late = await Partner.create(aPartner(businessId), { transaction: slow });
    const early = await Partner.create(aPartner(businessId));
    const first = await changesSince(db, { businessIds: [businessId] }, start, 100);
    await slow.commit();
    const second = async () => (await changesSince(db, { businessIds: [businessId] }, first.next, 100)).rows;
    await expect.poll(async () => partners([...first.rows, ...(await second())]), patience).toEqual([early.id, late.id].sort());
  });

  test('a transaction of another database holds nothing back, one of this does', async ({ db }) => {
    const { id: businessId } = await aBusiness();
    const elsewhere = new pg.Client({ connectionString: inject('clusterUrl') });
    await elsewhere.connect();
    try {
      await elsewhere.query('begin; select pg_current_xact_id()');
      const partner = await Partner.create(aPartner(businessId));
      const seen = async () => ids((await changesSince(db, { businessIds: [businessId] }, undefined, 100)).rows);
      await expect.poll(seen, patience).toContain(partner.id);
      const slow = await db.transaction();
      await db.query('select pg_current_xact_id()', { transaction: slow });
      const later = await Partner.create(aPartner(businessId));
      expect(await seen()).not.toContain(later.id);
      await slow.commit();
      await expect.poll(seen, patience).toContain(later.id);
    } finally {
      await elsewhere.end();
    }
  });

  test('many writers at once: every row comes exactly once or later again, none is lost', async ({ db }) => {
    const { id: businessId } = await aBusiness();
    let cursor = (await changesSince(db, { businessIds: [businessId] }, undefined, 1000)).next;
    const seen = new Set<string>();
    let isWriting = true;
    const reading = (async () => {
      for (let isLast = false; !isLast; ) {
        isLast = !isWriting;
        const { rows, next } = await changesSince(db, { businessIds: [businessId] }, cursor, 7);
        for (const id of partners(rows)) seen.add(id);
        cursor = next;
        if (rows.length > 0) isLast = false;
      }
    })();
    const made = await Promise.all(Array.from({ length: 100 }, () => Partner.create(aPartner(businessId)).then(({ id }) => id)));
    isWriting = false;
    await reading;
    const rest = async () => (await changesSince(db, { businessIds: [businessId] }, cursor, 1000)).rows;
    await expect.poll(async () => [...new Set([...seen, ...partners(await rest())])].sort(), patience).toEqual(made.sort());
  });

  test('what is deleted leaves a tombstone, another business sees nothing, a foreign cursor is refused', async ({ db }) => {
    const { id: businessId } = await aBusiness();
    const partner = await Partner.create(aPartner(businessId));
    await partner.destroy();
    const all = async () => (await changesSince(db, { businessIds: [businessId] }, undefined, 100)).rows;
    await expect.poll(async () => (await all()).find(({ id }) => id === partner.id)?.deleted, patience).toBe(true);
    expect((await changesSince(db, { businessIds: [randomUUID()] }, undefined, 100)).rows).toEqual([]);
    await expect(changesSince(db, { businessIds: [businessId] }, 'bm9uc2Vuc2U', 10)).rejects.toMatchObject({ code: 'invalid-request' });
    expect(await Business.count({ where: { id: businessId } })).toBe(1);
  });

  test('an attached business brings all its rows, an ended one a single tombstone', async ({ db }) => {
    const { id: businessId } = await aBusiness();
    const partner = await Partner.create(aPartner(businessId));
    const accountantId = randomUUID();
    await db.query(
      `insert into accountants (id, name, tax_number, base_number, billing_address, contact_name, email, language, terms_version, state)
       values ($1, 'Iroda', '98000010-2-42', '98000010', 'x', 'x', 'x@example.hu', 'hu', (select version from terms limit 1), 'active')`,
      { bind: [accountantId] },
    );
    const before = (await changesSince(db, { businessIds: [businessId], accountantIds: [accountantId] }, undefined, 100)).next;
    await db.query(`insert into engagements (id, accountant_id, business_id, began_by) values (gen_random_uuid(), $1, $2, 'invitation')`, {
      bind: [accountantId, businessId],
    });
    const since = (cursor: string, businessIds: string[]) => changesSince(db, { businessIds, accountantIds: [accountantId] }, cursor, 100);
    await expect.poll(async () => ids((await since(before, [businessId])).rows), patience).toEqual([businessId, partner.id].sort());
    const attached = await since(before, [businessId]);
    await db.query('update engagements set ended_at = now() where business_id = $1', { bind: [businessId] });
    await expect
      .poll(async () => (await since(attached.next, [])).rows, patience)
      .toMatchObject([{ type: 'business', id: businessId, deleted: true }]);
  });
});
