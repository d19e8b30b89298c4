import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { expect } from 'vitest';
import { sendMail, smtpTransport } from '#services/actions/mail/send-mail.ts';
import { askPasswordReset } from '#services/actions/sign-in/password-reset.ts';
import { row } from '#storage/sql.ts';
import { test } from '#test/support/database.ts';
import { aFirm, houseOn } from '#test/support/office.ts';

/** A mail server that answers as told, and keeps what it took. */
async function mailServer() {
  const taken: string[] = [];
  const answers: (Error | null)[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    async onData(stream, _session, done) {
      const bytes = Buffer.concat(await Array.fromAsync(stream as AsyncIterable<Buffer>));
      const refusal = answers.shift() ?? null;
      if (!refusal) taken.push(bytes.toString());
      done(refusal);
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return {
    taken,
    answers,
    transport: smtpTransport(`smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`),
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

test('H-070 a mail is tried again after a refusal, is sent once whatever happens, and says that a machine sent it', async ({ db }) => {
  const house = houseOn(db);
  await using server = await mailServer();
  const { email } = await aFirm(house);
  await askPasswordReset(house, email, null);
  const mail = await row<{ id: string }>(db, `select id from mails where recipient = $1 and template = 'password-reset'`, email);
  const send = () => sendMail(house, server.transport, 'Bizonylat <hub@hub.test>', mail!.id);

  server.answers.push(Object.assign(new Error('come again'), { responseCode: 451 }));
  await expect(send()).rejects.toThrow();
  expect(server.taken).toEqual([]);
  expect(await row(db, 'select handed_at, sent_at from mails where id = $1', mail!.id)).toEqual({ handed_at: null, sent_at: null });

  await Promise.all([send(), send(), send()]);
  await send();
  expect(server.taken).toHaveLength(1);
  expect(server.taken[0]).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  // The link let somebody in; it is no longer here once the mail has left.
  expect(await row(db, 'select values_sealed, sent_at is not null as sent from mails where id = $1', mail!.id)).toEqual({
    values_sealed: null,
    sent: true,
  });

  // A worker that died between handing over and noting it: nobody knows whether it left, so it is not sent a second time.
  await row(db, 'update mails set sent_at = null where id = $1', mail!.id);
  await send();
  expect(server.taken).toHaveLength(1);
});
