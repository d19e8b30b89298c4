import type { Transaction } from 'sequelize';
import { rows } from '#storage/sql.ts';
import type { Language } from './letter.ts';

export type Party = { email: string; language: Language; business: string };

/** Both parties of a business: its owners and administrators, and the firm that keeps its books. */
export const partiesOf = (transaction: Transaction, businessId: string): Promise<Party[]> =>
  rows<Party>(
    transaction,
    `select users.email, users.language, businesses.name as business from business_members member
       join users on users.id = member.user_id join businesses on businesses.id = member.business_id
       where member.business_id = $1 and member.role in ('owner', 'administrator')
     union
     select firm.email, firm.language, businesses.name from engagements
       join accountants firm on firm.id = engagements.accountant_id join businesses on businesses.id = engagements.business_id
       where engagements.business_id = $1 and engagements.ended_at is null`,
    businessId,
  );
