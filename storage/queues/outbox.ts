import { randomUUID } from 'node:crypto';
import type { Sequelize, Transaction } from 'sequelize';
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
  const id = randomUUID();
  const parsed = queues[name].payload.parse(payload) as { businessId?: string };
  await databaseOf(transaction).query('insert into jobs (id, name, business_id, payload) values ($1, $2, $3, $4)', {
    bind: [id, name, parsed.businessId ?? null, JSON.stringify(parsed)],
    transaction,
  });
  transaction.afterCommit(() => {
    for (const wake of wakers) wake();
  });
  return id;
}

/** Sequelize gives every transaction its database, but does not say so in its types. */
const databaseOf = (transaction: Transaction): Sequelize => (transaction as unknown as { sequelize: Sequelize }).sequelize;
