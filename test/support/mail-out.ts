import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** The next mail server, to which the hub hands its own mails. */
export type MailOut = AsyncDisposable & {
  url: string;
  /** The newest mail to somebody with this in its subject, once it has come. */
  to(email: string, subject: string): Promise<ParsedMail>;
};

const patienceMs = 20_000;

export async function openMailOut(): Promise<MailOut> {
  const got: { to: string; mail: ParsedMail }[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, { envelope }, done) {
      simpleParser(stream).then((mail) => {
        got.push(...envelope.rcptTo.map(({ address }) => ({ to: address, mail })));
        done();
      }, done);
    },
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    async to(email, subject) {
      for (const until = Date.now() + patienceMs; ; await sleep(50)) {
        const found = got.findLast(({ to, mail }) => to === email && mail.subject?.includes(subject));
        if (found) return found.mail;
        if (Date.now() > until)
          throw new Error(
            `no "${subject}" came to ${email}, only:\n${got.map(({ to, mail }) => `${to}: ${mail.subject ?? ''}`).join('\n')}`,
          );
      }
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The address a mail leads to. */
export function linkIn(mail: ParsedMail): string {
  const link = /https?:\/\/\S+[?&]token=[\w-]+/.exec(mail.text ?? '')?.[0];
  if (link === undefined) throw new Error(`no link in this mail: ${mail.subject ?? ''}`);
  return link;
}
