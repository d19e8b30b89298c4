import { randomUUID } from 'node:crypto';
import type { Sequelize } from 'sequelize';
import { importStatements } from '#services/actions/bank/import-statement.ts';
import type { BankStatement, BankTransaction } from '#services/domain/statement.ts';
import { Partner } from '#storage/models/partner.ts';
import { row, rows } from '#storage/sql.ts';

type Where = Parameters<typeof importStatements>[1];
export const ownAccount = '999000010000000100000000';

/** A bank line; what is not given is unknown. */
export const aLine = (amount: bigint, given: Partial<BankTransaction> = {}): BankTransaction => ({
  bookedOn: '2026-11-20',
  valueOn: null,
  amount,
  currency: 'HUF',
  counterpartyName: 'Vevő Bt.',
  counterpartyAccount: null,
  memo: 'köszönjük',
  bankReference: null,
  endToEndId: null,
  type: null,
  balance: null,
  raw: { Összeg: String(amount) },
  ...given,
});

export const aStatement = (transactions: BankTransaction[], given: Partial<BankStatement> = {}): BankStatement => ({
  account: ownAccount,
  currency: 'HUF',
  openingBalance: null,
  closingBalance: null,
  balances: null,
  number: null,
  from: null,
  to: null,
  transactions,
  ...given,
});

/** Imports lines as a file of their own; answers the ids of all lines of the business, oldest and smallest first. */
export async function bankLines(db: Sequelize, where: Where, ...lines: BankTransaction[]): Promise<string[]> {
  await importStatements(db, where, { format: 'test', statements: [aStatement(lines)], documentId: null }, { mayAddAccount: true });
  const found = await rows<{ id: string }>(
    db,
    'select id from bank_transactions where business_id = $1 order by booked_on, amount_minor, id',
    where.businessId,
  );
  return found.map(({ id }) => id);
}

type Item = {
  gross: bigint;
  number?: string;
  direction?: 'receivable' | 'payable';
  partnerId?: string | null;
  family?: string;
  kind?: string;
  state?: string;
  currency?: string;
  issuedOn?: string;
  dueOn?: string | null;
  originalNumber?: string | null;
  orderNumber?: string | null;
};

/** A register item as it stands in the table; answers its id. */
export async function anItem(db: Sequelize, businessId: string, item: Item): Promise<string> {
  const id = randomUUID();
  await rows(
    db,
    `insert into invoices (id, business_id, direction, family, state, kind, currency, gross_minor, number, partner_id, issued_on, due_on, original_number, order_number)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    id,
    businessId,
    item.direction ?? 'receivable',
    item.family ?? 'invoice',
    item.state ?? 'ready',
    item.kind ?? 'invoice',
    item.currency ?? 'HUF',
    item.gross.toString(),
    item.number ?? null,
    item.partnerId ?? null,
    item.issuedOn ?? '2026-11-01',
    item.dueOn === undefined ? '2026-11-15' : item.dueOn,
    item.originalNumber ?? null,
    item.orderNumber ?? null,
  );
  return id;
}

export async function aPartner(
  businessId: string,
  name: string,
  given: { accounts?: string[]; identifier?: string } = {},
): Promise<string> {
  const partner = await Partner.create({
    businessId,
    baseNumber: null,
    euVatNumber: null,
    name,
    address: null,
    accounts: given.accounts ?? [],
    identifier: given.identifier ?? null,
  });
  return partner.id;
}

export const settledOf = async (db: Sequelize, id: string): Promise<string | undefined> =>
  (await row<{ settled: string }>(db, 'select settled_minor::text as settled from invoices where id = $1', id))?.settled;
