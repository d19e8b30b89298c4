import { once } from 'node:events';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { DomainError } from '#services/domain/errors.ts';
import { splitAddress } from '#services/domain/mail-address.ts';
import type { Log } from '#services/platform/log.ts';
import { businessOfAddress } from '#storage/queries/business-of-address.ts';
import type { Channel } from '../../channel.ts';
import type { IngestDeps } from '../../deps.ts';
import { type Delivery, receiveDelivery } from '../../receive.ts';

export type SmtpOptions = {
  host: string;
  port: number;
  /** Domain of the businesses' addresses; mail for any other is refused. */
  domain: string;
  maxMessageBytes: number;
  tls: { cert: string; key: string };
  log: Log;
  authenticate?: (session: SMTPServerSession, rawSha256?: string) => Promise<Record<string, unknown> | null>;
  maxConnections?: number;
};

/** Recipients of one mail (RFC 5321 §4.5.3.1.8 asks for at least 100). */
const maxRecipients = 100;

/** The mail door: it only promises what is stored. It knows its protocol and nothing of documents. */
export function smtpChannel(
  { host, port, domain, maxMessageBytes, tls, log, maxConnections = 200 }: SmtpOptions,
  deps: IngestDeps,
): Channel {
  return {
    name: 'smtp',
    async open() {
      const recipients = new WeakMap<SMTPServerSession, Map<string, string>>();
      const server = new SMTPServer({
        ...tls,
        name: domain,
        banner: 'Bizonylat',
        authOptional: true,
        disabledCommands: ['AUTH'],
        size: maxMessageBytes,
        maxClients: maxConnections,
        socketTimeout: 60_000,
        closeTimeout: 5_000,
        disableReverseLookup: true,
        onMailFrom(_address, session, reply) {
          recipients.set(session, new Map());
          reply();
        },
        onRcptTo({ address }, session, reply) {
          const known = recipients.get(session) ?? new Map<string, string>();
          recipients.set(session, known);
          if (known.size >= maxRecipients) return reply(answer(452, '4.5.3 too many recipients, send the rest in another mail'));
          findBusiness(address, domain, deps).then(
            (businessId) => {
              if (businessId === null) return reply(answer(550, '5.1.1 no such address here'));
              if (!known.has(businessId)) known.set(businessId, address);
              reply();
            },
            (error: unknown) => {
              log.warn({ error }, 'recipient cannot be looked up');
              reply(answer(451, '4.3.0 temporary trouble, try again later'));
            },
          );
        },
        onData(stream, session, reply) {
          deliver(stream, session, recipients.get(session) ?? new Map()).then(
            () => reply(null, '2.0.0 stored'),
            (error: unknown) => {
              log.warn({ error }, 'mail not accepted');
              // The rest of an over-long message is read and thrown away, or the sender would not hear the answer.
              stream.resume();
              const say = () => reply(refusal(error));
              if (stream.readableEnded || stream.destroyed) say();
              else stream.once('end', say).once('close', say);
            },
          );
        },
      });

      function deliver(stream: SMTPServerDataStream, { envelope }: SMTPServerSession, to: ReadonlyMap<string, string>): Promise<string[]> {
        const delivery: Delivery = {
          door: 'smtp',
          sender: envelope.mailFrom ? envelope.mailFrom.address || null : null, // null: a bounce
          recipients: [...to].map(([businessId, address]) => ({ businessId, address })),
          raw: stream,
          maxBytes: maxMessageBytes,
        };
        return receiveDelivery(delivery, deps);
      }

      server.on('error', (error) => log.warn({ error }, 'smtp connection')); // a sender that hangs up is no crash
      const listening = server.listen(port, host);
      await once(listening, 'listening');
      const bound = listening.address();
      const boundPort = bound !== null && typeof bound === 'object' ? bound.port : port;
      return {
        address: `${host}:${boundPort}`,
        [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
      };
    },
  };
}

async function findBusiness(address: string, domain: string, { database }: IngestDeps): Promise<string | null> {
  const parts = splitAddress(address);
  if (!parts || parts.domain !== domain) return null;
  return businessOfAddress(database, parts.localPart);
}

const answer = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });

/** RFC 5321 §6.1: 250 makes the mail ours to lose. So 250 only once stored; 4yz leaves it with the sender. */
function refusal(error: unknown): Error {
  if (error instanceof DomainError && error.code === 'delivery-too-large') return answer(552, '5.3.4 message too large');
  if (error instanceof DomainError && error.code === 'storage-full') return answer(452, '4.3.1 no space, try again later');
  return answer(451, '4.3.0 temporary trouble, try again later');
}
