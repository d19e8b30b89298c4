import type { Sequelize } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { type AuditActor, appendAudit } from '#storage/audit.ts';
import { row, rows } from '#storage/sql.ts';

type Where = { businessId: string; actor: AuditActor };

/** Forgets one lesson of kinds. @throws DomainError `not-found` */
export const forgetKind = (database: Sequelize, { businessId, actor }: Where, id: string): Promise<void> =>
  database.transaction(async (transaction) => {
    const gone = await row(transaction, 'delete from kind_lessons where business_id = $1 and id = $2 returning id', businessId, id);
    if (!gone) throw new DomainError('not-found', 'there is no such lesson');
    await appendAudit(transaction, businessId, { actor, action: 'lesson.forgotten', subject: { type: 'kind-lesson', id } });
  });

/** Forgets all that was learnt of a supplier's invoices. @throws DomainError `not-found` */
export const forgetSupplier = (database: Sequelize, { businessId, actor }: Where, partnerId: string): Promise<void> =>
  database.transaction(async (transaction) => {
    const gone = await rows(
      transaction,
      'delete from place_lessons where business_id = $1 and partner_id = $2 returning id',
      businessId,
      partnerId,
    );
    if (gone.length === 0) throw new DomainError('not-found', 'nothing was learnt of this supplier');
    await appendAudit(transaction, businessId, { actor, action: 'lesson.forgotten', subject: { type: 'partner', id: partnerId } });
  });
