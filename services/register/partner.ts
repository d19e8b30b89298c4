import { QueryTypes, type Transaction } from 'sequelize';
import { normalAccount } from '#services/domain/bank-account.ts';
import { aliasesOf } from '#services/domain/former-names.ts';
import { lenientName } from '#services/domain/merge.ts';
import type { Party } from '#services/domain/reading.ts';
import { baseNumberOf, euVatNumberOf } from '#services/domain/tax-number.ts';
import { folded } from '#services/domain/text.ts';
import { Partner } from '#storage/models/partner.ts';

/** The other side of an invoice as a partner: found again by number, then account, then name; made when new. Null when nothing names it. */
export async function partnerOf(transaction: Transaction, businessId: string, party: Party): Promise<string | null> {
  const baseNumber = baseNumberOf(party.taxNumber) ?? baseNumberOf(party.euVatNumber);
  const euVatNumber = euVatNumberOf(party.euVatNumber);
  if (baseNumber === null && euVatNumber === null && party.name === null) return null;
  const database = Partner.sequelize!;

  if (baseNumber !== null || euVatNumber !== null) {
    // Upsert by number: two documents of a new partner may be read at the same moment.
    const target =
      baseNumber !== null
        ? '(business_id, base_number) where base_number is not null'
        : '(business_id, eu_vat_number) where eu_vat_number is not null and base_number is null';
    const [rows] = await database.query(
      `insert into partners (id, business_id, base_number, eu_vat_number, name, address) values (gen_random_uuid(), $1, $2, $3, $4, $5)
       on conflict ${target} do update set name = coalesce(partners.name, excluded.name), address = coalesce(partners.address, excluded.address)
       returning id`,
      { bind: [businessId, baseNumber, euVatNumber, party.name, party.address], transaction },
    );
    return (rows as { id: string }[])[0]!.id;
  }

  const account = normalAccount(party.account);
  const aliases = aliasesOf(party.name ?? '');
  const candidates = await database.query<{ id: string; name: string | null; accounts: string[] }>(
    `select id, name, accounts from partners
     where business_id = $1 and ($2 = any(accounts) or lower(name) % lower($3) or search_fold(name) like any($4::text[]))`,
    { bind: [businessId, account ?? '', party.name ?? '', aliases.map((alias) => `${alias}%`)], type: QueryTypes.SELECT, transaction },
  );
  const byAccount = candidates.filter(({ accounts }) => account !== null && accounts.includes(account));
  const isAlias = (name: string) => aliases.some((alias) => folded(name).startsWith(alias));
  const byName = candidates.filter(({ name }) => name !== null && (lenientName(name) === lenientName(party.name ?? '') || isAlias(name)));
  const [found, second] = byAccount.length > 0 ? byAccount : byName;
  if (found && !second) return found.id;
  const made = await Partner.create({ businessId, baseNumber, euVatNumber, name: party.name, address: party.address }, { transaction });
  return made.id;
}
