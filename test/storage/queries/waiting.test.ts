import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { Document } from '#storage/models/document.ts';
import { invoiceMonths } from '#storage/queries/invoice-months.ts';
import { arrivedOn, longestLate, owedIn } from '#storage/queries/overview.ts';
import { waitingIn } from '#storage/queries/waiting.ts';
import { row } from '#storage/sql.ts';
import { aLine, bankLines } from '#test/support/bank.ts';
import { aBusiness, anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

type Given = {
  direction?: string;
  family?: string;
  kind?: string;
  number?: string;
  originalNumber?: string;
  state?: string;
  issuedOn?: string;
  dueOn?: string;
  gross?: bigint;
  settled?: bigint;
  currency?: string;
  huf?: bigint;
};

const invoiceSql = `insert into invoices
  (id, business_id, direction, state, currency, gross_minor, settled_minor, issued_on, due_on, gross_huf_minor,
   family, kind, number, original_number)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;

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
      given.family ?? 'invoice',
      given.kind ?? 'invoice',
      given.number ?? null,
      given.originalNumber ?? null,
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

  test('what the review queue holds is counted: an item with two files once, a file with two items twice', async ({ db }) => {
    const deps = ingestDeps(db);
    const { id } = await aBusiness();
    const [xml, pdf, both] = [
      await anUpload(deps, id, Buffer.from(randomUUID())),
      await anUpload(deps, id, Buffer.from(randomUUID())),
      await anUpload(deps, id, Buffer.from(randomUUID())),
    ];
    await Document.update({ state: 'needs-review' }, { where: { businessId: id } });
    const item = async (...files: (string | null)[]) => {
      const [invoiceId, number] = [randomUUID(), randomUUID()];
      await row(
        db,
        `insert into invoices (id, business_id, direction, family, state, kind, number) values ($1, $2, 'payable', 'invoice', 'needs-review', 'invoice', $3)`,
        invoiceId,
        id,
        number,
      );
      for (const [index, file] of files.entries())
        await row(
          db,
          `insert into invoice_sources (id, invoice_id, business_id, source, origin, document_id, reading) values (gen_random_uuid(), $1, $2, 'xml', $3, $4, '{}')`,
          invoiceId,
          id,
          `${number} ${index}`,
          file,
        );
    };
    const review = async () => (await waitingIn(db, [id], [], '2026-11-25'))[0]!.review;
    expect(await review()).toBe(3);
    await item(xml.documentId, pdf.documentId);
    expect(await review()).toBe(2);
    await item(both.documentId);
    await item(both.documentId);
    expect(await review()).toBe(3);
  });

  test('B-059 B-055 pro formas and cancelled invoices are not overdue, and lines that are private or set aside do not wait', async ({
    db,
  }) => {
    const { id } = await aBusiness();
    await register(db, id, { dueOn: '2026-11-10', family: 'pro-forma', kind: 'pro-forma' });
    await register(db, id, { dueOn: '2026-11-11', number: 'A/1' });
    await register(db, id, { dueOn: '2026-11-12', kind: 'cancelling', number: 'A/2', originalNumber: 'A/1', gross: -1_000n });
    await register(db, id, { dueOn: '2026-11-13', number: 'A/3' });
    const lines = await bankLines(db, { businessId: id, actor: { kind: 'hub', id: null } }, aLine(-1000n), aLine(-2000n), aLine(-3000n));
    await row(db, 'update bank_transactions set is_private = true where id = $1', lines[1]);
    await row(db, 'update bank_transactions set nothing_fits = true where id = $1', lines[2]);
    expect(await waitingIn(db, [id], [id], '2026-11-25')).toMatchObject([{ unmatched: 1, overdue: 1, overdueSince: '2026-11-13' }]);
  });

  test('B-055 what is owed is summed whole, by direction and currency, with what is late for longest', async ({ db }) => {
    const { id } = await aBusiness();
    const [other, today] = [await aBusiness(), '2026-11-25'];
    // More than any page of a list holds.
    for (let number = 0; number < 230; number += 1) await register(db, id, { dueOn: '2026-12-01', gross: 100n });
    for (const day of ['2026-11-24', '2026-09-01', '2026-10-01', '2026-11-25', '2026-10-02'])
      await register(db, id, { dueOn: day, gross: 1_000n });
    await register(db, id, { dueOn: '2026-01-01', gross: 7_000n, family: 'pro-forma', kind: 'pro-forma' });
    await register(db, id, { dueOn: '2026-01-01', gross: 7_000n, settled: 7_000n });
    await register(db, id, { dueOn: '2026-11-01', gross: 500n, settled: 200n, currency: 'EUR', direction: 'receivable' });
    await register(db, other.id, { dueOn: '2026-11-01', gross: 9_000n });
    expect(await owedIn(db, id, today)).toEqual([
      { direction: 'payable', currency: 'HUF', total: 28_000n, late: 4_000n },
      { direction: 'receivable', currency: 'EUR', total: 300n, late: 300n },
    ]);
    const longest = await longestLate(db, id, today, { direction: 'payable', currency: 'HUF' });
    expect(longest.map(({ dueOn }) => dueOn)).toEqual(['2026-09-01', '2026-10-01', '2026-10-02']);
  });

  test('B-035 a document counts on the day it came in Budapest, a bank file only for those who see bank data', async ({ db }) => {
    const deps = ingestDeps(db);
    const { id } = await aBusiness();
    const cameAt = async (at: string, kind: string | null = null) => {
      const { documentId } = await anUpload(deps, id, Buffer.from(randomUUID()));
      await row(db, 'update documents set received_at = $2, kind = $3 where id = $1', documentId, at, kind);
    };
    await cameAt('2026-11-24T22:59:59Z');
    await cameAt('2026-11-24T23:00:00Z');
    await cameAt('2026-11-25T22:59:59Z', 'bank-history');
    await cameAt('2026-11-25T23:00:00Z');
    expect(await arrivedOn(db, id, { seesBank: true }, '2026-11-25')).toBe(2);
    expect(await arrivedOn(db, id, { seesBank: false }, '2026-11-25')).toBe(1);
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
