import { createTransport } from 'nodemailer';
import type { Sequelize } from 'sequelize';
import { row, rows } from '#storage/sql.ts';
import type { House } from '../house.ts';
import { preparePasswordReset } from '../sign-in/password-reset.ts';
import { hubOwner, openFor, sealFor } from '../vault.ts';
import { dressed, type Language, type Values } from './letter.ts';
import { mailPurpose } from './post.ts';
import { letterOf, type TemplateName } from './templates.ts';

export type OutgoingMail = { from: string; to: string; messageId: string; subject: string; text: string; html: string };
/** Hands a mail on; resolves when the next server has taken it. */
export type MailTransport = { keepsMails: boolean; send(mail: OutgoingMail): Promise<void> };

type MailRow = {
  template: TemplateName;
  language: Language;
  recipient: string;
  valuesSealed: string | null;
  messageId: string;
};

/** An SMTP server of the operator's. */
export function smtpTransport(url: string): MailTransport {
  const transport = createTransport({ url, connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 });
  return {
    keepsMails: false,
    async send({ from, to, messageId, subject, text, html }) {
      await transport.sendMail({
        from,
        to,
        messageId,
        subject,
        text,
        html,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    },
  };
}

/** Without a mail server of its own the hub keeps its mails for the built-in mailbox page. */
export const mailboxTransport: MailTransport = { keepsMails: true, send: () => Promise.resolve() };

/**
 * Sends one mail, at most once: it is marked as handed over before the server is spoken to, and only a clear refusal takes
 * the mark back for another try. A worker that dies in between leaves a mail that is never sent a second time.
 */
export async function sendMail(house: House, transport: MailTransport, from: string, mailId: string): Promise<void> {
  const { database } = house;
  const mail = await row<MailRow>(
    database,
    `update mails set handed_at = clock_timestamp() where id = $1 and handed_at is null and dropped_at is null
     returning template, language, recipient, values_sealed as "valuesSealed", message_id as "messageId"`,
    mailId,
  );
  if (!mail || mail.valuesSealed === null) return;
  let kept: string | null = null;
  try {
    const filled = await filledIn(house, mail, mail.valuesSealed);
    if (filled === null) {
      await giveUpMail(database, mailId);
      return;
    }
    const letter = dressed(letterOf(mail.template, filled.language, filled.values), filled.language);
    await transport.send({ from, to: mail.recipient, messageId: mail.messageId, ...letter });
    if (transport.keepsMails) kept = await sealFor(database, house.masterKeys, hubOwner, mailPurpose, JSON.stringify(filled.values));
  } catch (error) {
    await row(
      database,
      'update mails set handed_at = null, failure = $2 where id = $1',
      mailId,
      (error as { code?: string }).code ?? 'failed',
    );
    throw error;
  }
  await row(database, 'update mails set sent_at = clock_timestamp(), failure = null, values_sealed = $2 where id = $1', mailId, kept);
}

/** A mail that was given up stays visible with its failure; nothing secret of it does. */
export async function giveUpMail(database: Sequelize, mailId: string): Promise<void> {
  await row(database, 'update mails set dropped_at = clock_timestamp(), values_sealed = null where id = $1', mailId);
}

/** Values as they were written; a reset's link is made only now, so that asking for one takes as long for an address nobody has. */
async function filledIn(
  house: House,
  { template, language, recipient }: MailRow,
  sealed: string,
): Promise<{ values: Values; language: Language } | null> {
  if (template === 'password-reset') return preparePasswordReset(house, recipient);
  return { values: JSON.parse(await openFor(house.database, house.masterKeys, hubOwner, mailPurpose, sealed)), language };
}

export type MailboxEntry = { to: string; subject: string; text: string; html: string; sentAt: string };

/** The mails that the built-in mailbox holds, newest first. */
export async function mailbox(house: House, limit = 200): Promise<MailboxEntry[]> {
  const kept = await rows<MailRow & { sentAt: Date }>(
    house.database,
    `select template, language, recipient, values_sealed as "valuesSealed", sent_at as "sentAt"
     from mails where sent_at is not null and values_sealed is not null order by sent_at desc limit $1`,
    limit,
  );
  return Promise.all(
    kept.map(async ({ template, language, recipient, valuesSealed, sentAt }) => {
      const values: Values = JSON.parse(await openFor(house.database, house.masterKeys, hubOwner, mailPurpose, valuesSealed!));
      return { to: recipient, ...dressed(letterOf(template, language, values), language), sentAt: sentAt.toISOString() };
    }),
  );
}
