import { expect } from 'vitest';
import { settle, undoSettlement } from '#services/actions/bank/settle.ts';
import { joinInvoices } from '#services/actions/invoices/join-invoices.ts';
import { DomainError } from '#services/domain/errors.ts';
import { InvoiceSource } from '#storage/models/invoice-source.ts';
import { rows } from '#storage/sql.ts';
import { aLine, anItem, bankLines } from '#test/support/bank.ts';
import { aBusiness, anInvoice, aParty } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

const actor = { kind: 'hub', id: null } as const;
const pairs = 25;

test('H-107 H-109 items are merged while their lines are settled and undone: nobody waits in a ring, and no money is lost', {
  timeout: 60_000,
}, async ({ db }) => {
  const { id: businessId, baseNumber } = await aBusiness();
  const where = { businessId, actor };
  const lines = await bankLines(db, where, ...Array.from({ length: pairs }, (_, at) => aLine(1000n + BigInt(at), { memo: `sor ${at}` })));
  const item = async (number: string) => {
    const id = await anItem(db, businessId, { gross: 2000n, number });
    const invoice = anInvoice({ number, supplier: aParty(baseNumber), customer: aParty('98765432'), currency: 'HUF', gross: '20.00' });
    await InvoiceSource.create({ invoiceId: id, businessId, source: 'embedded', origin: id, documentId: null, reading: invoice });
    return id;
  };
  const scenes = await Promise.all(
    lines.map(async (transactionId, at) => {
      const [from, to] = [await item(`A-${at}`), await item(`B-${at}`)];
      const paid = await settle(db, where, { transactionId, allocations: [{ item: from, amount: 400n }] });
      return { transactionId, from, to, paid };
    }),
  );
  const done = await Promise.allSettled(
    scenes.flatMap(({ transactionId, from, to, paid }) => [
      joinInvoices(db, { businessId, invoiceId: from, intoId: to, actor }),
      settle(db, where, { transactionId, allocations: [{ item: to, amount: 500n }] }),
      undoSettlement(db, where, paid),
    ]),
  );
  // Somebody may have been first; a deadlock is no refusal.
  for (const one of done) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(DomainError);
  expect(done.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(2 * pairs);
  const wrong = await rows(
    db,
    `select line.id from bank_transactions line left join allocations on transaction_id = line.id where line.business_id = $1
     group by line.id having coalesce(sum(taken_minor), 0) <> line.settled_minor or line.settled_minor <> 500`,
    businessId,
  );
  expect(wrong).toEqual([]);
});
