import { isDeepStrictEqual } from 'node:util';
import type { Transaction } from 'sequelize';
import { type Own, sideOf } from '#services/domain/direction.ts';
import { mayUse } from '#services/domain/features.ts';
import type { ImportLine } from '#services/domain/import-report.ts';
import { familyOf, identityOf } from '#services/domain/merge.ts';
import { Invoice } from '#storage/models/invoice.ts';
import { InvoiceSource } from '#storage/models/invoice-source.ts';
import { attachSource, type NewSource } from './attach-source.ts';

/**
 * Joins one invoice of a data file to the register and says what that did (H-091).
 * The importing business must be its seller or its buyer (H-092); supplier invoices are a feature of their own (H-094).
 */
export async function importSource(
  transaction: Transaction,
  given: NewSource,
  own: Own,
): Promise<Pick<ImportLine, 'outcome' | 'because'> & { invoiceId: string | null }> {
  const side = sideOf(given.invoice, own);
  if (side === 'another') return { outcome: 'refused', because: 'belongs-to-another-client', invoiceId: null };
  if (side !== 'receivable' && !mayUse(given.businessId, 'supplier-data-import'))
    return { outcome: 'refused', because: 'not-in-package', invoiceId: null };
  const before = await itemBefore(transaction, given, own);
  const invoiceId = await attachSource(transaction, given, own);
  if (before?.id !== invoiceId) return { outcome: 'imported', because: null, invoiceId };
  const after = await Invoice.findByPk(invoiceId, { transaction, rejectOnEmpty: true });
  return { outcome: isDeepStrictEqual(said(before), said(after)) ? 'unchanged' : 'updated', because: null, invoiceId };
}

async function itemBefore(transaction: Transaction, given: NewSource, own: Own): Promise<Invoice | null> {
  const { businessId, origin, invoice } = given;
  const identity = identityOf(invoice, given.batchIndex);
  const direction = sideOf(invoice, own) === 'receivable' ? 'receivable' : 'payable';
  if (identity !== null)
    return Invoice.findOne({ where: { businessId, direction, family: familyOf(invoice.kind), identity }, transaction });
  const source = await InvoiceSource.findOne({ where: { businessId, origin }, transaction });
  return source && Invoice.findByPk(source.invoiceId, { transaction });
}

/** What the item says, whoever said it. */
function said(item: Invoice): object {
  const { provenance: _, version: __, changedAt: ___, ...fields } = item.toJSON();
  return fields;
}
