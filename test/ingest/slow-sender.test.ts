import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { receiveDelivery } from '#ingest/receive.ts';
import { afterDoors } from '#storage/queues/doors-first.ts';
import { aBusiness, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

test('a sender that drips holds no job back; while its delivery is being kept, jobs are done one at a time', async ({ db }) => {
  const { id: businessId } = await aBusiness();
  const deps = ingestDeps(db);
  const keeping = Promise.withResolvers<void>();
  const letGo = Promise.withResolvers<void>();
  const objects: typeof deps.objects = {
    ...deps.objects,
    async put(...given) {
      keeping.resolve();
      await letGo.promise;
      return deps.objects.put(...given);
    },
  };
  const raw = new PassThrough();
  raw.write('Subject: lassan\r\n');
  const received = receiveDelivery(
    { door: 'smtp', sender: null, recipients: [{ businessId, address: null }], raw, maxBytes: 1_000 },
    { ...deps, objects },
  );
  /** Begins two jobs; answers how many are being done, and how to end them. */
  const twoJobs = async () => {
    const end = Promise.withResolvers<void>();
    let begun = 0;
    const work = () => {
      begun += 1;
      return end.promise;
    };
    const done = Promise.all([afterDoors(work), afterDoors(work)]);
    await sleep(50);
    return {
      begun,
      end: () => {
        end.resolve();
        return done;
      },
    };
  };
  await sleep(50);
  const whileDripping = await twoJobs();
  expect(whileDripping.begun).toBe(2);
  await whileDripping.end();

  raw.end('\r\nMellékelve.\r\n');
  await keeping.promise;
  await sleep(600); // the jobs before have had their rest
  const whileKeeping = await twoJobs();
  expect(whileKeeping.begun).toBe(1);
  letGo.resolve();
  expect((await received).intakeIds).toHaveLength(1);
  await whileKeeping.end();
});
