import type { Sequelize } from 'sequelize';
import { rows } from '../sql.ts';

/** The businesses that have these system addresses now, in their order; null: nobody's. A replaced address is refused like an unknown one (H-064). */
export async function businessesOfAddresses(database: Sequelize, localParts: readonly string[]): Promise<(string | null)[]> {
  const found = await rows<{ localPart: string; businessId: string }>(
    database,
    `select local_part as "localPart", business_id as "businessId" from mail_addresses join businesses on businesses.id = business_id
     where local_part = any($1::text[]) and retired_at is null and ended_at is null`,
    localParts,
  );
  const owners = new Map(found.map(({ localPart, businessId }) => [localPart, businessId]));
  return localParts.map((localPart) => owners.get(localPart) ?? null);
}
