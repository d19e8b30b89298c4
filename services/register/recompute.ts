import { isDeepStrictEqual } from 'node:util';
import type { InferAttributes, Transaction } from 'sequelize';
import { type Own, sideOf } from '#services/domain/direction.ts';
import { differing, doubtsOf } from '#services/domain/doubts.ts';
import type { InvoiceWire } from '#services/domain/invoice-wire.ts';
import { familyOf, identityOf, type Merged, mergeSources } from '#services/domain/merge.ts';
import { baseNumberOf } from '#services/domain/tax-number.ts';
import { isKnownRate } from '#services/domain/vat-rates.ts';
import { type AuditActor, appendAudit } from '#storage/audit.ts';
import { Business } from '#storage/models/business.ts';
import { Invoice, type InvoiceState } from '#storage/models/invoice.ts';
import { InvoiceSource } from '#storage/models/invoice-source.ts';
import { carrySettlements, freeSettlements, loosenSettlements, owedOf } from './carry-settlements.ts';
import { isExemptVat } from './exempt-vat.ts';
import { type LooseTwin, looseTwins } from './loose-twins.ts';
import { partnerOf } from './partner.ts';
import { settleDocuments } from './settle-documents.ts';
import { columnsOf, type PersonReading, sourceReading } from './store-merged.ts';
import { strangeAccount } from './strange-account.ts';

/** The business as it stands on vouchers. */
export async function ownOf(businessId: string, transaction: Transaction | null = null): Promise<Own> {
  const business = await Business.findByPk(businessId, { transaction, rejectOnEmpty: true });
  return { baseNumber: business.baseNumber, euVatNumber: business.euVatNumber ?? `HU${business.baseNumber}`, names: [business.name] };
}

/**
 * Makes a register item anew from its sources: fields, direction, identity, partner, state. The same sources give the
 * same item whatever order they came in, and change nothing when nothing new is said (H-093). An item that now has another
 * one's identity becomes part of that one, and brings what was settled on it.
 *
 * @param actor a person's id, or `hub`
 * @param own the business as it stands on vouchers, where the caller has it at hand
 * @returns the id of the item that holds the sources now, null when there were none left and it is gone
 */
export async function recompute(transaction: Transaction, invoiceId: string, actor = 'hub', own?: Own): Promise<string | null> {
  const item = await Invoice.findByPk(invoiceId, { transaction, lock: transaction.LOCK.UPDATE, rejectOnEmpty: true });
  const { businessId } = item;
  const sources = await InvoiceSource.findAll({ where: { invoiceId, businessId }, transaction, order: [['origin', 'ASC']] });
  if (!sources.some(({ source }) => source !== 'person')) {
    const twins = await looseTwins(transaction, item);
    await freeSettlements(transaction, item, auditActor(actor));
    await item.destroy({ transaction });
    await askAgain(transaction, twins, own);
    return null;
  }
  const us = own ?? (await ownOf(businessId, transaction));
  const readings = sources.map(sourceReading);
  const merged = mergeSources(readings);
  const person = sources.find(({ source }) => source === 'person')?.reading as PersonReading | undefined;
  const side = sideOf(merged.invoice, us);
  const direction = person?.direction ?? (side === 'receivable' || side === 'payable' ? side : item.direction);
  const family = familyOf(merged.invoice.kind);
  const identity = identityOf(merged.invoice, Math.max(...sources.map(({ batchIndex }) => batchIndex)));

  const twin =
    identity === null
      ? null
      : await Invoice.findOne({ where: { businessId, direction, family, identity }, transaction, lock: transaction.LOCK.UPDATE });
  if (twin && twin.id !== item.id) return joinItems(transaction, item, twin, actor, us);

  const isClear = person?.direction !== undefined || side === 'receivable' || side === 'payable';
  const partnerId = await partnerOf(transaction, businessId, direction === 'payable' ? merged.invoice.supplier : merged.invoice.customer);
  const columns = columnsOf(merged);
  const { number = null, currency = null, grossMinor = null } = columns;
  const twinsNow = await looseTwins(transaction, { id: item.id, businessId, direction, family, partnerId, number, currency, grossMinor });
  const isReported = sources.some(({ source }) => source === 'nav' || source === 'xml');
  // What is reported under two numbers is two invoices, and so is what a person accepted beside its twin.
  const hasTwin = person?.decision === undefined && twinsNow.some((each) => !each.isDecided && !(each.isReported && isReported));
  const possibleDuplicate = speakDifferently(readings) || hasTwin;
  const knownAccounts =
    direction === 'payable' ? await strangeAccount(transaction, { id: item.id, businessId, partnerId }, merged.invoice) : null;
  const isStrange = knownAccounts !== null;
  const { state, because } = stateOf(item.state, merged, person, {
    possibleDuplicate,
    isClear,
    side,
    isStrange,
    hasUnknownRate: hasUnknownRate(merged.invoice),
    isExemptVat: direction === 'receivable' && (await isExemptVat(transaction, businessId, merged.invoice)),
  });
  const next = {
    ...columns,
    direction,
    family,
    identity,
    state,
    because,
    doubts: state === 'needs-review' ? doubtsOf(readings, merged) : null,
    possibleDuplicate,
    partnerId,
    // Once a person has accepted the item there is nothing left to ask.
    knownAccounts: person?.decision === 'ready' ? null : knownAccounts,
  };
  if (saysMore(item, next)) {
    const owed = owedOf({ payableMinor: next.payableMinor ?? null, grossMinor: next.grossMinor ?? null });
    await loosenSettlements(transaction, item, { direction, currency: next.currency ?? null, owed }, auditActor(actor));
    const twinsBefore = await looseTwins(transaction, item);
    const isNews = item.knownAccounts === null && next.knownAccounts !== null;
    await item.update({ ...next, version: item.version + 1, changedAt: new Date() }, { transaction });
    const subject = { type: 'invoice', id: item.id };
    if (isNews) await appendAudit(transaction, businessId, { actor: auditActor('hub'), action: 'invoice.account-changed', subject });
    await askAgain(transaction, [...twinsBefore, ...twinsNow], us);
  }
  await settleDocuments(transaction, item, actor);
  return item.id;
}

