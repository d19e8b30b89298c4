import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isIP } from 'node:net';
import { DomainError } from '#services/domain/errors.ts';
import { outsideAddress } from '#services/platform/outbound.ts';
import { BankTrouble } from './connector.ts';

export type Wire = {
  /** Plain HTTP and addresses inside the house: only where the operator's settings allow them. */
  isPrivateAllowed: boolean;
  certificate: { cert: string; key: string; ca?: string | undefined } | null;
  patienceMs: number;
};
export type Sent = { method: string; url: URL; headers: Readonly<Record<string, string>>; body?: string | undefined };
export type Answer = { status: number; retryAfter: string | null; text: string };

/** A page of a busy account is some hundred kilobytes. */
const largestAnswer = 8_000_000;

/**
 * One request to a bank, to the address that its name had a moment ago; redirects are not followed, a whole answer must come within
 * the time, and not be larger than any bank's.
 *
 * @throws BankTrouble `unreached`, `away`, `strange`
 */
export async function send({ method, url, headers, body }: Sent, { isPrivateAllowed, certificate, patienceMs }: Wire): Promise<Answer> {
  if (url.protocol !== 'https:' && !isPrivateAllowed) throw new BankTrouble('unreached', 'a bank is asked over TLS only');
  const signal = AbortSignal.timeout(patienceMs);
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const address = await outsideAddress(hostname, { isPrivateAllowed }).catch((cause: unknown) => {
    throw new BankTrouble('unreached', cause instanceof DomainError ? cause.message : 'the bank’s name is unknown');
  });
  let isReached = false;
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = {
        method,
        host: address,
        port: url.port || (url.protocol === 'https:' ? 443 : 80),
        path: url.pathname + url.search,
        headers: { ...headers, host: url.host, ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }) },
        signal,
        agent: false as const,
      };
      const request =
        url.protocol === 'https:'
          ? tlsRequest({ ...options, ...certificate, servername: isIP(hostname) ? '' : hostname }, resolve)
          : plainRequest(options, resolve);
      request.once('finish', () => {
        isReached = true;
      });
      request.once('error', reject);
      request.end(body);
    });
    return { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] ?? null, text: await textOf(response) };
  } catch (error) {
    if (error instanceof BankTrouble) throw error;
    // What went wrong on the wire holds no secret: a code of the system, never a header.
    const { code = 'no answer' } = error as { code?: string };
    throw new BankTrouble(isReached ? 'away' : 'unreached', `the bank does not answer: ${code}`);
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > largestAnswer) {
      response.destroy();
      throw new BankTrouble('strange', 'the bank’s answer is far too long');
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
