import type { Transaction } from 'sequelize';
import { type Own, sideOf } from '#services/domain/direction.ts';
import { familyOf, identityOf, type Merged, mergeSources } from '#services/domain/merge.ts';
import { noteEvent } from '#storage/document-events.ts';
import { Business } from '#storage/models/business.ts';
import { Invoice, type InvoiceState } from '#storage/models/invoice.ts';
import { InvoiceSource } from '#storage/models/invoice-source.ts';
import { rows } from '#storage/sql.ts';
import { partnerOf } from './partner.ts';
import { columnsOf, type PersonReading, sourceReading } from './store-merged.ts';

/** The business as it stands on vouchers. */
export async function ownOf(businessId: string, transaction: Transaction | null = null): Promise<Own> {
  const business = await Business.findByPk(businessId, { transaction, rejectOnEmpty: true });
  return { baseNumber: business.baseNumber, euVatNumber: business.euVatNumber ?? `HU${business.baseNumber}`, names: [business.name] };
}

/**
 * Makes a register item anew from its sources: fields, direction, identity, partner, state. The same sources give the
 * same item whatever order they came in. An item that now has another one's identity becomes part of that one.
 *
 * @returns the id of the item that holds the sources now, null when there were none left and it is gone
 */
export async function recompute(transaction: Transaction, invoiceId: string, actor = 'hub'): Promise<string | null> {
  const item = await Invoice.findByPk(invoiceId, { transaction, lock: transaction.LOCK.UPDATE, rejectOnEmpty: true });
  const { businessId } = item;
  const sources = await InvoiceSource.findAll({ where: { invoiceId, businessId }, transaction, order: [['origin', 'ASC']] });
  if (!sources.some(({ source }) => source !== 'person')) {
    await item.destroy({ transaction });
    return null;
  }
  const merged = mergeSources(sources.map(sourceReading));
  const person = sources.find(({ source }) => source === 'person')?.reading as PersonReading | undefined;
  const side = sideOf(merged.invoice, await ownOf(businessId, transaction));
  const direction = person?.direction ?? (side === 'receivable' || side === 'payable' ? side : item.direction);
  const family = familyOf(merged.invoice.kind);
  const identity = identityOf(merged.invoice);

  const twin =
    identity === null
      ? null
      : await Invoice.findOne({ where: { businessId, direction, family, identity }, transaction, lock: transaction.LOCK.UPDATE });
  if (twin && twin.id !== item.id) {
    await moveSources(transaction, item, twin);
    return recompute(transaction, twin.id, actor);
  }

  const possibleDuplicate = speakDifferently(sources.map(sourceReading));
  const isClear = person?.direction !== undefined || side === 'receivable' || side === 'payable';
  const { state, because } = stateOf(item.state, merged, person, { possibleDuplicate, isClear, side });
  await item.update(
    {
      ...columnsOf(merged),
      direction,
      family,
      identity,
      state,
      because,
      possibleDuplicate,
      partnerId: await partnerOf(transaction, businessId, direction === 'payable' ? merged.invoice.supplier : merged.invoice.customer),
      version: item.version + 1,
      changedAt: new Date(),
    },
    { transaction },
  );
  await settleDocuments(transaction, item, actor);
  return item.id;
}

async function moveSources(transaction: Transaction, from: Invoice, to: Invoice): Promise<void> {
  const { businessId } = from;
  const persons = await InvoiceSource.findAll({ where: { businessId, invoiceId: [from.id, to.id], source: 'person' }, transaction });
  const moved = persons.find((row) => row.invoiceId === from.id);
  const kept = persons.find((row) => row.invoiceId === to.id);
  if (moved && kept) {
    // What was said of either still counts; said of both, the later word counts.
    const [earlier, later] = [kept.reading as PersonReading, moved.reading as PersonReading];
    const given = [...new Set([...(earlier.given ?? []), ...(later.given ?? [])])];
    const parties = { supplier: { ...earlier.supplier, ...later.supplier }, customer: { ...earlier.customer, ...later.customer } };
    await kept.update({ reading: { ...earlier, ...later, ...parties, given } }, { transaction });
    await moved.destroy({ transaction });
  } else if (moved) await moved.update({ origin: `person:${to.id}` }, { transaction });
  await InvoiceSource.update({ invoiceId: to.id }, { where: { businessId, invoiceId: from.id }, transaction });
  await from.destroy({ transaction });
}

/** The same identity with another gross or issue date may be two invoices that share a number (H-056). */
function speakDifferently(sources: readonly ReturnType<typeof sourceReading>[]): boolean {
  const said = sources.filter(({ source }) => source !== 'person');
  const { provenance } = mergeSources(said);
  return (['gross', 'issuedOn'] as const).some((name) => provenance[name]?.some(({ because }) => because === 'less-trusted'));
}

type Facts = { possibleDuplicate: boolean; isClear: boolean; side: ReturnType<typeof sideOf> };

/** A person's word counts first; what is taken over stays so; nothing doubtful is booked by itself (promise 5). */
function stateOf(
  current: InvoiceState,
  merged: Merged,
  person: PersonReading | undefined,
  { possibleDuplicate, isClear, side }: Facts,
): { state: InvoiceState; because: string | null } {
  if (current === 'taken-over') return { state: current, because: null };
  if (person?.decision) return { state: person.decision, because: person.because ?? null };
  const doubt = possibleDuplicate
    ? 'possible-duplicate'
    : side === 'another' && !isClear
      ? 'belongs-to-another-client'
      : !isClear
        ? 'which-side-is-ours'
        : merged.conflicts.some((name) => ['gross', 'net', 'vat', 'currency', 'issuedOn', 'number'].includes(name))
          ? 'sources-disagree'
          : !merged.isSure
            ? 'doubtful-fields'
            : null;
  return doubt === null ? { state: 'ready', because: null } : { state: 'needs-review', because: doubt };
}

type Verdict = { id: string; isDoubtful: boolean; isDiscarded: boolean; doubt: string | null };

/** A document is done when everything on it is; it asks when anything on it does. */
async function settleDocuments(transaction: Transaction, { id: invoiceId, businessId }: Invoice, actor: string): Promise<void> {
  const verdicts = await rows<Verdict>(
    transaction,
    `select source.document_id as id, bool_or(item.state = 'needs-review') as "isDoubtful", bool_and(item.state = 'discarded') as "isDiscarded",
       min(item.because) filter (where item.state = 'needs-review') as doubt
     from invoice_sources source join invoices item on item.id = source.invoice_id
     where source.business_id = $1 and source.document_id in (select document_id from invoice_sources where invoice_id = $2 and business_id = $1)
     group by source.document_id order by source.document_id`,
    businessId,
    invoiceId,
  );
  for (const { id, isDoubtful, isDiscarded, doubt } of verdicts) {
    const state = isDoubtful ? 'needs-review' : isDiscarded ? 'discarded' : 'ready';
    const [changed] = await rows(
      transaction,
      `update documents set state = $3, because = $4::text, changed_at = now()
       where id = $1 and business_id = $2 and state in ('classified', 'recognised', 'needs-review', 'ready')
         and (state, because) is distinct from ($3::text, $4::text) returning id`,
      id,
      businessId,
      state,
      doubt,
    );
    if (changed) await noteEvent(transaction, { businessId, documentId: id, step: 'register', state, because: doubt, actor });
  }
}
