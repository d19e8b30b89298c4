import { DomainError } from '#services/domain/errors.ts';
import { baseNumberOf } from '#services/domain/tax-number.ts';
import { appendAudit } from '#storage/audit.ts';
import { row } from '#storage/sql.ts';
import { engage } from '../accounts/businesses.ts';
import { actorOf, type House, type Visitor } from '../house.ts';
import type { Language } from '../mail/letter.ts';
import { post } from '../mail/post.ts';

export type NewEngagement = { id: string; accountantId: string; accountantName: string; since: Date };

/**
 * A separated business links itself, with its data, to another accountant who has an account (H-133).
 * @throws DomainError `attached-elsewhere`; `not-found` when no accountant has this tax number
 */
export function linkToAccountant(
  house: House,
  { caller }: Visitor,
  businessId: string,
  accountantTaxNumber: string,
): Promise<NewEngagement> {
  return house.database.transaction(async (transaction) => {
    const business = await row<{ name: string }>(
      transaction,
      'select name from businesses where id = $1 and ended_at is null for update',
      businessId,
    );
    if (!business) throw new DomainError('not-found', 'there is no such business');
    const firm = await row<{ id: string; name: string; email: string; language: Language }>(
      transaction,
      `select id, name, email, language from accountants where base_number = $1 and state = 'active'`,
      baseNumberOf(accountantTaxNumber),
    );
    if (!firm) throw new DomainError('not-found', 'no accountant with this tax number has an account');
    const id = await engage(transaction, { accountantId: firm.id, businessId, beganBy: 'business' });
    await post(transaction, house, 'handover', firm, { business: business.name });
    await appendAudit(transaction, businessId, { actor: actorOf(caller), action: 'engagement.started', facts: { accountantId: firm.id } });
    return { id, accountantId: firm.id, accountantName: firm.name, since: new Date() };
  });
}
