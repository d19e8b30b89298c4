import { randomUUID } from 'node:crypto';
import type { Transaction } from 'sequelize';
import { enqueue } from '#storage/queues/outbox.ts';
import { row } from '#storage/sql.ts';
import type { House } from '../house.ts';
import { hubOwner, sealFor } from '../vault.ts';
import type { Language, Values } from './letter.ts';
import type { TemplateName } from './templates.ts';

export type Recipient = { email: string; language: Language };

export const mailPurpose = 'mail';

/** Writes a mail to be sent beside the rows it speaks of: both are there or neither is. It leaves after the commit. */
export async function post(
  transaction: Transaction,
  { masterKeys }: House,
  template: TemplateName,
  to: Recipient,
  values: Values,
): Promise<void> {
  const id = randomUUID();
  await row(
    transaction,
    'insert into mails (id, template, language, recipient, values_sealed, message_id) values ($1, $2, $3, $4, $5, $6)',
    id,
    template,
    to.language,
    to.email,
    await sealFor(transaction, masterKeys, hubOwner, mailPurpose, JSON.stringify(values)),
    `<${id}@bizonylat>`,
  );
  await enqueue(transaction, 'mail', { mailId: id });
}
