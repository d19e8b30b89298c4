import type { Sequelize } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { holdBooks } from '#services/register/hold-books.ts';
import { joinItems } from '#services/register/recompute.ts';
import type { PersonReading } from '#services/register/store-merged.ts';
import { type AuditActor, appendAudit } from '#storage/audit.ts';
import { Invoice } from '#storage/models/invoice.ts';
import { InvoiceSource } from '#storage/models/invoice-source.ts';

/**
 * A person says that two items are the same invoice: one takes the other's sources and settlements. A later re-run keeps them together.
 *
 * @returns the item that holds everything now
 * @throws DomainError `not-found`, `conflict` once the ledger program took one over, `invalid-request` for an item and itself
 */
export async function joinInvoices(
  database: Sequelize,
  { businessId, invoiceId, intoId, actor }: { businessId: string; invoiceId: string; intoId: string; actor: AuditActor },
): Promise<string> {
  if (invoiceId === intoId) throw new DomainError('invalid-request', 'name two different items');
  return database.transaction(async (transaction) => {
    await holdBooks(transaction, businessId);
    const found = await Invoice.findAll({
      where: { businessId, id: [invoiceId, intoId] },
      order: [['id', 'ASC']],
      transaction,
      lock: transaction.LOCK.UPDATE,
    });
    const [from, to] = [invoiceId, intoId].map((id) => found.find((item) => item.id === id));
    if (!from || !to) throw new DomainError('not-found', 'there is no such invoice');
    if (from.state === 'taken-over' || to.state === 'taken-over')
      throw new DomainError('conflict', 'the invoice was taken over by the ledger program');
    const origin = `person:${to.id}`;
    const [row] = await InvoiceSource.findOrCreate({
      where: { businessId, origin },
      defaults: { invoiceId: to.id, businessId, source: 'person', origin, reading: {}, givenBy: actor.id },
      transaction,
    });
    const reading: PersonReading = { ...(row.reading as PersonReading), joined: true };
    await row.update({ reading }, { transaction });
    const heldBy = await joinItems(transaction, from, to, actor.kind === 'user' && actor.id !== null ? actor.id : 'hub');
    await appendAudit(transaction, businessId, {
      actor,
      action: 'invoice.joined',
      subject: { type: 'invoice', id: to.id },
      facts: { joined: from.id },
    });
    return heldBy ?? to.id;
  });
}
