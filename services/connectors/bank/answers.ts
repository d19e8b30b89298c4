import { z } from 'zod';
import { isDay } from '#services/domain/day.ts';
import { DomainError } from '#services/domain/errors.ts';
import { parseMinor } from '#services/domain/money.ts';
import { accountAsKept } from '#services/domain/statement.ts';
import { tidy } from '#services/domain/text.ts';
import { type BanksAccount, type BanksBalance, type BanksLine, BankTrouble, consentStatuses } from './connector.ts';

/**
 * What a bank may answer. Source: Berlin Group NextGenPSD2 XS2A Implementation Guidelines 1.3; what is not used is not read, so
 * that nothing but the five fields can be kept (B-029).
 */
const Day = z.string().refine(isDay, 'no day');
const Currency = z.string().regex(/^[A-Z]{3}$/);
/** What the database can hold: no NUL, no half of a letter. */
const Text = z
  .string()
  .max(4_000)
  .transform((text) => text.toWellFormed().replaceAll('\0', ''));
const Id = Text.refine((text) => text.length >= 1 && text.length <= 200, 'no id');
const Money = z.object({ currency: Currency, amount: z.string().max(30) });
const Link = z.object({ href: z.string().max(4_000) });
const AccountReference = z.object({ iban: Text.optional(), bban: Text.optional() });

export const ConsentMade = z.object({
  consentId: Id,
  _links: z.object({ scaRedirect: Link.optional(), scaOAuth: Link.optional(), startAuthorisation: Link.optional() }).default({}),
});
export const AuthorisationMade = z.object({ _links: z.object({ scaRedirect: Link.optional(), scaOAuth: Link.optional() }).default({}) });
export const ConsentState = z.object({ consentStatus: z.enum(consentStatuses) });

export const AccountList = z.object({
  accounts: z.array(AccountReference.extend({ resourceId: Id, currency: z.string().max(3).optional() })).max(500),
});
export const BalanceList = z.object({
  balances: z
    .array(z.object({ balanceAmount: Money, balanceType: z.string().max(40), lastChangeDateTime: z.string().max(40).optional() }))
    .max(200),
});
const Entry = z.object({
  transactionId: Id.optional(),
  bookingDate: Day,
  transactionAmount: Money,
  creditorName: Text.optional(),
  creditorAccount: AccountReference.optional(),
  debtorName: Text.optional(),
  debtorAccount: AccountReference.optional(),
  remittanceInformationUnstructured: Text.optional(),
});
export type Entry = z.infer<typeof Entry>;
/** Pending ones are left where they are (B-024). */
export const TransactionPage = z.object({
  transactions: z.object({ booked: z.array(Entry).max(20_000).default([]), _links: z.object({ next: Link.optional() }).default({}) }),
});

export const TokenMade = z.object({
  access_token: z.string().min(1).max(8_000),
  expires_in: z.coerce
    .number()
    .min(1)
    .max(366 * 86_400)
    .default(300),
  refresh_token: z.string().max(8_000).optional(),
});

export const TppMessages = z.object({ tppMessages: z.array(z.object({ code: z.string().max(60) })).min(1) });

/** An answer that fits its shape. @throws BankTrouble `strange`, without a word of the answer itself */
export function believed<S extends z.ZodType>(shape: S, text: string): z.infer<S> {
  const read = shape.safeParse(jsonOrNull(text));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new BankTrouble('strange', `the bank’s answer is not understood at ${issue?.path.join('.') || 'its beginning'}`);
}

export function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // no JSON fits no shape
  }
}

export function accountIn({ resourceId, currency, iban, bban }: z.infer<typeof AccountList>['accounts'][number]): BanksAccount {
  const account = accountAsKept(iban ?? bban);
  if (account === null) throw new BankTrouble('strange', 'an account without a number');
  // A multicurrency account says XXX or nothing.
  return { resourceId, account, currency: currency && currency !== 'XXX' && Currency.safeParse(currency).success ? currency : null };
}

export function balanceIn({
  balanceAmount,
  balanceType,
  lastChangeDateTime,
}: z.infer<typeof BalanceList>['balances'][number]): BanksBalance {
  const at = lastChangeDateTime !== undefined && Number.isFinite(Date.parse(lastChangeDateTime)) ? new Date(lastChangeDateTime) : null;
  return { kind: balanceType, currency: balanceAmount.currency, amount: minorIn(balanceAmount), at: at?.toISOString() ?? null };
}

/** A booked entry: money out has a minus, and then the other side is the creditor. */
export function lineIn({ transactionId, bookingDate, transactionAmount, ...sides }: Entry): BanksLine {
  const amount = minorIn(transactionAmount);
  const [name, account] = amount < 0n ? [sides.creditorName, sides.creditorAccount] : [sides.debtorName, sides.debtorAccount];
  return {
    transactionId: transactionId ?? null,
    bookedOn: bookingDate,
    amount,
    currency: transactionAmount.currency,
    counterpartyName: wordsOrNull(name),
    counterpartyAccount: accountAsKept(account?.iban ?? account?.bban),
    memo: wordsOrNull(sides.remittanceInformationUnstructured),
  };
}

const wordsOrNull = (text: string | undefined): string | null => tidy(text ?? '') || null;

function minorIn({ amount, currency }: z.infer<typeof Money>): bigint {
  try {
    return parseMinor(amount, currency);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new BankTrouble('strange', `an amount is none: ${error.message}`);
  }
}
