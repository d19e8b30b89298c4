import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';

/** `too-large`: beyond what the scanner was set up to look at. */
export type Verdict = { is: 'clean' } | { is: 'infected'; signature: string } | { is: 'too-large' };

/** The scanner does not answer, or not with a verdict: nothing is known of the file, and it is asked again. */
export class ScannerAway extends Error {
  override readonly name = 'ScannerAway';
}

/** Silence for this long is no answer; a large file is answered only when all of it was looked at. */
const silenceMs = 60_000;
const longestReply = 4_096;

/** `tcp://host:port` or `unix:/path`, as the setting says. */
function dial(url: string, timeoutMs: number): Socket {
  const socket = url.startsWith('unix:') ? connect(url.slice('unix:'.length)) : connect(Number(new URL(url).port), hostOf(url));
  return socket.setTimeout(timeoutMs, () => socket.destroy(new ScannerAway('the scanner is silent')));
}

const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[|\]$/g, '');

/**
 * Has clamd look at bytes, a piece at a time; nothing is held in memory and no file is shared with it.
 * Source: clamd(8), INSTREAM with NUL-ended commands.
 *
 * @throws ScannerAway; and whatever the content's own stream fails with
 */
export async function scan(url: string, content: Readable, { timeoutMs = silenceMs } = {}): Promise<Verdict> {
  const socket = dial(url, timeoutMs);
  try {
    const reply = replyOf(socket);
    const sending = send(content, socket);
    sending.catch(() => undefined); // told by the race, unless the answer came first
    // clamd may answer before the end and hang up; then the answer counts, not the broken pipe.
    await Promise.race([sending, reply.catch(() => undefined)]);
    return verdictOf(await reply);
  } finally {
    socket.destroy();
    content.destroy();
  }
}

/** Whether a scanner answers at all. */
export async function isScannerThere(url: string, { timeoutMs = 5_000 } = {}): Promise<boolean> {
  const socket = dial(url, timeoutMs);
  try {
    const reply = replyOf(socket);
    socket.write('zPING\0');
    return (await reply) === 'PONG';
  } catch (error) {
    if (error instanceof ScannerAway) return false;
    throw error;
  } finally {
    socket.destroy();
  }
}

/** The command, then each piece after its length in four bytes, and an empty piece at the end. Fails only with the content. */
async function send(content: Readable, socket: Socket): Promise<void> {
  socket.write('zINSTREAM\0');
  for await (const piece of content as AsyncIterable<Buffer>) {
    if (!socket.writable) return;
    if (piece.length === 0) continue;
    socket.write(lengthOf(piece));
    if (!socket.write(piece)) await drained(socket);
  }
  socket.write(lengthOf(Buffer.alloc(0)));
}

/** Also when the other side is gone: there is nothing more to wait for then. */
const drained = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    if (socket.destroyed) return resolve();
    const done = () => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });

function lengthOf({ length }: Buffer): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

/** What comes before the first NUL. */
function replyOf(socket: Socket): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  socket.on('data', (piece: Buffer) => {
    text += piece.toString('utf8');
    const end = text.indexOf('\0');
    if (end >= 0) resolve(text.slice(0, end).trim());
    else if (text.length > longestReply) socket.destroy(new ScannerAway('this is no scanner'));
  });
  socket.on('error', (error) =>
    reject(error instanceof ScannerAway ? error : new ScannerAway('the scanner cannot be reached', { cause: error })),
  );
  socket.on('close', () => reject(new ScannerAway('the scanner hung up')));
  socket.on('end', () => reject(new ScannerAway('the scanner hung up')));
  // Whoever waits for it hears of it; while the file is still being sent nobody does.
  promise.catch(() => undefined);
  return promise;
}

/** @throws ScannerAway for every answer that is no verdict: an unknown one must never pass for clean */
function verdictOf(reply: string): Verdict {
  if (reply === 'stream: OK') return { is: 'clean' };
  const signature = /^stream: (.+) FOUND$/.exec(reply)?.[1];
  if (signature !== undefined) return { is: 'infected', signature };
  if (/size limit exceeded/i.test(reply)) return { is: 'too-large' };
  throw new ScannerAway(`the scanner gave no verdict: ${reply.slice(0, 100)}`);
}
