import { createHash } from 'node:crypto';
import type { Sequelize, Transaction } from 'sequelize';
import { row, rows } from './sql.ts';

export type AuditActor = { kind: 'user' | 'program' | 'operator' | 'hub' | 'nobody'; id: string | null };
export type AuditFacts = Record<string, string | number | boolean | null>;
/** Ids instead of contents (promise 9, LG-026). */
export type AuditEvent = { actor: AuditActor; action: string; subject?: { type: string; id: string } | undefined; facts?: AuditFacts };

/** The operator's own chain: deletions of whole businesses, ended accountants. */
export const hubChain = '00000000-0000-4000-8000-000000000000';
const genesis = '0'.repeat(64);

export type AuditRow = {
  chainId: string;
  number: number;
  at: Date;
  actorKind: AuditActor['kind'];
  actorId: string | null;
  action: string;
  subjectType: string | null;
  subjectId: string | null;
  facts: AuditFacts;
  previous: string;
  hash: string;
};

const columns = `chain_id as "chainId", number, at, actor_kind as "actorKind", actor_id as "actorId", action,
  subject_type as "subjectType", subject_id as "subjectId", facts, previous, hash`;

/** What a link's hash covers: everything in the row, in a fixed order. */
function hashOf({
  chainId,
  number,
  at,
  actorKind,
  actorId,
  action,
  subjectType,
  subjectId,
  facts,
  previous,
}: Omit<AuditRow, 'hash'>): string {
  const sorted = Object.fromEntries(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1)));
  const text = JSON.stringify([chainId, number, at.toISOString(), actorKind, actorId, action, subjectType, subjectId, sorted, previous]);
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Adds a link to the chain of a business (else of an accountant, else of the hub), in the transaction of the act itself:
 * both are there or neither is. The chain's row is locked until the commit, so do this last.
 */
export async function appendAudit(
  transaction: Transaction,
  chainId: string,
  { actor, action, subject, facts = {} }: AuditEvent,
): Promise<void> {
  await row(transaction, 'insert into audit_chains (id, head) values ($1, $2) on conflict do nothing', chainId, genesis);
  const chain = await row<{ length: number; head: string; at: Date }>(
    transaction,
    `select length, head, date_trunc('milliseconds', clock_timestamp()) as at from audit_chains where id = $1 for update`,
    chainId,
  );
  if (!chain) throw new Error('an audit chain vanished while it was written');
  const link = {
    chainId,
    number: chain.length + 1,
    at: chain.at,
    actorKind: actor.kind,
    actorId: actor.id,
    action,
    subjectType: subject?.type ?? null,
    subjectId: subject?.id ?? null,
    facts,
    previous: chain.head,
  };
  const hash = hashOf(link);
  await row(
    transaction,
    `insert into audit (chain_id, number, at, actor_kind, actor_id, action, subject_type, subject_id, facts, previous, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    chainId,
    link.number,
    link.at,
    actor.kind,
    actor.id,
    action,
    link.subjectType,
    link.subjectId,
    JSON.stringify(facts),
    link.previous,
    hash,
  );
  await row(transaction, 'update audit_chains set length = $2, head = $3 where id = $1', chainId, link.number, hash);
}

/** One page of a chain, newest first, older than `before`. */
export const auditPage = (database: Sequelize, chainId: string, limit: number, before = 2_147_483_647): Promise<AuditRow[]> =>
  rows<AuditRow>(
    database,
    `select ${columns} from audit where chain_id = $1 and number < $2 order by number desc limit $3`,
    chainId,
    before,
    limit,
  );

/** How the people, keys and firms with these ids are called today; an id of anything else, or of what is gone, has no entry. */
export async function namesInAudit(database: Sequelize, ids: readonly string[]): Promise<Map<string, string>> {
  const named = await rows<{ id: string; name: string }>(
    database,
    `select id, coalesce(name, email) as name from users where id = any($1::uuid[])
     union all select id, name from security_keys where id = any($1::uuid[])
     union all select id, name from business_keys where id = any($1::uuid[])
     union all select id, name from accountants where id = any($1::uuid[])`,
    ids,
  );
  return new Map(named.map(({ id, name }) => [id, name]));
}

/** Removes a chain with its business: the one deletion that the guard lets through, and only in this transaction. */
export async function dropChain(transaction: Transaction, chainId: string): Promise<void> {
  await row(transaction, `select set_config('hub.dropped_chain', $1, true)`, chainId);
  await row(transaction, 'delete from audit where chain_id = $1', chainId);
  await row(transaction, 'delete from audit_chains where id = $1', chainId);
  await row(transaction, `select set_config('hub.dropped_chain', '', true)`);
}

/** Where a chain is broken first; `number` is the link that does not fit. */
export type BrokenChain = { chainId: string; number: number };

/** Walks every chain from its start and compares with the head that is kept apart; answers the broken ones. */
export async function verifyAudit(database: Sequelize): Promise<{ chains: number; links: number; broken: BrokenChain[] }> {
  const chains = await rows<{ id: string; length: number; head: string }>(
    database,
    'select id, length, head from audit_chains order by id',
  );
  const broken: BrokenChain[] = [];
  let links = 0;
  for (const { id, length, head } of chains) {
    const wrong = await firstWrongLink(database, id, length, head);
    if (wrong !== null) broken.push({ chainId: id, number: wrong });
    links += length;
  }
  const strays = await rows<{ chainId: string }>(
    database,
    'select distinct chain_id as "chainId" from audit where not exists (select from audit_chains where id = chain_id)',
  );
  for (const { chainId } of strays) broken.push({ chainId, number: 1 });
  return { chains: chains.length, links, broken };
}

const step = 2_000;

async function firstWrongLink(database: Sequelize, chainId: string, length: number, head: string): Promise<number | null> {
  let previous = genesis;
  for (let from = 1; from <= length; from += step) {
    const page = await rows<AuditRow>(
      database,
      // Not further than the head just read: a link may be added while this runs.
      `select ${columns} from audit where chain_id = $1 and number between $2 and $3 order by number`,
      chainId,
      from,
      Math.min(from + step - 1, length),
    );
    for (const [index, link] of page.entries()) {
      if (link.number !== from + index || link.previous !== previous || hashOf(link) !== link.hash) return from + index;
      previous = link.hash;
    }
    if (page.length < Math.min(step, length - from + 1)) return from + page.length;
  }
  return previous === head ? null : length;
}