/** What looks like an item that has changed, or is gone, may have to be asked about now, or no longer. */
async function askAgain(transaction: Transaction, twins: readonly LooseTwin[], own: Own | undefined): Promise<void> {
  for (const id of new Set(twins.map((twin) => twin.id))) await recompute(transaction, id, 'hub', own);
}

const auditActor = (actor: string): AuditActor => (actor === 'hub' ? { kind: 'hub', id: null } : { kind: 'user', id: actor });

/** Whether the fresh columns differ from what stands: a source that repeats what is known is no change. */
const saysMore = (item: Invoice, next: Partial<InferAttributes<Invoice>>): boolean =>
  Object.entries(next).some(([name, value]) => !isDeepStrictEqual(item.get(name), value));

/**
 * Makes two items one: the second takes the first one's sources and settlements, and the first is gone.
 *
 * @returns the id of the item that holds everything now
 */
export async function joinItems(transaction: Transaction, from: Invoice, to: Invoice, actor: string, own?: Own): Promise<string | null> {
  await moveSources(transaction, from, to);
  const heldBy = await recompute(transaction, to.id, actor, own);
  const holder = heldBy && (await Invoice.findByPk(heldBy, { transaction }));
  if (holder) await carrySettlements(transaction, from, holder, auditActor(actor));
  await from.destroy({ transaction });
  return heldBy;
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
}

/** The same identity with another gross or issue date may be two invoices that share a number (H-056). */
function speakDifferently(sources: readonly ReturnType<typeof sourceReading>[]): boolean {
  const said = sources.filter(({ source }) => source !== 'person');
  const { provenance } = mergeSources(said);
  return (['gross', 'issuedOn'] as const).some((name) => provenance[name]?.some(({ because }) => because === 'less-trusted'));
}

/** AC-032: a domestic supplier's rate or code that is none on the day of performance (AC-031). */
const hasUnknownRate = ({ supplier, vatLines, suppliedOn, issuedOn }: InvoiceWire): boolean =>
  baseNumberOf(supplier.taxNumber) !== null && vatLines.some(({ rate }) => rate !== null && !isKnownRate(rate, suppliedOn ?? issuedOn));

type Facts = {
  possibleDuplicate: boolean;
  isClear: boolean;
  isStrange: boolean;
  hasUnknownRate: boolean;
  isExemptVat: boolean;
  side: ReturnType<typeof sideOf>;
};

/** A person's word counts first; what is taken over stays so; nothing doubtful is booked by itself (promise 5). */
function stateOf(
  current: InvoiceState,
  merged: Merged,
  person: PersonReading | undefined,
  { possibleDuplicate, isClear, isStrange, hasUnknownRate, isExemptVat, side }: Facts,
): { state: InvoiceState; because: string | null } {
  if (current === 'taken-over') return { state: current, because: null };
  if (person?.decision) return { state: person.decision, because: person.because ?? null };
  const doubt = possibleDuplicate
    ? 'possible-duplicate'
    : side === 'another' && !isClear
      ? 'belongs-to-another-client'
      : !isClear
        ? 'which-side-is-ours'
        : differing(merged).length > 0
          ? 'sources-disagree'
          : isStrange
            ? 'new-account'
            : hasUnknownRate
              ? 'unknown-vat-rate'
              : isExemptVat
                ? 'exempt-vat'
                : merged.unsure.length > 0
                  ? 'doubtful-fields'
                  : null;
  return doubt === null ? { state: 'ready', because: null } : { state: 'needs-review', because: doubt };
}
