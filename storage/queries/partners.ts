import type { Sequelize } from 'sequelize';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { rows } from '../sql.ts';

export type PartnerRow = {
  id: string;
  name: string | null;
  baseNumber: string | null;
  euVatNumber: string | null;
  address: string | null;
  accounts: string[];
  identifier: string | null;
};

const columns = `id, name, base_number as "baseNumber", eu_vat_number as "euVatNumber", address, accounts, identifier`;

/** A page of a business's partners, newest first. */
export async function listPartners(
  database: Sequelize,
  businessId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ rows: PartnerRow[]; next: string | null }> {
  const [at, id] = decodeCursor(cursor);
  const found = await rows<PartnerRow & { exact: string }>(
    database,
    `select ${columns}, created_at::text as exact from partners
     where business_id = $1 and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid)) order by created_at desc, id desc limit $4`,
    businessId,
    at,
    id,
    limit + 1,
  );
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: found.length > limit && last ? encodeCursor(last.exact, last.id) : null };
}

/** The partners most like a piece of a name (accents and case folded) or the beginning of a number. */
export const partnersLike = (database: Sequelize, businessId: string, text: string, limit: number): Promise<PartnerRow[]> =>
  rows<PartnerRow>(
    database,
    `select ${columns} from partners
     where business_id = $1 and (unaccent(lower(name)) like '%' || unaccent(lower($2)) || '%' or lower(name) % lower($3)
       or ($4 <> '' and base_number like $4 || '%') or eu_vat_number ilike $2 || '%')
     order by similarity(lower(coalesce(name, '')), lower($3)) desc, name, id limit $5`,
    businessId,
    text.replace(/[\\%_]/g, '\\$&'),
    text,
    /^\d{3,}/.exec(text)?.[0].slice(0, 8) ?? '',
    limit,
  );
