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
 * The oldest transaction that may still write to this database: a snapshot names those of the whole server, and what surely
 * belongs to another database holds nobody's feed back. One whose database is not told counts as ours.
 */
const horizon = `coalesce((select running from pg_snapshot_xip(pg_current_snapshot()) running
  where not exists (select from pg_stat_activity other where other.backend_xid = running::xid
    and other.datid <> (select oid from pg_database where datname = current_database()))
  order by running limit 1), pg_snapshot_xmax(pg_current_snapshot()))`;

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
  const since = decode(cursor);
  // The life comes with the rows, and alone where there are none.
  const found = await database.query<ChangeRow & { current: string; id: string | null }>(
    `select life as current, news.* from feed_life left join (
       select type, id, business_id, deleted, changed_at, xid::text, seq,
         type = 'transaction' and exists (select from bank_transactions line where line.id = feed.id and line.is_private) as private
       from (
         select type, id, business_id, deleted, changed_at, xid, seq from changes where business_id = any($1::uuid[])
         union all
         select 'business', business_id, business_id, true, departed_at, xid, seq from departures
           where accountant_id = any($2::uuid[]) and business_id <> all($1::uuid[])
       ) feed
       where (xid, seq) > ($3::xid8, $4::bigint) and xid < ${horizon}
       order by feed.xid, seq limit $5) news on true
     order by news.xid::xid8, news.seq`,
    { bind: [businessIds, accountantIds, since.xid, since.seq, limit], type: QueryTypes.SELECT },
  );
  const life = found[0]!.current;
  if (cursor !== undefined && since.life !== life)
    throw new DomainError('invalid-request', 'this cursor is from before the hub was restored; begin without one');
  const rows = found.filter(({ id }) => id !== null);
  return { rows, next: encode({ ...(rows.at(-1) ?? since), life }) };
}

/** `life` is empty until a database is restored (services/commands/restore.ts). */
type Cursor = { life: string; xid: string; seq: bigint | string };

const encode = ({ life, xid, seq }: Cursor): string => Buffer.from(`${life === '' ? '' : `${life}.`}${xid}.${seq}`).toString('base64url');

/** @throws DomainError `invalid-request` for a cursor that we did not give */
function decode(cursor: string | undefined): Cursor {
  if (cursor === undefined) return { life: '', xid: '0', seq: '0' };
  const [, life = '', xid = '', seq = ''] =
    /^(?:([0-9a-f]{8})\.)?(\d{1,20})\.(\d{1,19})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (xid === '' || BigInt(xid) > 0xffff_ffff_ffff_ffffn || BigInt(seq) > 0x7fff_ffff_ffff_ffffn)
    throw new DomainError('invalid-request', 'this cursor is none of ours');
  return { life, xid, seq };
}
