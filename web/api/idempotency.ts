import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { QueryTypes, type Sequelize } from 'sequelize';
import type { Caller } from '#services/domain/caller.ts';
import { DomainError } from '#services/domain/errors.ts';
import { rows } from '#storage/sql.ts';
import { Reply } from './reply.ts';

type Asked = { caller: Caller; request: Request; operationId: string; key: string /** Fields and file hashes. */; fingerprint: string };
type Row = { request_sha256: string; status: number | null; answer: unknown };

/** Longer than any request works; one that has not ended by then was cut off together with its process. */
const abandonedSeconds = 150;

/**
 * Same key and same request → the same answer, other request → 422; kept 24 hours, per caller and route (contract §4).
 * The first of two at the same time works, the other is asked to come again; one that was cut off is done anew.
 */
export async function withIdempotency(
  database: Sequelize,
  { caller, request, operationId, key, fingerprint }: Asked,
  run: () => Promise<Reply>,
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
     where known.status is null and known.request_sha256 = $4 and known.created_at < now() - make_interval(secs => $5)
     returning key`,
    ...bind,
    sha256,
    abandonedSeconds,
  );
  if (claimed.length === 0) {
    const [row] = await database.query<Row>(
      'select request_sha256, status, answer from idempotency_keys where caller = $1 and route = $2 and key = $3',
      {
        bind,
        type: QueryTypes.SELECT,
      },
    );
    if (row && row.request_sha256 !== sha256)
      throw new DomainError('idempotency-mismatch', 'this Idempotency-Key was used for another request');
    if (!row || row.status === null) throw new DomainError('conflict', 'the first request with this Idempotency-Key is still under way');
    return new Reply(row.status, row.answer ?? undefined, { 'Idempotency-Replayed': 'true' });
  }
  try {
    const reply = await run();
    await database.query('update idempotency_keys set status = $4, answer = $5 where caller = $1 and route = $2 and key = $3', {
      bind: [...bind, reply.status, reply.body === undefined ? null : JSON.stringify(reply.body)],
    });
    return reply;
  } catch (error) {
    // A request that failed may be tried again with the same key.
    await database.query('delete from idempotency_keys where caller = $1 and route = $2 and key = $3', { bind });
    throw error;
  }
}
