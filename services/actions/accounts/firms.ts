import type { Sequelize } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { type AuditActor, appendAudit, hubChain } from '#storage/audit.ts';
import { type Place, row, rows } from '#storage/sql.ts';
import { actorOf, type House, type Visitor } from '../house.ts';
import type { Language } from '../mail/letter.ts';
import { post } from '../mail/post.ts';
import { emailKey } from './users.ts';

export type Firm = {
  id: string;
  name: string;
  taxNumber: string;
  billingAddress: string;
  contactName: string;
  email: string;
  language: Language;
  state: 'pending' | 'active' | 'ended';
  createdAt: Date;
};

const columns = `id, name, tax_number as "taxNumber", billing_address as "billingAddress", contact_name as "contactName", email, language, state, created_at as "createdAt"`;

export const firmsOf = (place: Place, accountantIds: string[]): Promise<Firm[]> =>
  rows<Firm>(place, `select ${columns} from accountants where id = any($1) order by name, id`, accountantIds);

/** Corrects what was given at registration; the tax number stays (H-010). */
export function changeFirm(
  { database }: House,
  { caller }: Visitor,
  accountantId: string,
  change: { name?: string | undefined; billingAddress?: string | undefined; contactName?: string | undefined; email?: string | undefined },
): Promise<Firm> {
  return database.transaction(async (transaction) => {
    const firm = await row<Firm>(
      transaction,
      `update accountants set name = coalesce($2, name), billing_address = coalesce($3, billing_address),
         contact_name = coalesce($4, contact_name), email = coalesce($5, email) where id = $1 returning ${columns}`,
      accountantId,
      change.name ?? null,
      change.billingAddress ?? null,
      change.contactName ?? null,
      change.email === undefined ? null : emailKey(change.email),
    );
    if (!firm) throw new DomainError('not-found', 'there is no such accountant');
    await appendAudit(transaction, accountantId, {
      actor: actorOf(caller),
      action: 'accountant.changed',
      facts: { fields: Object.keys(change).sort().join(' ') },
    });
    return firm;
  });
}

/**
 * Ends every service for an accountant at once (H-003): keys, tokens and open invitations; its people stop seeing clients
 * with the next request. The clients keep their data and may link themselves elsewhere. @throws DomainError `not-found`, `not-open`
 */
export function endFirm(house: House, accountantId: string, because: string, actor: AuditActor): Promise<void> {
  return house.database.transaction(async (transaction) => {
    const firm = await row<Firm>(
      transaction,
      `update accountants set state = 'ended', ended_at = now(), ended_because = $2 where id = $1 and state = 'active' returning ${columns}`,
      accountantId,
      because,
    );
    if (!firm) {
      const known = await row(transaction, 'select 1 from accountants where id = $1', accountantId);
      throw known
        ? new DomainError('not-open', 'this accountant is not active')
        : new DomainError('not-found', 'there is no such accountant');
    }
    await row(
      transaction,
      'delete from access_tokens where key_id in (select id from security_keys where accountant_id = $1)',
      accountantId,
    );
    await row(transaction, 'update security_keys set revoked_at = now() where accountant_id = $1 and revoked_at is null', accountantId);
    await row(transaction, 'update engagements set ended_at = now() where accountant_id = $1 and ended_at is null', accountantId);
    await row(
      transaction,
      `update invitations set state = 'withdrawn', closed_at = now() where accountant_id = $1 and state in ('sent', 'opened')`,
      accountantId,
    );
    await post(transaction, house, 'firm-ended', firm, { name: firm.name, because });
    await appendAudit(transaction, accountantId, { actor, action: 'accountant.ended' });
  });
}

/** Deletes an accountant's account; only when no business is attached (H-135). @throws DomainError `still-attached`, `not-found` */
export function deleteFirm({ database }: { database: Sequelize }, accountantId: string, actor: AuditActor): Promise<void> {
  return database.transaction(async (transaction) => {
    const firm = await row(transaction, 'select 1 from accountants where id = $1 for update', accountantId);
    if (!firm) throw new DomainError('not-found', 'there is no such accountant');
    const attached = await row(transaction, 'select 1 from engagements where accountant_id = $1 and ended_at is null', accountantId);
    if (attached) throw new DomainError('still-attached', 'a business is still attached to this accountant');
    // What past engagements and acceptances refer to stays, without the person behind it.
    await row(transaction, 'delete from security_keys where accountant_id = $1', accountantId);
    await row(transaction, 'delete from firm_members where accountant_id = $1', accountantId);
    await row(transaction, 'delete from invitations where accountant_id = $1', accountantId);
    await row(
      transaction,
      `update accountants set state = 'ended', ended_at = coalesce(ended_at, now()), ended_because = 'deleted', contact_name = '–', email = '–', billing_address = '–' where id = $1`,
      accountantId,
    );
    await appendAudit(transaction, hubChain, { actor, action: 'accountant.deleted', subject: { type: 'accountant', id: accountantId } });
  });
}
