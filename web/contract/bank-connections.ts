import { z } from 'zod';
import { consentStates } from '#services/domain/bank-consent.ts';
import { Amount, BusinessParams, Day, Id, Instant } from './shapes.ts';

/** A bank that the operator may ask. `named`: the accounts are chosen here, else at the bank. */
export const OfferedBank = z
  .object({
    id: z.string(),
    name: z.string(),
    access: z.enum(['named', 'chosen-at-bank']),
    accountsPerConsent: z.enum(['one', 'many']),
    consentDays: z.int(),
  })
  .meta({ id: 'OfferedBank' });
export type OfferedBank = z.infer<typeof OfferedBank>;

const State = z.enum(consentStates);

/** Why an account could not be fetched the last time. */
const fetchTroubles = ['unreachable', 'strange', 'refused', 'too-many', 'not-offered'] as const;

export const ConnectionView = z
  .object({
    id: Id,
    bank: z.string(),
    bankName: z.string(),
    state: State,
    /** The accounts that were asked for. */
    asked: z.array(z.string()),
    validUntil: Day,
    /** Those that the bank gave; balances with the bank's own time, where it tells one, and that of the fetch (B-038). */
    accounts: z.array(
      z.object({
        id: Id,
        account: z.string(),
        currency: z.string().nullable(),
        fetchedAt: Instant.nullable(),
        nextAt: Instant.nullable(),
        trouble: z.enum(fetchTroubles).nullable(),
        balances: z.array(
          z.object({ kind: z.string(), currency: z.string(), balance: Amount, at: Instant.nullable(), fetchedAt: Instant }),
        ),
      }),
    ),
  })
  .meta({ id: 'BankConnection' });
export type ConnectionView = z.infer<typeof ConnectionView>;

export const Connections = z.object({ banks: z.array(OfferedBank), items: z.array(ConnectionView) });
export type Connections = z.infer<typeof Connections>;

/** `isConfirmed`: the first permission, that the hub may sign in at the bank (B-008); `code`: of the second factor, where it is on. */
export const NewConnection = z.strictObject({
  bank: z.string().max(40),
  accounts: z.array(z.string().max(60)).max(20),
  isConfirmed: z.literal(true),
  code: z.string().max(20).optional(),
});
/** The bank's page, where the second permission is given. */
export const ConnectionStarted = z.object({ id: Id, redirectTo: z.url() });

/** What the bank sent along with the browser. */
export const BankReturn = z.strictObject({ state: z.string().max(200), code: z.string().max(2_000).nullable() });
export const BankReturned = z.object({ businessId: Id, connectionId: Id, state: State });

export const ConnectionParams = BusinessParams.extend({ id: Id });
