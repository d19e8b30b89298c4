import { once } from 'node:events';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { DomainError } from '#services/domain/errors.ts';
import { splitAddress } from '#services/domain/mail-address.ts';
import type { Log } from '#services/platform/log.ts';
import { businessesOfAddresses } from '#storage/queries/businesses-of-addresses.ts';
import type { Channel } from '../../channel.ts';
import type { IngestDeps } from '../../deps.ts';
import { noteAuthentication, receiveDelivery } from '../../receive.ts';
import { together } from '../../together.ts';
import { type Dns, senderJudge } from './authenticate.ts';
import { isThisMachine, type Limits, perMinute, usualLimits } from './limits.ts';

export type SmtpOptions = {
  host: string;
  port: number;
  /** Domain of the businesses' addresses; mail for any other is refused. */
  domain: string;
  maxMessageBytes: number;
  tls: { cert: string; key: string };
  log: Log;
  /** Who is asked about the senders' domains (H-068). */
  dns?: Dns;
  limits?: Limits;
  /** Hosts that are neither counted nor judged. */
  isTrusted?: (address: string) => boolean;
};

/** Recipients of one mail (RFC 5321 §4.5.3.1.8 asks for at least 100). */
const maxRecipients = 100;

/** The mail door: it only promises what is stored. It knows its protocol and nothing of documents. */
export function smtpChannel(
  { host, port, domain, maxMessageBytes, tls, log, dns = 'off', limits = usualLimits, isTrusted = isThisMachine }: SmtpOptions,
  deps: IngestDeps,
): Channel {
  return {
    name: 'smtp',
    async open() {
      // Always asked of the database: an address is taken, or refused, from the moment that it is made or replaced.
      const ownerOf = together((localParts: readonly string[]) => businessesOfAddresses(deps.database, localParts));
      const recipients = new WeakMap<SMTPServerSession, Map<string, string>>();
      const connected = new Map<string, number>();
      const judge = senderJudge(dns, domain);
      const judging = new Set<Promise<void>>();
      const mayHostSend = perMinute(limits.mailsPerMinute);
      const mayAddressGet = perMinute(limits.mailsPerMinute);
      const server = new SMTPServer({
        ...tls,
        minVersion: 'TLSv1.2',
        name: domain,
        banner: 'Bizonylat',
        authOptional: true,
        disabledCommands: ['AUTH'],
        size: maxMessageBytes,
        maxClients: limits.connections,
        socketTimeout: limits.silentMs,
        closeTimeout: 5_000,
        disableReverseLookup: true,
        onConnect({ remoteAddress }, reply) {
          const count = (connected.get(remoteAddress) ?? 0) + 1;
          connected.set(remoteAddress, count);
          if (count > limits.connectionsPerHost && !isTrusted(remoteAddress)) return reply(answer(421, '4.7.0 too many connections'));
          reply();
        },
        onClose({ remoteAddress }) {
          const count = (connected.get(remoteAddress) ?? 1) - 1;
          if (count > 0) connected.set(remoteAddress, count);
          else connected.delete(remoteAddress);
        },
        onMailFrom(_address, session, reply) {
          recipients.set(session, new Map());
          if (!isTrusted(session.remoteAddress) && !mayHostSend(session.remoteAddress)) return reply(later);
          reply();
        },
        onRcptTo({ address }, session, reply) {
          const known = recipients.get(session) ?? new Map<string, string>();
          recipients.set(session, known);
          if (known.size >= maxRecipients) return reply(answer(452, '4.5.3 too many recipients, send the rest in another mail'));
          findBusiness(address).then(
            (businessId) => {
              if (businessId === null) return reply(answer(550, '5.1.1 no such address here'));
              if (!isTrusted(session.remoteAddress) && !mayAddressGet(businessId)) return reply(later);
              if (!known.has(businessId)) known.set(businessId, address);
              reply();
            },
            (error: unknown) => {
              log.warn({ error }, 'recipient cannot be looked up');
              reply(trouble);
            },
          );
        },
        onData(stream, session, reply) {
          const clock = setTimeout(() => stream.destroy(new TooSlow()), limits.dataWithinMs);
          deliver(stream, session, recipients.get(session) ?? new Map())
            .finally(() => clearTimeout(clock))
            .then(
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

      async function findBusiness(address: string): Promise<string | null> {
        const parts = splitAddress(address);
        return parts?.domain === domain ? ownerOf(parts.localPart) : null;
      }

      async function deliver(stream: SMTPServerDataStream, session: SMTPServerSession, to: ReadonlyMap<string, string>): Promise<void> {
        const { envelope, remoteAddress: ip, hostNameAppearsAs, clientHostname } = session;
        const sender = envelope.mailFrom ? envelope.mailFrom.address || null : null; // null: a bounce
        const { intakeIds, judged } = await receiveDelivery(
          {
            door: 'smtp',
            sender,
            recipients: [...to].map(([businessId, address]) => ({ businessId, address })),
            raw: stream,
            maxBytes: maxMessageBytes,
            ...(judge && !isTrusted(ip)
              ? { judge: (file) => judge({ ip, helo: hostNameAppearsAs || clientHostname || ip, sender }, file) }
              : {}),
          },
          deps,
        );
        // Known a moment after the answer: the sender's name servers delay nobody.
        const noting = judged
          .then((found) => found && noteAuthentication(deps.database, intakeIds, found))
          .catch((error: unknown) => log.warn({ error }, 'sender could not be judged'))
          .then(() => void judging.delete(noting));
        judging.add(noting);
      }

      server.on('error', (error) => log.warn({ error }, 'smtp connection')); // a sender that hangs up is no crash
      const listening = server.listen(port, host);
      await once(listening, 'listening');
      const bound = listening.address();
      const boundPort = bound !== null && typeof bound === 'object' ? bound.port : port;
      return {
        address: `${host}:${boundPort}`,
        async [Symbol.asyncDispose]() {
          await new Promise<void>((resolve) => server.close(() => resolve()));
          await Promise.all(judging);
        },
      };
    },
  };
}

const answer = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });
const later = answer(451, '4.7.0 too many mails, try again in a minute');
const trouble = answer(451, '4.3.0 temporary trouble, try again later');

/** The message did not arrive whole in time. */
class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

/** RFC 5321 §6.1: 250 makes the mail ours to lose. So 250 only once stored; 4yz leaves it with the sender. */
function refusal(error: unknown): Error {
  if (error instanceof TooSlow) return answer(421, '4.4.2 too slow, try again later');
  if (error instanceof DomainError && error.code === 'delivery-too-large') return answer(552, '5.3.4 message too large');
  if (error instanceof DomainError && error.code === 'storage-full') return answer(452, '4.3.1 no space, try again later');
  return trouble;
}
