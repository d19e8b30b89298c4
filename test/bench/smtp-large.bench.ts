import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { memoryOf, startDemo } from '#test/support/hub.ts';
import { aMail, mailSender } from '#test/support/mails.ts';
import { type Figure, rounded } from './figures.ts';

const mails = 50;
const attachmentBytes = 15_000_000;

/** How much the hub's own process grows while fifty mails of 20 MB come in at once. */
export async function run(_args: string[]): Promise<{ bench: string; figures: Figure[] }> {
  await using demo = await startDemo({ empty: true });
  const to = demo.ready.businesses[0]!.mailAddress;
  // The same bytes fifty times: one object, so that the disk is not what is measured.
  const raw = await aMail('large', [
    { filename: 'nagy.bin', content: randomBytes(attachmentBytes), contentType: 'application/octet-stream' },
  ]);
  await sleep(2_000);
  const before = memoryOf([demo.pid]);
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, memoryOf([demo.pid]));
  }, 100);
  try {
    await Promise.all(
      Array.from({ length: mails }, async () => {
        using sender = mailSender(demo.ready.smtp);
        await sender.send(to, raw);
      }),
    );
  } finally {
    clearInterval(watch);
  }
  const name = `${mails} mails of ${Math.round(raw.length / 1e6)} MB at once: growth of memory`;
  const value = rounded((peak - before) / 1e6);
  return { bench: 'smtp-large', figures: [{ name, value, unit: 'MB', reference: null, ratio: null, n: mails, must: 300, aim: 100 }] };
}
