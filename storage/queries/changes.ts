import { QueryTypes, type Sequelize } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';

export type ChangeRow = { type: string; id: string; business_id: string; deleted: boolean; changed_at: Date; xid: string; seq: bigint };

/**
 * Rows changed after a cursor, oldest change first, of the given businesses. Complete: a row appears only when no older
 * transaction is still running, so nothing that commits late slips in behind a cursor (H-175).
 */
export async function changesSince(
  database: Sequelize,
  businessIds: readonly string[],
  cursor: string | undefined,
  limit: number,
): Promise<{ rows: ChangeRow[]; next: string }> {
  const [xid, seq] = decode(cursor);
  const rows = await database.query<ChangeRow>(
    `select type, id, business_id, deleted, changed_at, xid::text, seq from changes
     where business_id = any($1::uuid[]) and (xid, seq) > ($2::xid8, $3::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
     order by changes.xid, seq limit $4`,
    { bind: [businessIds, xid, seq, limit], type: QueryTypes.SELECT },
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
