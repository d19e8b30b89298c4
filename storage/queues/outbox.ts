import { randomUUID } from 'node:crypto';
import type { Transaction } from 'sequelize';
import { databaseOf } from '../sql.ts';
import { type PayloadOf, type QueueName, queues } from './queues.ts';

type Waker = () => void;
const wakers = new Set<Waker>();

/** Called whenever a transaction that enqueued something has committed in this process. */
export function onEnqueued(wake: Waker): () => void {
  wakers.add(wake);
  return () => void wakers.delete(wake);
}

/**
 * Writes a job beside the rows it is about, in their transaction: both are there or neither is (promise 1).
 * The relay hands it to the queue after the commit; a lost queue is filled again from here.
 */
export async function enqueue<Name extends QueueName>(transaction: Transaction, name: Name, payload: PayloadOf<Name>): Promise<string> {
  const [id = ''] = await enqueueAll(transaction, name, [payload]);
  return id;
}

/** Several jobs of one kind, in one statement. */
export async function enqueueAll<Name extends QueueName>(
  transaction: Transaction,
  name: Name,
  payloads: readonly PayloadOf<Name>[],
): Promise<string[]> {
  const jobs = payloads.map((given) => {
    const payload = queues[name].payload.parse(given) as { businessId?: string };
    return { id: randomUUID(), business_id: payload.businessId ?? null, payload };
  });
  await databaseOf(transaction).query(
    `insert into jobs (id, name, business_id, payload)
     select id, $1, business_id, payload from jsonb_to_recordset($2) as job (id uuid, business_id uuid, payload jsonb)`,
    { bind: [name, JSON.stringify(jobs)], transaction },
  );
  transaction.afterCommit(() => {
    for (const wake of wakers) wake();
  });
  return jobs.map(({ id }) => id);
}
