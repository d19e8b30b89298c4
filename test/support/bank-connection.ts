import type { Sequelize } from 'sequelize';
import { comeBack, connectBank } from '#services/actions/account-information/connect.ts';
import type { BankHouse } from '#services/actions/account-information/consents.ts';
import { fetchAccount } from '#services/actions/account-information/fetch-account.ts';
import { endAtBank } from '#services/actions/account-information/stop.ts';
import { addAccount } from '#services/actions/bank/accounts.ts';
import type { Visitor } from '#services/actions/house.ts';
import { silentLog } from '#services/platform/log.ts';
import { rows } from '#storage/sql.ts';
import { type BankPeer, ibans } from './bank-at-peer.ts';
import { aBusiness, aFirm, houseOn } from './office.ts';

export const accountNumbers = ibans.map((iban) => iban.slice(4));

/** A business with its two accounts, before any bank is asked; connections of earlier tests are no more. */
export async function aCustomer(db: Sequelize, banks: BankHouse['banks']) {
  await rows(db, 'delete from ais_consents');
  await rows(db, `delete from jobs where name in ('bank-fetch', 'bank-ending')`);
  const house: BankHouse = { ...houseOn(db), banks };
  const firm = await aFirm(house);
  const business = await aBusiness(house, firm.accountantId);
  for (const account of accountNumbers)
    await addAccount(db, { businessId: business.businessId, actor: { kind: 'hub', id: null } }, account);
  return { house, firm, business, businessId: business.businessId, visitor: business.visitor };
}

/** The whole way to the bank's page and back. */
export async function connected(
  house: BankHouse,
  visitor: Visitor,
  businessId: string,
  peer: BankPeer,
  { accounts = accountNumbers, now = new Date() } = {},
) {
  const { redirectTo } = await connectBank(house, visitor, businessId, { bank: 'proba', accounts }, now);
  const back = await peer.decide(redirectTo, 'yes');
  return comeBack(house, visitor, { state: back.searchParams.get('state') ?? '', code: back.searchParams.get('code') }, now);
}

/** Does the waiting jobs of connections, as a worker would; a job that fails stays. */
export async function runBankJobs(house: BankHouse, now = new Date()): Promise<number> {
  const jobs = await rows<{ id: string; name: string; payload: never }>(
    house.database,
    `select id, name, payload from jobs where name in ('bank-fetch', 'bank-ending') order by created_at, id`,
  );
  for (const { id, name, payload } of jobs) {
    await (name === 'bank-fetch' ? fetchAccount(house, silentLog, payload, now) : endAtBank(house, payload));
    await rows(house.database, 'delete from jobs where id = $1', id);
  }
  return jobs.length;
}

export const linesOf = (db: Sequelize, businessId: string) =>
  rows<{ bookedOn: string; amount: bigint; memo: string; reference: string | null }>(
    db,
    `select booked_on::text as "bookedOn", amount_minor as amount, memo, bank_reference as reference from bank_transactions
     where business_id = $1 order by booked_on, memo, id`,
    businessId,
  );
