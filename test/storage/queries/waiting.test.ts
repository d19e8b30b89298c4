import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { Document } from '#storage/models/document.ts';
import { invoiceMonths } from '#storage/queries/invoice-months.ts';
import { waitingIn } from '#storage/queries/waiting.ts';
import { row } from '#storage/sql.ts';
import { aBusiness, anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

type Given = {
  direction?: string;
  state?: string;
  issuedOn?: string;
  dueOn?: string;
  gross?: bigint;
  settled?: bigint;
  currency?: string;
  huf?: bigint;
};

const invoiceSql = `insert into invoices
  (id, business_id, direction, family, state, kind, currency, gross_minor, settled_minor, issued_on, due_on, gross_huf_minor)
  values ($1, $2, $3, 'invoice', $4, 'invoice', $5, $6, $7, $8, $9, $10)`;

describe('what waits in businesses', () => {
  const register = (db: Parameters<typeof waitingIn>[0], businessId: string, given: Given) =>
    row(
      db,
      invoiceSql,
      randomUUID(),
      businessId,
      given.direction ?? 'payable',
      given.state ?? 'ready',
      given.currency ?? 'HUF',
      given.gross ?? 1_000n,
      given.settled ?? 0n,
      given.issuedOn ?? null,
      given.dueOn ?? null,
      given.huf ?? null,
    );

  test('B-035 doubtful documents and unpaid payables past their day are counted, each business by itself', async ({ db }) => {
    const deps = ingestDeps(db);
    const [one, other] = [await aBusiness(), await aBusiness()];
    const { documentId } = await anUpload(deps, one.id, Buffer.from(randomUUID()));
    await anUpload(deps, one.id, Buffer.from(randomUUID()));
    const statement = await anUpload(deps, other.id, Buffer.from(randomUUID()));
    await Document.update({ state: 'needs-review', kind: 'bank-statement' }, { where: { id: statement.documentId } });
    await Document.update({ state: 'needs-review' }, { where: { id: documentId } });
    await register(db, one.id, { dueOn: '2026-11-20' });
    await register(db, one.id, { dueOn: '2026-11-10' });
    await register(db, one.id, { dueOn: '2026-11-01', settled: 1_000n });
    await register(db, one.id, { dueOn: '2026-11-02', state: 'discarded' });
    await register(db, one.id, { dueOn: '2026-11-03', direction: 'receivable' });
    await register(db, one.id, { dueOn: '2026-11-25' });

    const found = await waitingIn(db, [one.id, other.id], [one.id], '2026-11-25');
    expect(found.find(({ businessId }) => businessId === one.id)).toMatchObject({
      review: 1,
      unmatched: 0,
      overdue: 2,
      overdueSince: '2026-11-10',
      lastArrivalAt: expect.any(Date),
    });
    expect(found.find(({ businessId }) => businessId === other.id)).toMatchObject({
      review: 0,
      unmatched: null,
      overdue: 0,
      overdueSince: null,
    });
    expect(await waitingIn(db, [other.id], [other.id], '2026-11-25')).toMatchObject([{ review: 1, unmatched: 0 }]);
  });

  test('months without an invoice are there with nothing; foreign currency counts at the forints the invoice states', async ({ db }) => {
    const { id } = await aBusiness();
    await register(db, id, { issuedOn: '2026-09-30', gross: 127_000n });
    await register(db, id, { issuedOn: '2026-11-01', gross: 10_000n, currency: 'EUR', huf: 4_000_000n, direction: 'receivable' });
    await register(db, id, { issuedOn: '2026-11-30', gross: 50_000n, currency: 'EUR' });
    await register(db, id, { issuedOn: '2026-11-30', gross: -5_000n });
    await register(db, id, { issuedOn: '2026-11-30', state: 'discarded' });
    await register(db, id, { issuedOn: '2026-12-01' });
    expect(await invoiceMonths(db, id, '2026-09', '2026-11')).toEqual([
      { month: '2026-09', receivable: '0', payable: '127000' },
      { month: '2026-10', receivable: '0', payable: '0' },
      { month: '2026-11', receivable: '4000000', payable: '-5000' },
    ]);
  });
});
