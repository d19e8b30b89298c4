import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { apiClient } from '#test/support/api-client.ts';
import { memoryOf, processesOf, startDemo } from '#test/support/hub.ts';
import { aMail, mailSender, officeMail, officeMails } from '#test/support/mails.ts';
import { type Figure, rounded } from './figures.ts';
import { makeDays, usualSeed } from './mixed-day.ts';

const watchMs = 250;
const usualDays = 3;

/**
 * `./hub bench memory [DAYS]`: memory of all the hub's processes together, PostgreSQL and readers with them: idle, while the sample office's mails come
 * in, and while mixed days of twenty documents come in at once, a mail each.
 */
export async function run([days]: string[]): Promise<{ bench: string; figures: Figure[] }> {
  await using demo = await startDemo({ empty: true });
  const measure = () => memoryOf(processesOf(demo.pid));
  await sleep(5_000);
  const idle = measure();
  const { id, mailAddress } = demo.ready.businesses[0]!;
  using sender = mailSender(demo.ready.smtp);
  const client = await apiClient(demo.ready);
  let known = 0;
  const peakOf = async (mails: readonly Buffer[]): Promise<number> => {
    let peak = measure();
    const watch = setInterval(() => {
      peak = Math.max(peak, measure());
    }, watchMs);
    try {
      for (const mail of mails) await sender.send(mailAddress, mail);
      known = (await client.restingDocuments(id, known + mails.length, 600_000)).length;
    } finally {
      clearInterval(watch);
    }
    return peak;
  };
  const sample = await peakOf(officeMails().map(officeMail));
  const day = await peakOf(await mixedMails(Number(days ?? usualDays)));
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
    figures: [
      figure('whole hub, idle', idle, 600, 350),
      figure('highest while the sample is read', sample, 2_000, 1_200),
      figure('highest while the mixed day is read', day, 2_000, 1_200),
    ],
  };
}

async function mixedMails(days: number): Promise<Buffer[]> {
  const made = await mkdtemp(join(tmpdir(), 'hub-mixed-day-'));
  try {
    // A web page that comes by mail waits for a person: nothing of it is read.
    const files = (await makeDays(made, days, usualSeed)).filter((file) => !file.endsWith('.html'));
    return await Promise.all(files.map(async (file, at) => aMail(`${at}`, [{ filename: basename(file), content: await readFile(file) }])));
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}
