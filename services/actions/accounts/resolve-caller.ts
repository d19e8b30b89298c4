import type { Sequelize } from 'sequelize';
import { type Caller, nobody } from '#services/domain/caller.ts';
import type { BusinessRole, FirmRole } from '#services/domain/permissions.ts';
import { tokenHash } from '#services/platform/tokens.ts';
import { row } from '#storage/sql.ts';

export const sessionCookie = 'session';

/** Unused for this long, a session ends by itself; else at its own end. */
const idleDays = 14;

type Found = {
  userId: string | null;
  sessionId: string | null;
  keyId: string | null;
  owesTerms: boolean;
  firms: [string, FirmRole][];
  businesses: [string, BusinessRole][];
};

/**
 * Who sends this request, by the `Cookie` and `Authorization` headers as they came. One statement, so that a role, key or
 * engagement that has just ended is already gone. A bearer token that is not valid is nobody, whatever cookie comes with it.
 */
export async function resolveCaller(
  database: Sequelize,
  { cookie, authorization }: { cookie?: string | undefined; authorization?: string | undefined },
): Promise<Caller> {
  if (authorization !== undefined) {
    const token = /^Bearer ([A-Za-z0-9._~+/=-]{1,200})$/i.exec(authorization.trim())?.[1];
    const found = token === undefined ? undefined : await row<Found>(database, tokenSql, tokenHash(token));
    return found ? callerOf('token', found) : nobody;
  }
  const session = cookieValue(cookie, sessionCookie);
  const found = session === undefined ? undefined : await row<Found>(database, sessionSql, tokenHash(session), idleDays);
  return found ? callerOf('session', found) : nobody;
}

function callerOf(via: 'session' | 'token', { userId, sessionId, keyId, owesTerms, firms, businesses }: Found): Caller {
  const roles = new Map<string, BusinessRole[]>();
  for (const [businessId, role] of businesses) roles.set(businessId, [...(roles.get(businessId) ?? []), role]);
  return { via, userId, sessionId, keyId, owesTerms, firms: new Map(firms), businesses: roles };
}

/** One cookie's value, if it has the form of a token of ours. */
export function cookieValue(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [key, value] = part.split('=', 2);
    if (key?.trim() === name && value !== undefined && /^[A-Za-z0-9_-]{20,100}$/.test(value.trim())) return value.trim();
  }
  return undefined;
}

/** `seen_at` moves at most once in five minutes: reading must not write on every request. */
const sessionSql = `
  with found as (
    select id, user_id, seen_at from sessions
    where token_hash = $1 and expires_at > now() and seen_at > now() - make_interval(days => $2)),
  touched as (
    update sessions set seen_at = now() from found where sessions.id = found.id and found.seen_at < now() - interval '5 minutes'),
  places as (
    select member.business_id, member.role from business_members member join found using (user_id)
    union
    select engagement.business_id, 'accountant' from firm_members staff
      join found using (user_id)
      join accountants firm on firm.id = staff.accountant_id and firm.state = 'active'
      join engagements engagement on engagement.accountant_id = staff.accountant_id and engagement.ended_at is null
    where staff.role = 'head' or exists (
      select from firm_member_clients client
      where client.accountant_id = staff.accountant_id and client.user_id = staff.user_id and client.business_id = engagement.business_id))
  select found.user_id as "userId", found.id as "sessionId", null as "keyId",
    not exists (
      select from terms_acceptances acceptance
      where acceptance.user_id = found.user_id
        and acceptance.version = (select version from terms where effective_at <= now() order by effective_at desc, version desc limit 1)) as "owesTerms",
    coalesce((
      select jsonb_agg(jsonb_build_array(staff.accountant_id, staff.role)) from firm_members staff
      join accountants firm on firm.id = staff.accountant_id and firm.state = 'active'
      where staff.user_id = found.user_id), '[]') as firms,
    coalesce((
      select jsonb_agg(jsonb_build_array(business_id, role)) from places
      join businesses on businesses.id = business_id and businesses.ended_at is null), '[]') as businesses
  from found`;

/** A token lives only as long as its key, the firm behind it and each engagement (H-003, H-134, H-172). */
const tokenSql = `
  with found as (
    select key.id, key.accountant_id from access_tokens token
    join security_keys key on key.id = token.key_id and key.revoked_at is null and (key.ends_at is null or key.ends_at > now())
    join accountants firm on firm.id = key.accountant_id and firm.state = 'active'
    where token.token_hash = $1 and token.expires_at > now())
  select null as "userId", null as "sessionId", found.id as "keyId", false as "owesTerms",
    jsonb_build_array(jsonb_build_array(found.accountant_id, 'program')) as firms,
    coalesce((
      select jsonb_agg(jsonb_build_array(engagement.business_id, 'accountant')) from engagements engagement
      join businesses on businesses.id = engagement.business_id and businesses.ended_at is null
      where engagement.accountant_id = found.accountant_id and engagement.ended_at is null), '[]') as businesses
  from found`;
