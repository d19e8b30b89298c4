import type { Sequelize } from 'sequelize';
import { z } from 'zod';
import { DomainError } from '#services/domain/errors.ts';
import { type AuditRow, auditPage, namesInAudit } from '#storage/audit.ts';
import { AccountantParams } from '#web/contract/accounts.ts';
import { AuditEntry } from '#web/contract/audit.ts';
import { BusinessParams, ListQuery, pageOf } from '#web/contract/shapes.ts';
import { route } from '../route.ts';

const view = ({ number, at, actorKind, actorId, action, subjectType, subjectId, facts, previous, hash }: AuditRow): AuditEntry => ({
  number,
  at: at.toISOString(),
  actor: { kind: actorKind, id: actorId },
  action,
  subject: subjectType === null || subjectId === null ? null : { type: subjectType, id: subjectId },
  facts,
  previous,
  hash,
});

const isId = (value: unknown): value is string => z.uuid().safeParse(value).success;
/** Who did it, to whom, and the firm or key that is told of. */
const idsOf = ({ actor, subject, facts }: AuditEntry): string[] =>
  [actor.id, subject?.id, facts['accountantId'], facts['keyId']].filter(isId);

/** The cursor is the number of the last link shown. */
async function pageOfChain(database: Sequelize, chainId: string, { limit, cursor }: z.infer<typeof ListQuery>) {
  if (cursor !== undefined && !/^\d{1,9}$/.test(cursor)) throw new DomainError('invalid-request', 'this cursor is none of ours');
  const items = (await auditPage(database, chainId, limit, cursor === undefined ? undefined : Number(cursor))).map(view);
  const last = items.at(-1);
  const names = await namesInAudit(database, items.flatMap(idsOf));
  const named = items.map((item) => ({
    ...item,
    names: Object.fromEntries(idsOf(item).flatMap((id) => (names.has(id) ? [[id, names.get(id)!]] : []))),
  }));
  return { items: named, next: last && last.number > 1 ? String(last.number) : null };
}

export const businessAuditRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/audit',
  operationId: 'listBusinessAudit',
  summary: 'Who did what in a business, newest first; each link holds the hash of the one before',
  permission: 'audit.read',
  params: BusinessParams,
  query: ListQuery,
  answer: pageOf(AuditEntry),
  problems: ['not-found', 'not-allowed'],
  handle: ({ params, query }, { database }) => pageOfChain(database, params.businessId, query),
});

export const firmAuditRoute = route({
  method: 'get',
  path: '/accountants/{accountantId}/audit',
  operationId: 'listFirmAudit',
  summary: 'Who did what for a firm, newest first',
  permission: 'firm.audit',
  params: AccountantParams,
  query: ListQuery,
  answer: pageOf(AuditEntry),
  problems: ['not-found', 'not-allowed'],
  handle: ({ params, query }, { database }) => pageOfChain(database, params.accountantId, query),
});

/** Written as it is read, so a long chain never stands in memory. */
export const exportAuditRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/audit/export',
  operationId: 'exportBusinessAudit',
  summary: 'The whole chain, one JSON object a line, newest first',
  permission: 'audit.read',
  params: BusinessParams,
  answer: null,
  answerType: 'application/x-ndjson',
  problems: ['not-found', 'not-allowed'],
  async handle({ params, response }, { database }) {
    response.setHeader('Content-Disposition', 'attachment; filename="audit.ndjson"');
    response.type('application/x-ndjson');
    response.flushHeaders();
    for (let before: number | undefined; ; ) {
      const page = await auditPage(database, params.businessId, 1_000, before);
      for (const row of page) response.write(`${JSON.stringify(view(row))}\n`);
      before = page.at(-1)?.number;
      if (before === undefined || before === 1 || response.destroyed) break;
    }
    response.end();
  },
});
