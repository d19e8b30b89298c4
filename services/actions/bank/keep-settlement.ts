import { randomUUID } from 'node:crypto';
import type { Transaction } from 'sequelize';
import type { Day } from '#services/domain/day.ts';
import type { Evidence } from '#services/domain/matching.ts';
import { type AuditActor, appendAudit } from '#storage/audit.ts';
import { rows } from '#storage/sql.ts';

export type SettlementSource = 'transaction' | 'pushed' | 'entered' | 'set-off';
export type PaymentMethod = 'cash' | 'card' | 'transfer' | 'other';
/** `amount` in the item's currency; `taken` of the line, zero where there is none. */
export type Part = { item: string; amount: bigint; taken: bigint };

export type NewSettlement = {
  id?: string;
  source: SettlementSource;
  transactionId: string | null;
  rule: string;
  confidence?: number;
  evidence?: readonly Evidence[];
  /** Null where it was the matcher or a program. */
  settledBy: string | null;
  byMachine?: boolean;
  paidOn: Day | null;
  method?: PaymentMethod | null;
  note?: string | null;
  difference?: 'rounding' | 'fee' | null;
  reference?: string | null;
  bankReference?: string | null;
  /** Ids of the memory rows it counted. */
  taught?: readonly string[];
  parts: readonly Part[];
};

/**
 * Writes settlements with their parts, many in two statements. Both sides must be locked and weighed before; what the
 * tables check all the same is the last guard, not the answer to a person.
 *
 * A pro forma that is now paid in full is noted: the invoicing program may issue its invoice (B-056).
 *
 * @returns their ids, in the order given
 */
export async function keepSettlements(
  transaction: Transaction,
  { businessId, actor }: { businessId: string; actor: AuditActor },
  given: readonly NewSettlement[],
): Promise<string[]> {
  const all = given.map((each) => ({ ...each, id: each.id ?? randomUUID() }));
  await rows(
    transaction,
    `insert into settlements (id, business_id, source, transaction_id, rule, confidence, evidence, settled_by, by_machine, paid_on, method, note, difference, reference, bank_reference, taught)
     select id, $1, source, "transactionId", rule, confidence, coalesce(evidence, '[]'), "settledBy", coalesce("byMachine", false), "paidOn", method, note, difference, reference, "bankReference", coalesce(taught, '[]')
     from jsonb_to_recordset($2::jsonb) as given (id uuid, source text, "transactionId" uuid, rule text, confidence real, evidence jsonb,
       "settledBy" uuid, "byMachine" boolean, "paidOn" date, method text, note text, difference text, reference text, "bankReference" text, taught jsonb)`,
    businessId,
    JSON.stringify(all.map(({ parts: _, ...settlement }) => settlement)),
  );
  const parts = all.flatMap(({ id, transactionId, parts: own }) =>
    own.map((part) => ({ id, transactionId, item: part.item, amount: part.amount.toString(), taken: part.taken.toString() })),
  );
  await rows(
    transaction,
    `insert into allocations (settlement_id, business_id, transaction_id, invoice_id, amount_minor, taken_minor)
     select id, $1, "transactionId", item, amount, taken
     from jsonb_to_recordset($2::jsonb) as part (id uuid, "transactionId" uuid, item uuid, amount bigint, taken bigint)`,
    businessId,
    JSON.stringify(parts),
  );
  const paid = await rows<{ id: string }>(
    transaction,
    `select id from invoices where business_id = $1 and id = any($2::uuid[]) and family = 'pro-forma'
       and settled_minor = coalesce(payable_minor, gross_minor) order by id`,
    businessId,
    parts.map(({ item }) => item),
  );
  for (const { id } of paid)
    await appendAudit(transaction, businessId, { actor, action: 'pro-forma.paid', subject: { type: 'invoice', id } });
  return all.map(({ id }) => id);
}
