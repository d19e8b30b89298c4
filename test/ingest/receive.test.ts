import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { receiveDelivery } from '#ingest/receive.ts';
import { Intake } from '#storage/models/intake.ts';
import { aBusiness, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

test('H-065 bytes that leave while the same ones come in are there again before the delivery is accepted', async ({ db }) => {
  const deps = ingestDeps(db);
  const { id: businessId } = await aBusiness();
  const bytes = Buffer.from(`Subject: ${randomUUID()}\r\n\r\nx\r\n`);
  const deliver = () =>
    receiveDelivery(
      {
        door: 'smtp',
        sender: null,
        recipients: [{ businessId, address: 'x' }],
        raw: Readable.from([bytes]),
        maxBytes: 1_000,
      },
      deps,
    );
  await deliver();
  const { rawSha256 } = await Intake.findOne({ where: { businessId }, rejectOnEmpty: true });
  // The first was the same mail as an earlier one: its row is gone, and its bytes are just being removed.
  await Intake.destroy({ where: { businessId } });
  let isAnswered = false;
  const second = await db.transaction(async (transaction) => {
    await db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', { bind: [`raw ${businessId} ${rawSha256}`], transaction });
    const answer = deliver().then(() => (isAnswered = true));
    await sleep(300);
    expect(isAnswered).toBe(false);
    await deps.objects.remove(businessId, rawSha256!);
    return { answer };
  });
  await second.answer;
  expect(await Array.fromAsync(deps.objects.list(businessId))).toEqual([rawSha256]);
  expect(await Intake.count({ where: { businessId } })).toBe(1);
});
