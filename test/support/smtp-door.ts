import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Sequelize } from 'sequelize';
import { generatedCertificate } from '#ingest/channels/smtp/generated-certificate.ts';
import { type SmtpOptions, smtpChannel } from '#ingest/channels/smtp/smtp-channel.ts';
import { silentLog } from '#services/platform/log.ts';
import { ingestDeps } from './builders.ts';

export const doorDomain = 'bizonylat.test';
export const doorMaxBytes = 200_000;

/** An open mail door on a free port, with objects and spool of its own. */
export async function openSmtpDoor(
  db: Sequelize,
  options: Partial<SmtpOptions> = {},
  overrides: Partial<ReturnType<typeof ingestDeps>> = {},
) {
  const deps = { ...ingestDeps(db), ...overrides };
  const tls = await generatedCertificate(join(deps.folder, 'certificate.json'), doorDomain);
  const usual = { host: '127.0.0.1', port: 0, domain: doorDomain, maxMessageBytes: doorMaxBytes, tls, log: silentLog };
  const door = await smtpChannel({ ...usual, ...options }, deps).open();
  const [host = '', port] = (door.address ?? '').split(':');
  const transport = createTransport({ host, port: Number(port), tls: { rejectUnauthorized: false } });
  const send = (to: string | string[], raw: Buffer, from = 'sender@partner.example') => transport.sendMail({ envelope: { from, to }, raw });
  return { deps, door, send, port: Number(port) };
}

/** Says lines one after the other, each when the last was answered; null cuts the connection. Answers all that was heard. */
export function talk(port: number, lines: (string | null)[], socket: Socket = connect(port, '127.0.0.1')): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const left = [...lines];
    socket.on('data', (chunk) => {
      heard += chunk;
      if (!/^\d{3} .*\r\n$/m.test(`${String(chunk).split('\r\n').at(-2)}\r\n`)) return;
      const next = left.shift();
      if (next === undefined) return;
      socket.write(`${next}\r\n`);
      if (left[0] === null) setTimeout(() => socket.destroy(), 50);
    });
    socket.on('close', () => resolve(heard));
    socket.on('error', () => resolve(heard));
  });
}
