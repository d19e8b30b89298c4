import { QueryTypes, type Sequelize } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';

/** `private`: a bank line that the business marked so (B-037). */
export type ChangeRow = {
  type: string;
  id: string;
  business_id: string;
  deleted: boolean;
  private: boolean;
  changed_at: Date;
  xid: string;
  seq: bigint;
};

/** Types that only those see who may see bank data (B-035). */
export const bankTypes: ReadonlySet<string> = new Set(['transaction', 'settlement', 'open-item']);

/** Whose feed it is: businesses that may be seen now, and firms whose former clients leave a tombstone. */
export type FeedScope = { businessIds: readonly string[]; accountantIds?: readonly string[] };

/**
 * Rows changed after a cursor, oldest change first. Complete: a row appears only when no older transaction is still
 * running, so nothing that commits late slips in behind a cursor (H-175).
 */
export async function changesSince(
  database: Sequelize,
  { businessIds, accountantIds = [] }: FeedScope,
  cursor: string | undefined,
  limit: number,
): Promise<{ rows: ChangeRow[]; next: string }> {
  const [xid, seq] = decode(cursor);
  const rows = await database.query<ChangeRow>(
    `select type, id, business_id, deleted, changed_at, xid::text, seq,
       type = 'transaction' and exists (select from bank_transactions line where line.id = feed.id and line.is_private) as private
     from (
       select type, id, business_id, deleted, changed_at, xid, seq from changes where business_id = any($1::uuid[])
       union all
       select 'business', business_id, business_id, true, departed_at, xid, seq from departures
         where accountant_id = any($2::uuid[]) and business_id <> all($1::uuid[])
     ) feed
     where (xid, seq) > ($3::xid8, $4::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
     order by feed.xid, seq limit $5`,
    { bind: [businessIds, accountantIds, xid, seq, limit], type: QueryTypes.SELECT },
  );
  const last = rows.at(-1);
  return { rows, next: last ? encode(last.xid, last.seq) : encode(xid, seq) };
}

const encode = (xid: string, seq: bigint | string): string => Buffer.from(`${xid}.${seq}`).toString('base64url');

/** @throws DomainError `invalid-request` for a cursor that we did not give */
function decode(cursor: string | undefined): [xid: string, seq: string] {
  if (cursor === undefined) return ['0', '0'];
  const match = /^(\d{1,20})\.(\d{1,19})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match || BigInt(match[1]!) > 0xffff_ffff_ffff_ffffn || BigInt(match[2]!) > 0x7fff_ffff_ffff_ffffn)
    throw new DomainError('invalid-request', 'this cursor is none of ours');
  return [match[1]!, match[2]!];
}
