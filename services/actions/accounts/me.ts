import { DomainError } from '#services/domain/errors.ts';
import { type Place, row, rows } from '#storage/sql.ts';
import type { Language } from '../mail/letter.ts';

export type Me = {
  id: string;
  email: string;
  name: string | null;
  language: Language;
  hasPassword: boolean;
  totp: boolean;
  recoveryCodesLeft: number;
  termsInForce: string;
};

/** A user as shown to that user. @throws DomainError `not-found` */
export async function meOf(place: Place, userId: string): Promise<Me> {
  const me = await row<Me>(
    place,
    `select id, email, name, language, password_hash is not null as "hasPassword", totp_confirmed_at is not null as totp,
       (select count(*) from recovery_codes where user_id = users.id and used_at is null)::int as "recoveryCodesLeft",
       (select version from terms where effective_at <= now() order by effective_at desc, version desc limit 1) as "termsInForce"
     from users where id = $1`,
    userId,
  );
  if (!me) throw new DomainError('not-found', 'there is no such user');
  return me;
}

export async function changeMe(
  place: Place,
  userId: string,
  { name, language }: { name?: string | undefined; language?: Language | undefined },
): Promise<void> {
  await row(
    place,
    'update users set name = coalesce($2, name), language = coalesce($3, language) where id = $1',
    userId,
    name ?? null,
    language ?? null,
  );
}

/** All personal data of a user, to take away (LG-025); secrets are named, not shown. */
export async function personalData(place: Place, userId: string): Promise<Record<string, unknown>> {
  const { termsInForce: _, ...user } = await meOf(place, userId);
  return {
    user,
    businesses: await rows(place, 'select business_id as id, role, created_at as since from business_members where user_id = $1', userId),
    accountants: await rows(place, 'select accountant_id as id, role, created_at as since from firm_members where user_id = $1', userId),
    termsAccepted: await rows(
      place,
      'select version, act, address, accepted_at as at from terms_acceptances where user_id = $1 order by accepted_at',
      userId,
    ),
    sessions: await rows(
      place,
      'select device_name as device, address, created_at as since, seen_at as seen from sessions where user_id = $1',
      userId,
    ),
    devices: await rows(place, 'select name, created_at as since, seen_at as seen from devices where user_id = $1', userId),
    mails: await rows(
      place,
      'select template, created_at as at, sent_at as sent from mails where recipient = $1 order by created_at',
      user.email,
    ),
  };
}
