import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import type { Caller } from '#services/domain/caller.ts';
import { DomainError } from '#services/domain/errors.ts';
import { row, rows } from '#storage/sql.ts';
import { Reply } from './reply.ts';

type Asked = { caller: Caller; request: Request; operationId: string; key: string /** Fields and file hashes. */; fingerprint: string };
type Row = { request_sha256: string; status: number | null; answer: unknown; lost: boolean };

/** Longer than any request works; one that has not ended by then was cut off together with its process. */
const abandonedSeconds = 150;

/**
 * Same key and same request → the same answer, other request → 422; kept 24 hours, per caller and route (contract §4).
 * The first of two at the same time works, the other is asked to come again; one that was cut off is done anew, unless what it
 * did through the database handed to it was committed: then only the answer is lost, and a repetition is refused.
 */
export async function withIdempotency(
  database: Sequelize,
  { caller, request, operationId, key, fingerprint }: Asked,
  run: (database: Sequelize) => Promise<Reply>,
): Promise<Reply> {
  if (key.length === 0 || key.length > 200) throw new DomainError('invalid-request', 'Idempotency-Key has 1 to 200 characters');
  const who = caller.userId ?? caller.keyId ?? request.ip ?? 'unknown';
  const bind = [who, `${operationId} ${request.originalUrl}`, key];
  const sha256 = createHash('sha256').update(fingerprint).digest('hex');
  await database.query(`delete from idempotency_keys where created_at < now() - interval '24 hours'`);
  const claimed = await rows(
    database,
    `insert into idempotency_keys as known (caller, route, key, request_sha256) values ($1, $2, $3, $4)
     on conflict (caller, route, key) do update set created_at = now()
     where known.status is null and known.done_at is null and known.request_sha256 = $4 and known.created_at < now() - make_interval(secs => $5)
     returning key`,
    ...bind,
    sha256,
    abandonedSeconds,
  );
  if (claimed.length === 0) {
    const [known] = await database.query<Row>(
      `select request_sha256, status, answer, done_at is not null and created_at < now() - make_interval(secs => $4) as lost
       from idempotency_keys where caller = $1 and route = $2 and key = $3`,
      {
        bind: [...bind, abandonedSeconds],
        type: QueryTypes.SELECT,
      },
    );
    if (known && known.request_sha256 !== sha256)
      throw new DomainError('idempotency-mismatch', 'this Idempotency-Key was used for another request');
    if (known?.status === null && known.lost)
      throw new DomainError(
        'conflict',
        'the first request with this Idempotency-Key was carried out, only its answer was lost; look it up',
      );
    if (!known || known.status === null)
      throw new DomainError('conflict', 'the first request with this Idempotency-Key is still under way');
    return new Reply(known.status, known.answer ?? undefined, { 'Idempotency-Replayed': 'true' });
  }
  try {
    const reply = await run(marking(database, bind));
    await database.query('update idempotency_keys set status = $4, answer = $5 where caller = $1 and route = $2 and key = $3', {
      bind: [...bind, reply.status, reply.body === undefined ? null : JSON.stringify(reply.body)],
    });
    return reply;
  } catch (error) {
    // A request that failed may be tried again with the same key; not one that failed after it had its effect.
    await database.query('delete from idempotency_keys where caller = $1 and route = $2 and key = $3 and done_at is null', { bind });
    throw error;
  }
}

/** The same database, whose transactions commit together with the mark that the request was carried out. */
function marking(database: Sequelize, claim: string[]): Sequelize {
  const transaction = <T>(work: (transaction: Transaction) => PromiseLike<T>): Promise<T> =>
    database.transaction(async (opened) => {
      const result = await work(opened);
      await row(opened, 'update idempotency_keys set done_at = now() where caller = $1 and route = $2 and key = $3', ...claim);
      return result;
    });
  return Object.create(database, { transaction: { value: transaction } }) as Sequelize;
}
