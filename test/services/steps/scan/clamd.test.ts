import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isScannerThere, ScannerAway, scan } from '#services/steps/scan/clamd.ts';
import { eicar, startClamd } from '#test/support/services/start-clamd.ts';
import { needed } from '#test/support/services/start-services.ts';

const of = (...pieces: (string | Buffer)[]) => Readable.from(pieces.map((piece) => Buffer.from(piece)));

/** A scanner that behaves as the script says; answers its address. */
async function scripted(script: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined); // the client hangs up when it has heard enough
    script(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `tcp://127.0.0.1:${(server.address() as { port: number }).port}`;
}

/** Answers when the empty piece has come. */
const answering = (reply: string) => (socket: Socket) => {
  let tail = Buffer.alloc(0);
  socket.on('data', (piece) => {
    tail = Buffer.concat([tail, Buffer.from(piece)]).subarray(-4);
    if (tail.equals(Buffer.alloc(4))) socket.end(reply);
  });
};

describe('H-057 what a scanner says', () => {
  test.for([
    ['stream: OK\0', { is: 'clean' }],
    ['stream: Win.Test.EICAR_HDB-1 FOUND\0', { is: 'infected', signature: 'Win.Test.EICAR_HDB-1' }],
    ['INSTREAM size limit exceeded. ERROR\0', { is: 'too-large' }],
  ] as const)('%s', async ([reply, verdict]) => {
    expect(await scan(await scripted(answering(reply)), of('szám', 'la'))).toEqual(verdict);
  });

  test.for(['', 'stream: OK', 'OK\0', "stream: Can't allocate memory ERROR\0", `${'x'.repeat(10_000)}`, 'HTTP/1.1 200 OK\r\n\0'])(
    'no verdict is never taken for clean: %s',
    async (reply) => {
      await expect(scan(await scripted(answering(reply)), of('számla'))).rejects.toThrow(ScannerAway);
    },
  );

  test('an answer before the end counts, though the rest could not be sent', async () => {
    const url = await scripted((socket) => socket.once('data', () => socket.end('INSTREAM size limit exceeded. ERROR\0')));
    expect(await scan(url, of(...Array.from({ length: 200 }, () => Buffer.alloc(65_536, 1))))).toEqual({ is: 'too-large' });
  });

  test('silence, a reset and nobody there: the scanner is away', async () => {
    const silent = await scripted((socket) => void socket.resume());
    await expect(scan(silent, of('számla'), { timeoutMs: 100 })).rejects.toThrow('silent');
    expect(await isScannerThere(silent, { timeoutMs: 100 })).toBe(false);
    await expect(scan(await scripted((socket) => void socket.resetAndDestroy()), of('számla'))).rejects.toThrow(ScannerAway);
    await expect(scan('unix:/nonexistent/clamd.sock', of('számla'))).rejects.toThrow(ScannerAway);
  });

  test('bytes that fail on their way say so themselves', async () => {
    const failing = new Readable({ read: () => void failing.destroy(new Error('the object changed')) });
    await expect(scan(await scripted(answering('stream: OK\0')), failing)).rejects.toThrow('the object changed');
  });
});

const clamd = needed('clamd');

test.skipIf(clamd === null)(
  'H-057 a real clamd finds the test string, also in a file of megabytes, and lets others pass',
  { timeout: 60_000 },
  async () => {
    await using scanner = await startClamd(clamd!);
    const { url } = scanner;
    expect(await scan(url, of('Számla'))).toEqual({ is: 'clean' });
    expect(await scan(url, of(eicar.slice(0, 20), eicar.slice(20)))).toMatchObject({
      is: 'infected',
      signature: expect.stringContaining('Eicar'),
    });
    expect(await scan(url, of(Buffer.alloc(3_000_000, 'a'), eicar))).toMatchObject({ is: 'infected' });
    expect(await scan(url, of(...Array.from({ length: 12 }, () => Buffer.alloc(1_000_000, 'a'))))).toEqual({ is: 'too-large' });
  },
);
