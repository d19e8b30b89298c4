import { setTimeout as sleep } from 'node:timers/promises';
import { apiClient } from '#test/support/api-client.ts';
import { memoryOf, processesOf, startDemo } from '#test/support/hub.ts';
import { mailSender, officeMail, officeMails } from '#test/support/mails.ts';
import { type Figure, rounded } from './figures.ts';

const watchMs = 100;

/** Memory of all the hub's processes together, PostgreSQL and readers with them: idle, and while the sample office's mails come in. */
export async function run(_args: string[]): Promise<{ bench: string; figures: Figure[] }> {
  await using demo = await startDemo({ empty: true });
  const measure = () => memoryOf(processesOf(demo.pid));
  await sleep(5_000);
  const idle = measure();
  let peak = idle;
  const watch = setInterval(() => {
    peak = Math.max(peak, measure());
  }, watchMs);
  const names = officeMails();
  try {
    const { id, mailAddress } = demo.ready.businesses[0]!;
    using sender = mailSender(demo.ready.smtp);
    for (const name of names) await sender.send(mailAddress, officeMail(name));
    await (await apiClient(demo.ready)).restingDocuments(id, names.length, 120_000);
  } finally {
    clearInterval(watch);
  }
  const figure = (name: string, bytes: number, must: number, aim: number): Figure => ({
    name,
    value: rounded(bytes / 1e6),
    unit: 'MB',
    reference: null,
    ratio: null,
    n: 1,
    must,
    aim,
  });
  return {
    bench: 'memory',
    figures: [figure('whole hub, idle', idle, 600, 350), figure('highest while the sample is read', peak, 2_000, 1_200)],
  };
}
