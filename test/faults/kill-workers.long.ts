import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { QueryTypes } from 'sequelize';
import { expect } from 'vitest';
import { restingStates } from '#services/domain/document-state.ts';
import { freePort } from '#services/platform/free-port.ts';
import { openDatabase } from '#storage/database.ts';
import { aBusiness, aMailAddress } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { processesOf, spawnHub } from '#test/support/hub.ts';
import { aMail, mailSender, officeFile } from '#test/support/mails.ts';

const mails = 200;
const kills = 50;

type Counts = {
  intakes: bigint;
  kept: bigint;
  deliveries: bigint;
  documents: bigint;
  resting: bigint;
  parts: bigint;
  jobs: bigint;
  invoices: bigint;
  sources: bigint;
};

/**
 * Doors, web and worker are processes of their own; the worker, its readers with it, is killed again and again while
 * mails come in. Odd mails carry a text, even ones a PDF invoice of the sample office with other bytes behind its end.
 */
test(`${kills} × kill -9 of the worker while ${mails} mails come in: nothing is lost, nothing doubled`, { timeout: 900_000 }, async ({
  db,
  databaseUrl,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-kill-'));
  chmodSync(folder, 0o711);
  const { id: businessId } = await aBusiness({ baseNumber: '99000013' }); // the supplier of the invoice
  const address = `${await aMailAddress(db, businessId)}@bizonylat.localhost`;
  const smtpPort = await freePort();
  const env = { HUB_DATA: folder, DATABASE_URL: databaseUrl, SMTP_PORT: String(smtpPort), WEB_PORT: '0', LOG_LEVEL: 'error' };
  await using running = new AsyncDisposableStack();
  running.defer(() => rmSync(folder, { recursive: true, force: true }));
  running.use(spawnHub(['start', 'doors'], env));
  running.use(spawnHub(['start', 'web'], env));
  let worker = spawnHub(['start', 'worker'], env);
  running.defer(() => worker[Symbol.asyncDispose]());
  await answering(smtpPort);

  let accepted = 0;
  const sending = (async () => {
    using sender = mailSender(`127.0.0.1:${smtpPort}`);
    const pdf = officeFile('SZK-2026-0311.pdf');
    for (; accepted < mails; accepted++) {
      const attachment =
        accepted % 2 === 0
          ? { filename: `szamla-${accepted}.pdf`, content: Buffer.concat([pdf, Buffer.from(`\n% ${accepted}\n`)]) }
          : { filename: `jegyzet-${accepted}.txt`, content: Buffer.from(`jegyzet ${accepted}`), contentType: 'text/plain' };
      await sender.send(address, await aMail(`kill-${accepted}`, [attachment]));
      await sleep(100);
    }
  })();

  for (let count = 0; count < kills; count++) {
    // From the middle of starting up to the middle of reading.
    await sleep(300 + Math.random() * 2_500);
    const ended = once(worker.child, 'exit');
    for (const pid of processesOf(worker.pid)) killHard(pid);
    await ended;
    worker = spawnHub(['start', 'worker'], env);
  }
  await sending;

  const other = openDatabase(databaseUrl, { connections: 1 });
  running.defer(() => other.close());
  const resting = [...restingStates].map((state) => `'${state}'`).join(', ');
  const counts = async (): Promise<Counts> =>
    (
      await other.query<Counts>(
        `select (select count(*) from intakes) as intakes, (select count(*) from intakes where fate = 'kept') as kept,
                (select sum(deliveries)::bigint from intakes) as deliveries,
                (select count(*) from documents) as documents,
                (select count(*) from documents where state in (${resting})) as resting,
                (select count(*) from intake_parts where document_id is not null) as parts,
                (select count(*) from jobs) as jobs,
                (select count(*) from invoices) as invoices, (select count(distinct document_id) from invoice_sources) as sources`,
        { type: QueryTypes.SELECT },
      )
    )[0]!;
  await expect.poll(async () => (await counts()).jobs, { timeout: 300_000, interval: 1_000 }).toBe(0n);
  const found = await counts();
  console.info(`after ${kills} kills and ${accepted} accepted mails`, found);
  const all = BigInt(mails);
  expect(found).toMatchObject({ intakes: all, kept: all, deliveries: all, documents: all, resting: all, parts: all, jobs: 0n });
  // A hundred copies of one invoice are one register item with a hundred documents.
  expect(found).toMatchObject({ invoices: 1n, sources: all / 2n });
});

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended with its parent, just before
  }
}

async function answering(port: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < 30_000; waitedMs += 100) {
    using sender = mailSender(`127.0.0.1:${port}`);
    const isOpen = await sender.verify().then(
      () => true,
      () => false, // not listening yet
    );
    if (isOpen) return;
    await sleep(100);
  }
  throw new Error('the mail door does not open');
}
