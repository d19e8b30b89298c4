import { readdirSync, readFileSync } from 'node:fs';
import { createTransport } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';

export type MailSender = Disposable & {
  send(to: string, raw: Buffer): Promise<void>;
  /** Connects and greets once, so that a measurement begins warm. */
  verify(): Promise<unknown>;
};

/** One connection to a mail door; `send` resolves at its 250. */
export function mailSender(address: string): MailSender {
  const [host, port] = address.split(':');
  const transport = createTransport({ host: host!, port: Number(port), pool: true, maxConnections: 1, tls: { rejectUnauthorized: false } });
  return {
    async send(to, raw) {
      await transport.sendMail({ envelope: { from: 'kuldo@partner.example', to }, raw });
    },
    verify: () => transport.verify(),
    [Symbol.dispose]: () => transport.close(),
  };
}

const office = new URL('../../fixtures/office/', import.meta.url);

export const officeMail = (name: string): Buffer => readFileSync(new URL(`mails/${name}`, office));
export const officeMails = (): string[] => readdirSync(new URL('mails/', office)).sort();
export const officeFile = (name: string): Buffer => readFileSync(new URL(`files/${name}`, office));

/** A mail with these files attached; `id` makes its Message-ID. */
export const aMail = (
  id: string,
  attachments: readonly { filename: string; content: Buffer; contentType?: string }[],
  text = 'Mellékelten küldjük számlánkat.',
): Promise<Buffer> =>
  new MailComposer({
    from: 'kuldo@partner.example',
    to: 'szamlak@bizonylat.example',
    subject: `Számla ${id}`,
    messageId: `<${id}@partner.example>`,
    text,
    attachments: [...attachments],
  })
    .compile()
    .build();
