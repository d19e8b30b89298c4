import { randomUUID } from 'node:crypto';
import type { Transaction } from 'sequelize';
import { addDays, type Day, dayInBudapest } from '#services/domain/day.ts';
import { DomainError } from '#services/domain/errors.ts';
import { type AuditActor, appendAudit } from '#storage/audit.ts';
import { type Place, row, rows } from '#storage/sql.ts';
import { actorOf, type House, type Visitor } from '../house.ts';
import type { Language } from '../mail/letter.ts';
import { post } from '../mail/post.ts';

/** The accountant after a wish, and the operator after a request, each have this long (H-130, H-131). */
const allowedDays = 15;
/** Who is due is warned when this many days have passed. */
const warnAfterDays = 10;

export type SeparationState = 'wished' | 'requested' | 'completed' | 'withdrawn';
export type Separation = {
  id: string;
  businessId: string;
  accountantId: string;
  engagementId: string;
  state: SeparationState;
  endedOn: Day | null;
  requestedAt: Date;
  completedAt: Date | null;
};

const columns = `id, business_id as "businessId", accountant_id as "accountantId", engagement_id as "engagementId", state,
  ended_on::text as "endedOn", requested_at as "requestedAt", completed_at as "completedAt"`;

/** The last day for whoever is to act next. */
export const dueOn = ({ requestedAt }: { requestedAt: Date }): Day => addDays(dayInBudapest(requestedAt), allowedDays);

export const isLate = (separation: Separation, today: Day): boolean =>
  (separation.state === 'wished' || separation.state === 'requested') && today > dueOn(separation);

export const listSeparations = (place: Place, businessId: string): Promise<Separation[]> =>
  rows<Separation>(place, `select ${columns} from separations where business_id = $1 order by requested_at desc, id`, businessId);

/** The business asks its accountant to start (H-129). @throws DomainError `conflict` without an accountant or while one is open */
export function wishSeparation(house: House, visitor: Visitor, businessId: string, note: string | undefined): Promise<Separation> {
  return open(house, visitor, businessId, { state: 'wished', endedOn: null, note: note ?? null });
}

/** The accountant starts the separation and names the day on which its bookkeeping ended (H-130). @throws DomainError as above */
export function requestSeparation(
  house: House,
  visitor: Visitor,
  businessId: string,
  endedOn: Day,
  note: string | undefined,
): Promise<Separation> {
  return open(house, visitor, businessId, { state: 'requested', endedOn, note: note ?? null });
}

type Opening = { state: 'wished' | 'requested'; endedOn: Day | null; note: string | null };

function open(house: House, { caller }: Visitor, businessId: string, { state, endedOn, note }: Opening): Promise<Separation> {
  return house.database.transaction(async (transaction) => {
    const engagement = await currentEngagement(transaction, businessId);
    const separation = await row<Separation>(
      transaction,
      // A request takes over the wish that led to it, and its clock starts anew.
      `insert into separations (id, business_id, accountant_id, engagement_id, state, ended_on, note) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (engagement_id) where state in ('wished', 'requested') do update
         set state = excluded.state, ended_on = excluded.ended_on, note = coalesce(excluded.note, separations.note), requested_at = now(), warned_at = null
         where separations.state = 'wished' and excluded.state = 'requested'
       returning ${columns}`,
      randomUUID(),
      businessId,
      engagement.accountantId,
      engagement.id,
      state,
      endedOn,
      note,
    );
    if (!separation) throw new DomainError('conflict', 'a separation is under way already');
    const values = { business: engagement.businessName, accountant: engagement.accountantName, dueOn: dueOn(separation) };
    if (state === 'wished') await post(transaction, house, 'separation-wished', engagement, values);
    else
      for (const owner of [...(await ownersOf(transaction, businessId)), engagement])
        await post(transaction, house, 'separation-requested', owner, values);
    await appendAudit(transaction, businessId, {
      actor: actorOf(caller),
      action: `separation.${state}`,
      subject: { type: 'separation', id: separation.id },
    });
    return separation;
  });
}

