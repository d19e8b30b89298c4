import type { Sequelize } from 'sequelize';
import { addBusinessKey } from '#services/actions/accounts/business-keys.ts';
import { invitePerson } from '#services/actions/accounts/people.ts';
import type { House, Visitor } from '#services/actions/house.ts';
import { makeExport } from '#services/actions/leaving/exports.ts';
import { closedStates } from '#services/domain/document-state.ts';
import { row, rows } from '#storage/sql.ts';
import { anEmail } from './office.ts';

/**
 * Gives a business one of everything that has an id: files, an invoice, a partner, bank lines, a settlement, a key, an export,
 * an invited person. `mark` stands in every text of the vouchers, `bankMark` in every text of bank data.
 */
export async function furnish(
  house: House,
  businessId: string,
  visitor: Visitor,
  { mark, bankMark }: { mark: string; bankMark: string },
): Promise<void> {
  const { database } = house;
  const id = async (sql: string, ...bind: unknown[]): Promise<string> =>
    (await row<{ id: string }>(database, `${sql} returning id`, ...bind))!.id;
  const sha = (digit: string) => digit.repeat(64);
  const intake = await id(
    `insert into intakes (id, business_id, door, sender, subject, fate) values (gen_random_uuid(), $1, 'smtp', $2, $2, 'kept')`,
    businessId,
    mark,
  );
  const file = (name: string, kind: string, digit: string) =>
    id(
      `insert into documents (id, business_id, intake_id, sha256, name, media_type, size, state, kind, reading)
       values (gen_random_uuid(), $1, $2, $3, $4, 'application/pdf', 10, 'ready', $5, jsonb_build_object('says', $4::text))`,
      businessId,
      intake,
      sha(digit),
      name,
      kind,
    );
  const document = await file(`${mark}.pdf`, 'invoice', 'a');
  const statementFile = await file(`${bankMark}.pdf`, 'bank-statement', 'b');
  await row(
    database,
    `insert into intake_parts (intake_id, path, business_id, position, name, size, fate, document_id) values ($1, '1', $2, 0, $3, 10, 'document', $4)`,
    intake,
    businessId,
    mark,
    document,
  );
  for (const [documentId, text] of [
    [document, mark],
    [statementFile, bankMark],
  ])
    await row(
      database,
      `insert into document_pages (document_id, number, business_id, width, height, text_from, text, words) values ($1, 1, $2, 600, 800, 'embedded', $3, '[]')`,
      documentId,
      businessId,
      text,
    );
  const partner = await id(
    `insert into partners (id, business_id, name, identifier) values (gen_random_uuid(), $1, $2, $2)`,
    businessId,
    mark,
  );
  const invoice = await id(
    `insert into invoices (id, business_id, direction, family, partner_id, state, kind, number, supplier_name, currency, gross_minor)
     values (gen_random_uuid(), $1, 'payable', 'invoice', $2, 'ready', 'invoice', $3, $3, 'HUF', 127000)`,
    businessId,
    partner,
    mark,
  );
  await row(
    database,
    `insert into invoice_sources (id, invoice_id, business_id, source, origin, document_id, reading) values (gen_random_uuid(), $1, $2, 'embedded', $3::text, $3::uuid, '{}')`,
    invoice,
    businessId,
    document,
  );
  const account = await id(`insert into bank_accounts (id, business_id, account) values (gen_random_uuid(), $1, $2)`, businessId, bankMark);
  const statement = await id(
    `insert into bank_statements (id, business_id, account_id, document_id, format, line_count, new_count) values (gen_random_uuid(), $1, $2, $3, 'test', 1, 1)`,
    businessId,
    account,
    statementFile,
  );
  const transaction = await id(
    `insert into bank_transactions (id, business_id, account_id, statement_id, key_sha256, booked_on, amount_minor, currency, counterparty_name, memo, raw)
     values (gen_random_uuid(), $1, $2, $3, $4, '2026-11-20', -127000, 'HUF', $5, $5, '{}')`,
    businessId,
    account,
    statement,
    sha('c'),
    bankMark,
  );
  await id(
    `insert into settlements (id, business_id, source, transaction_id, rule, evidence)
     values (gen_random_uuid(), $1, 'transaction', $2, 'test', jsonb_build_array(jsonb_build_object('kind', 'memo', 'text', $3::text, 'span', null)))`,
    businessId,
    transaction,
    bankMark,
  );
  const engagement = await row<{ accountantId: string }>(
    database,
    'select accountant_id as "accountantId" from engagements where business_id = $1 and ended_at is null',
    businessId,
  );
  await row(
    database,
    `insert into invitations (id, accountant_id, business_id, email, name, state, expires_at) values (gen_random_uuid(), $1, $2, $3, $4, 'accepted', now())`,
    engagement!.accountantId,
    businessId,
    anEmail('gazda'),
    mark,
  );
  await addBusinessKey(house, visitor, businessId, mark);
  await makeExport(house, visitor, businessId, {}, { closed: closedStates({ isScanned: false }), seesPrivate: true });
  await invitePerson(house, visitor, { kind: 'business', id: businessId }, { email: anEmail('meghivott'), role: 'handler' });
}

type Column = { table: string; column: 'business_id' | 'accountant_id'; hasId: boolean };

/** Every table whose rows belong to a business or a firm, whoever added it. */
const ownedTables = (database: Sequelize): Promise<Column[]> =>
  rows<Column>(
    database,
    `select owner.table_name as table, owner.column_name as column, own.column_name is not null as "hasId"
     from information_schema.columns owner
     left join information_schema.columns own on own.table_schema = 'public' and own.table_name = owner.table_name and own.column_name = 'id' and own.data_type = 'uuid'
     where owner.table_schema = 'public' and owner.column_name in ('business_id', 'accountant_id') order by 1, 2`,
  );

export type Owner = { businessId: string; accountantId: string };
const ownerOf = ({ column }: Column, owner: Owner): string => (column === 'business_id' ? owner.businessId : owner.accountantId);

/** One id out of every table in which the owner has a row: what somebody else might try. */
export async function idsOf(database: Sequelize, owner: Owner): Promise<{ table: string; id: string }[]> {
  const found = [];
  for (const each of (await ownedTables(database)).filter(({ hasId }) => hasId)) {
    const own = await row<{ id: string }>(
      database,
      `select id from "${each.table}" where ${each.column} = $1 limit 1`,
      ownerOf(each, owner),
    );
    if (own) found.push({ table: each.table, id: own.id });
  }
  return found;
}

/** A fingerprint of every row of the owner, to see that none has changed. */
export async function fingerprintOf(database: Sequelize, owner: Owner): Promise<string> {
  const parts = (await ownedTables(database)).map(
    ({ table, column }) =>
      `select '${table}' as name, md5(string_agg(md5(each::text), '' order by md5(each::text))) as sum from "${table}" each where ${column} = $${column === 'business_id' ? 1 : 2}::uuid`,
  );
  const found = await rows<{ name: string; sum: string | null }>(
    database,
    `select * from (${parts.join(' union all ')}) parts where $1::text is not null and $2::text is not null order by 1, 2`,
    owner.businessId,
    owner.accountantId,
  );
  return JSON.stringify(found);
}
