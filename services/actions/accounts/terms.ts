import { randomUUID } from 'node:crypto';
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { DomainError } from '#services/domain/errors.ts';
import { type AuditActor, appendAudit, hubChain } from '#storage/audit.ts';
import { type Place, row, rows } from '#storage/sql.ts';
import type { Visitor } from '../house.ts';

export type Declaration = { version: string; hu: string[]; en: string[] };
export type Terms = { version: string; effectiveAt: Date; hu: string; en: string; declaration: Declaration };

const columns = 'version, effective_at as "effectiveAt", hu, en, declaration';

/** The terms in force now. */
export async function currentTerms(place: Place): Promise<Terms> {
  const terms = await row<Terms>(
    place,
    `select ${columns} from terms where effective_at <= now() order by effective_at desc, version desc limit 1`,
  );
  if (!terms) throw new Error('there are no terms in force');
  return terms;
}

/** @throws DomainError `not-found` */
export async function termsOf(place: Place, version: string): Promise<Terms> {
  const terms = await row<Terms>(place, `select ${columns} from terms where version = $1`, version);
  if (!terms) throw new DomainError('not-found', 'there are no terms of this version');
  return terms;
}

const written = z.strictObject({
  version: z.string().trim().min(1).max(40),
  effectiveAt: z.iso.datetime({ offset: true }),
  hu: z.string().min(1),
  en: z.string().min(1),
  declaration: z.strictObject({
    version: z.string().trim().min(1).max(40),
    hu: z.array(z.string().min(1)).length(2),
    en: z.array(z.string().min(1)).length(2),
  }),
});

/** Terms as a file of the operator says them, in the shape in which the API shows them. @throws DomainError `invalid-request` */
export function readTerms(text: string): Terms {
  const given = written.safeParse(parsedJson(text));
  if (!given.success) throw new DomainError('invalid-request', `these terms are not understood:\n${z.prettifyError(given.error)}`);
  return { ...given.data, effectiveAt: new Date(given.data.effectiveAt) };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError('invalid-request', 'the terms must be one JSON object');
  }
}

/**
 * A new version; from `effectiveAt` on each person is asked at the next use (H-007). Versions are never changed or taken back:
 * people have accepted them. @throws DomainError `conflict` for a version that is there, or one that would never be in force
 */
export function publishTerms(database: Sequelize, terms: Terms, actor: AuditActor): Promise<void> {
  return database.transaction(async (transaction) => {
    const later = await row<{ version: string }>(
      transaction,
      'select version from terms where effective_at >= $1 limit 1',
      terms.effectiveAt,
    );
    if (later) throw new DomainError('conflict', `version ${later.version} takes effect at that time or later`);
    const [made] = await rows<{ version: string }>(
      transaction,
      'insert into terms (version, effective_at, hu, en, declaration) values ($1, $2, $3, $4, $5) on conflict do nothing returning version',
      terms.version,
      terms.effectiveAt,
      terms.hu,
      terms.en,
      JSON.stringify(terms.declaration),
    );
    if (!made) throw new DomainError('conflict', `version ${terms.version} was published already`);
    await appendAudit(transaction, hubChain, { actor, action: 'terms.published', facts: { version: terms.version } });
  });
}

export type Acceptance = {
  version: string;
  act: 'registration' | 'invitation' | 'joining' | 'sign-in' | 'order';
  userId: string;
  address: string | null;
  accountantId?: string;
  businessId?: string;
};

/** Records who accepted which version, when, from where and at which act (H-006). */
export async function recordAcceptance(
  transaction: Transaction,
  { version, act, userId, address, accountantId, businessId }: Acceptance,
): Promise<void> {
  await row(
    transaction,
    'insert into terms_acceptances (id, user_id, accountant_id, business_id, version, act, address) values ($1, $2, $3, $4, $5, $6, $7)',
    randomUUID(),
    userId,
    accountantId ?? null,
    businessId ?? null,
    version,
    act,
    address,
  );
}

/** What was shown must be what is in force. @throws DomainError `terms-not-accepted` with the version in force */
export async function demandCurrentTerms(place: Place, version: string | undefined): Promise<void> {
  const { version: current } = await currentTerms(place);
  if (version !== current) throw new DomainError('terms-not-accepted', 'the terms in force must be accepted', { version: current });
}

/** Accepts the terms in force at a sign-in. */
export async function acceptTerms(database: Sequelize, { caller, address }: Visitor, version: string): Promise<void> {
  await database.transaction(async (transaction) => {
    await demandCurrentTerms(transaction, version);
    await recordAcceptance(transaction, { version, act: 'sign-in', userId: caller.userId!, address });
  });
}
