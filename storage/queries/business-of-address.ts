import { QueryTypes, type Sequelize } from 'sequelize';

/** The business that has this system address now, or null. A replaced address is refused like an unknown one (H-064). */
export async function businessOfAddress(database: Sequelize, localPart: string): Promise<string | null> {
  const [row] = await database.query<{ business_id: string }>(
    `select business_id from mail_addresses join businesses on businesses.id = business_id
     where local_part = $1 and retired_at is null and ended_at is null`,
    { bind: [localPart], type: QueryTypes.SELECT },
  );
  return row?.business_id ?? null;
}
