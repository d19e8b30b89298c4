import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { startDemo } from '#test/support/hub.ts';
import { aMail, mailSender } from '#test/support/mails.ts';
import { type Figure, median, rounded } from './figures.ts';

const connections = 8;
const mailsEach = 40;
const rounds = 3;
/** Base64 and headers make a mail of 20 KiB of it. */
const attachmentBytes = 14_500;

/**
 * Mails of 20 KiB a second that are accepted and stored (promise 1) over eight connections, beside a bare smtp-server
 * that only writes each to a file of its own and syncs it. The hub opens the mails meanwhile, as in life.
 */
export async function run(_args: string[]): Promise<{ bench: string; figures: Figure[] }> {
  await using demo = await startDemo({ empty: true });
  await using bare = await startBare();
  const to = demo.ready.businesses[0]!.mailAddress;
  const own: number[] = [];
  const reference: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const mails = await Promise.all(Array.from({ length: connections * mailsEach }, (_, at) => textMail(`${round}-${at}`)));
    reference.push(await mailsPerSecond(bare.address, to, mails));
    own.push(await mailsPerSecond(demo.ready.smtp, to, mails));
  }
  const value = median(own);
  const base = median(reference);
  const n = connections * mailsEach * rounds;
  return {
    bench: 'smtp',
    figures: [
      {
        name: '20 KiB mails accepted and stored',
        value: rounded(value),
        unit: 'mails/s',
        reference: rounded(base),
        ratio: rounded(value / base),
        n,
        must: 0.3,
        aim: 0.7,
      },
    ],
  };
}

const textMail = (id: string): Promise<Buffer> =>
  aMail(`smtp-${id}`, [{ filename: `${id}.txt`, content: Buffer.alloc(attachmentBytes, `${id} `), contentType: 'text/plain' }]);

async function mailsPerSecond(address: string, to: string, mails: readonly Buffer[]): Promise<number> {
  const senders = Array.from({ length: connections }, () => mailSender(address));
  try {
    await Promise.all(senders.map((sender) => sender.verify()));
    const startedAt = performance.now();
    const waiting = mails.values();
    await Promise.all(
      senders.map(async (sender) => {
        for (const raw of waiting) await sender.send(to, raw);
      }),
    );
    return (mails.length / (performance.now() - startedAt)) * 1_000;
  } finally {
    for (const sender of senders) sender[Symbol.dispose]();
  }
}

/** The reference: the same protocol library, one synced file a mail, nothing else. */
async function startBare(): Promise<AsyncDisposable & { address: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'hub-bench-smtp-'));
  let count = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH'],
    disableReverseLookup: true,
    onData(stream, _session, reply) {
      const store = async () => {
        count += 1;
        const file = await open(join(folder, String(count)), 'wx');
        for await (const chunk of stream as AsyncIterable<Buffer>) await file.write(chunk);
        await file.sync();
        await file.close();
      };
      store().then(() => reply(), reply);
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return {
    address: `127.0.0.1:${(listening.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
