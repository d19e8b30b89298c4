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
  const jobs = jobRows(name, payloads);
  await databaseOf(transaction).query(insertJobs('$1'), { bind: [JSON.stringify(jobs)], transaction });
  transaction.afterCommit(wakeRelay);
  return jobs.map(({ id }) => id);
}

/** The rows of jobs, for a statement that writes them itself beside what they are about; after it, `wakeRelay`. */
export const jobRows = <Name extends QueueName>(name: Name, payloads: readonly PayloadOf<Name>[]) =>
  payloads.map((given) => {
    const payload = queues[name].payload.parse(given) as { businessId?: string };
    return { id: randomUUID(), name, business_id: payload.businessId ?? null, payload };
  });

/** Writes the rows that a parameter holds as JSON. */
export const insertJobs = (parameter: string): string =>
  `insert into jobs (id, name, business_id, payload)
   select id, name, business_id, payload from jsonb_to_recordset(${parameter}) as job (id uuid, name text, business_id uuid, payload jsonb)`;

/** Says that jobs have been committed. */
export function wakeRelay(): void {
  for (const wake of wakers) wake();
}
