import { z } from 'zod';
import { baseNumberOf } from '#services/domain/tax-number.ts';

/** ASCII only: letters that merely look like others must not make a second person (RFC 5321 §4.1.2 without SMTPUTF8). */
export const EmailAddress = z
  .string()
  .trim()
  .max(254)
  .regex(
    /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/,
    'not an e-mail address',
  )
  .meta({ description: 'E-mail address, ASCII', example: 'iroda@pelda.hu' });

/** Refused at input when the check digit is wrong (H-002). */
export const HungarianTaxNumber = z
  .string()
  .trim()
  .max(20)
  .refine((text) => baseNumberOf(text) !== null, 'not a Hungarian tax number: the check digit is wrong')
  .meta({ description: 'Hungarian tax number or its first eight digits', example: '98765434-2-41' });

/** No control characters, and none that are invisible or turn the writing round. */
const printable = /^[^\p{Cc}\p{Cf}]*$/u;

/** One line of text that a person typed. */
export const Line = (longest = 200) => z.string().trim().min(1).max(longest).regex(printable, 'holds characters that cannot be shown');

/** At least twelve characters (H-017); the upper bound keeps hashing cheap to attack nobody. */
export const NewPassword = z.string().min(12).max(256);

/** A secret from a mailed link. One that a mail program cut or changed is no link of ours any more, as one that expired. */
export const LinkToken = z.string().max(1_000);

export const Language = z.enum(['hu', 'en']);
export const Instant = z.iso.datetime();