/**
 * The operator separates: upon a request, or by itself when the business proved that the bookkeeping ended and that the
 * accountant got a written call (H-132). From the commit on the former accountant sees nothing of the business, its tokens
 * included (H-134). @throws DomainError `conflict` without a request or proof
 */
export function completeSeparation(house: House, businessId: string, actor: AuditActor, { proof }: { proof?: string } = {}): Promise<void> {
  return house.database.transaction(async (transaction) => {
    const engagement = await currentEngagement(transaction, businessId);
    const [requested] = await rows(
      transaction,
      `update separations set state = 'completed', completed_at = now(), note = coalesce($2, note)
       where engagement_id = $1 and (state = 'requested' or ($2::text is not null and state = 'wished')) returning id`,
      engagement.id,
      proof ?? null,
    );
    if (!requested && proof === undefined)
      throw new DomainError(
        'conflict',
        'the accountant has not asked for separation; without that, proof of the end and of the written call is needed',
      );
    if (!requested)
      await row(
        transaction,
        `insert into separations (id, business_id, accountant_id, engagement_id, state, note, completed_at) values ($1, $2, $3, $4, 'completed', $5, now())`,
        randomUUID(),
        businessId,
        engagement.accountantId,
        engagement.id,
        proof ?? null,
      );
    await row(transaction, 'update engagements set ended_at = now() where id = $1', engagement.id);
    await row(
      transaction,
      'delete from firm_member_clients where business_id = $1 and accountant_id = $2',
      businessId,
      engagement.accountantId,
    );
    const values = { business: engagement.businessName, accountant: engagement.accountantName };
    for (const each of [...(await ownersOf(transaction, businessId)), engagement])
      await post(transaction, house, 'separation-completed', each, values);
    const facts = { accountantId: engagement.accountantId, withProof: proof !== undefined };
    await appendAudit(transaction, businessId, { actor, action: 'separation.completed', facts });
    await appendAudit(transaction, engagement.accountantId, {
      actor,
      action: 'separation.completed',
      subject: { type: 'business', id: businessId },
    });
  });
}

/** Warns, once each, who is due soon: the accountant after a wish, the operator, if it has a mail address, after a request (H-131). Answers how many. */
export async function warnOfSeparations(transaction: Transaction, house: House, operatorEmail: string | null): Promise<number> {
  const due = await rows<Separation & { businessName: string; email: string; language: Language }>(
    transaction,
    `with due as (
       update separations set warned_at = now()
       where state in ('wished', 'requested') and warned_at is null and requested_at < now() - make_interval(days => $1) returning *)
     select due.id, due.state, due.requested_at as "requestedAt", business.name as "businessName", firm.email, firm.language
     from due join businesses business on business.id = due.business_id join accountants firm on firm.id = due.accountant_id`,
    warnAfterDays,
  );
  for (const each of due) {
    const to = each.state === 'wished' ? each : operatorEmail === null ? null : { email: operatorEmail, language: 'hu' as const };
    if (to) await post(transaction, house, 'separation-warning', to, { business: each.businessName, dueOn: dueOn(each) });
  }
  return due.length;
}

type Engagement = { id: string; accountantId: string; businessName: string; accountantName: string; email: string; language: Language };

async function currentEngagement(transaction: Transaction, businessId: string): Promise<Engagement> {
  const engagement = await row<Engagement>(
    transaction,
    `select engagement.id, engagement.accountant_id as "accountantId", business.name as "businessName", firm.name as "accountantName", firm.email, firm.language
     from engagements engagement join businesses business on business.id = engagement.business_id join accountants firm on firm.id = engagement.accountant_id
     where engagement.business_id = $1 and engagement.ended_at is null for update of engagement`,
    businessId,
  );
  if (!engagement) throw new DomainError('conflict', 'no accountant is attached to this business');
  return engagement;
}

export const ownersOf = (place: Place, businessId: string): Promise<{ email: string; language: Language }[]> =>
  rows<{ email: string; language: Language }>(
    place,
    `select email, language from business_members join users on users.id = user_id where business_id = $1 and role = 'owner' order by email`,
    businessId,
  );
