import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { test } from '#test/support/database.ts';
import { processesOf } from '#test/support/hub.ts';
import { aHubUnderLoad, inLanes, type Role } from '#test/support/load.ts';

const kills = Number(process.env['KILLS'] ?? 200);
const mails = kills * 5;
const uploads = Math.round(kills * 1.5);
const pushes = uploads;
const all = mails + uploads + pushes;
const roles: readonly Role[] = ['doors', 'web', 'worker'];

test(`${kills} × kill -9 of doors, web and worker while ${mails} mails, ${uploads} uploads and ${pushes} pushes come in: delivered = stored`, {
  timeout: 3_600_000,
}, async ({ db, databaseUrl }) => {
  await using hub = await aHubUnderLoad(db, { DATABASE_URL: databaseUrl });
  const pace = async (send: (number: number) => Promise<void>, number: number) => {
    await send(number);
    await sleep(100 + Math.random() * 500);
  };
  const sending = Promise.all([
    inLanes(mails, 3, (number) => pace(hub.mail, number)),
    inLanes(uploads, 2, (number) => pace(hub.upload, number)),
    inLanes(pushes, 4, (number) => pace(hub.push, number)),
  ]);
  for (let count = 0; count < kills; count++) {
    // From the middle of starting up to the middle of answering.
    await sleep(300 + Math.random() * 1_500);
    const role = roles[count % roles.length]!;
    const victim = hub.processes[role];
    const ended = once(victim.child, 'exit');
    for (const pid of processesOf(victim.pid)) killHard(pid);
    await ended;
    hub.processes[role] = hub.start(role);
  }
  await sending;
  const found = await hub.settled(600_000);
  console.info(`after ${kills} kills`, found, Object.fromEntries(hub.refusals));
  expect(found).toEqual({ mails, handedIn: uploads + pushes, documents: all, resting: all, jobs: 0 });
});

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended with its parent, just before
  }
}
