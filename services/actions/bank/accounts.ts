import { randomUUID } from 'node:crypto';
import type { Sequelize } from 'sequelize';
import type { AccountCurrency, ColumnMapping } from '#services/domain/column-mapping.ts';
import type { Day } from '#services/domain/day.ts';
import { DomainError } from '#services/domain/errors.ts';
import { accountAsKept, type Continuity, continuityOf } from '#services/domain/statement.ts';
import { holdBooks } from '#services/register/hold-books.ts';
import { type AuditActor, appendAudit } from '#storage/audit.ts';
import { type Place, row, rows } from '#storage/sql.ts';
import { wishMatch } from './sides.ts';

type Where = { businessId: string; actor: AuditActor };
/** Amounts are minor units of the currency. */
export type AccountContinuity = Continuity & { currency: string | null };

export const accountsOf = (place: Place, businessId: string): Promise<{ id: string; account: string }[]> =>
  rows(place, 'select id, account from bank_accounts where business_id = $1 order by account', businessId);

/** A person says that an account is the business's (B-072). @throws DomainError `invalid-request`, `conflict` when it is there */
export function addAccount(database: Sequelize, { businessId, actor }: Where, written: string): Promise<string> {
  const account = accountAsKept(written);
  if (account === null) throw new DomainError('invalid-request', 'this is no account');
  return database.transaction(async (transaction) => {
    const made = await row<{ id: string }>(
      transaction,
      'insert into bank_accounts (id, business_id, account) values ($1, $2, $3) on conflict do nothing returning id',
      randomUUID(),
      businessId,
      account,
    );
    if (!made) throw new DomainError('conflict', 'the business has this account already');
    await appendAudit(transaction, businessId, { actor, action: 'bank-account.add', subject: { type: 'bank-account', id: made.id } });
    return made.id;
  });
}

/**
 * A person says whether an account only collects: a card acquirer's, courier's or payment service's, whose lines one bank line pays out.
 *
 * @throws DomainError `not-found`, `conflict` while a line of it settles something
 */
export function markCollector(database: Sequelize, { businessId, actor }: Where, accountId: string, isCollector: boolean): Promise<void> {
  return database.transaction(async (transaction) => {
    await holdBooks(transaction, businessId);
    const known = await row(
      transaction,
      'update bank_accounts set is_collector = $3 where business_id = $1 and id = $2 returning id',
      businessId,
      accountId,
      isCollector,
    );
    if (!known) throw new DomainError('not-found', 'there is no such account');
    const settled = await row(
      transaction,
      'select 1 from bank_transactions where account_id = $1 and settled_minor <> 0 limit 1',
      accountId,
    );
    if (settled && isCollector) throw new DomainError('conflict', 'a line of the account settles an item; undo that first');
    await row(transaction, 'update bank_transactions set in_report = $2 where account_id = $1', accountId, isCollector);
    await appendAudit(transaction, businessId, {
      actor,
      action: isCollector ? 'bank-account.collector' : 'bank-account.no-collector',
      subject: { type: 'bank-account', id: accountId },
    });
    await wishMatch(transaction, businessId);
  });
}

/** Keeps how a file of this account is to be read; the next one is read so by itself. */
export const rememberMapping = (place: Place, { businessId, actor }: Where, accountId: string, mapping: ColumnMapping): Promise<unknown> =>
  row(
    place,
    `insert into column_mappings (account_id, business_id, mapping, set_by) values ($1, $2, $3, $4)
     on conflict (account_id) do update set mapping = excluded.mapping, set_by = excluded.set_by, set_at = clock_timestamp()`,
    accountId,
    businessId,
    JSON.stringify(mapping),
    actor.kind === 'user' ? actor.id : null,
  );

/** @throws DomainError `not-found` */
export async function forgetMapping(place: Place, businessId: string, accountId: string): Promise<void> {
  const gone = await row(
    place,
    'delete from column_mappings where business_id = $1 and account_id = $2 returning account_id',
    businessId,
    accountId,
  );
  if (!gone) throw new DomainError('not-found', 'no mapping is kept for this account');
}

/** Every mapping that people of the business confirmed, each with its account's number where the file has none. */
export async function mappingsOf(place: Place, businessId: string): Promise<ColumnMapping[]> {
  const found = await rows<{ mapping: ColumnMapping; account: string }>(
    place,
    `select mapping, account from column_mappings join bank_accounts on id = account_id where column_mappings.business_id = $1 order by set_at`,
    businessId,
  );
  return found.map(({ mapping, account }) => ({ ...mapping, account: mapping.columns.account ? mapping.account : account }));
}

/** What each account is kept in, of those whose lines are all in one currency. */
export const currenciesOf = (place: Place, businessId: string): Promise<AccountCurrency[]> =>
  rows(
    place,
    `select account, min(currency) as currency from bank_accounts join bank_transactions line on line.account_id = bank_accounts.id
     where bank_accounts.business_id = $1 group by bank_accounts.id having min(currency) = max(currency)`,
    businessId,
  );

/** Gaps, overlaps and breaks of everything imported for the account so far, per currency. */
export async function continuityOfAccount(place: Place, accountId: string): Promise<AccountContinuity[]> {
  const stored = await rows<{ currency: string | null; from: Day; to: Day; opening: bigint | null; closing: bigint | null }>(
    place,
    `select currency, from_day::text as "from", to_day::text as "to", opening_minor as opening, closing_minor as closing
     from bank_statements statement where account_id = $1 and from_day is not null
       -- What the bank itself told of the same days leaves nothing to look for in a file.
       and not exists (select from bank_statements told where told.account_id = statement.account_id and told.origin = 'fetched'
         and told.id <> statement.id and told.currency is not distinct from statement.currency
         and told.from_day <= statement.from_day and told.to_day >= statement.to_day)`,
    accountId,
  );
  return [...Map.groupBy(stored, ({ currency }) => currency)].flatMap(([currency, group]) =>
    continuityOf(
      group.map(({ from, to, opening, closing }) => ({ from, to, openingBalance: opening, closingBalance: closing, transactions: [] })),
    ).map((found) => ({ ...found, currency })),
  );
}
