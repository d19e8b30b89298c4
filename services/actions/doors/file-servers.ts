import type { ModelStatic, Transaction } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { overlap, type ServerFolder } from '#services/domain/file-server.ts';
import { appendAudit } from '#storage/audit.ts';
import { Outlet } from '#storage/models/outlet.ts';
import { Pull } from '#storage/models/pull.ts';
import { row } from '#storage/sql.ts';
import { actorOf, type House, type Visitor } from '../house.ts';

/** From a pull files are fetched, to an outlet copies are brought; a server is started, accepted and stopped alike for both. */
const models = { pull: Pull, outlet: Outlet } as const;
export type ServerUse = keyof typeof models;
/** Only what both have is used here. */
const modelOf = (use: ServerUse) => models[use] as unknown as ModelStatic<Pull>;

/** A business needs one or two; a hundred would be a way to knock on other people's doors. */
const mostServers = 5;

/**
 * There is room for one more of this use, and what goes out does not come in again: its folder is not one of the other use.
 *
 * @throws DomainError `conflict` when there are many already, `folders-overlap`
 */
export async function demandRoom(transaction: Transaction, use: ServerUse, businessId: string, given: ServerFolder): Promise<void> {
  // Two at the same moment see each other.
  await row(transaction, 'select id from businesses where id = $1 for update', businessId);
  if ((await modelOf(use).count({ where: { businessId }, transaction })) >= mostServers)
    throw new DomainError('conflict', 'there are enough of these already; remove one first', { most: mostServers });
  const others = await modelOf(use === 'pull' ? 'outlet' : 'pull').findAll({ where: { businessId }, transaction });
  if (others.some((other) => overlap(given, other)))
    throw new DomainError('folders-overlap', 'copies must not go where files are fetched from; name another folder');
}

/** The server's key is the right one, a person says; it must be the one that was shown. @throws DomainError `not-found`, `stale` when it shows another by now */
export function acceptServerKey(
  { database }: House,
  { caller }: Visitor,
  use: ServerUse,
  { businessId, id, key }: { businessId: string; id: string; key: string },
): Promise<void> {
  return database.transaction(async (transaction) => {
    const server = await modelOf(use).findOne({ where: { businessId, id }, transaction, lock: transaction.LOCK.UPDATE });
    if (!server) throw noServer();
    if (server.offeredKey !== key) throw new DomainError('stale', 'the server shows another key by now; look again');
    await server.update(
      { hostKey: key, offeredKey: null, trouble: null, troubleSince: null, alarmedAt: null, nextAt: new Date() },
      { transaction },
    );
    await appendAudit(transaction, businessId, {
      actor: actorOf(caller),
      action: `${use}.key-accepted`,
      facts: { [`${use}Id`]: id, key },
    });
  });
}

/** Nothing more is fetched or brought; password and key are forgotten, what came and what went stays. @throws DomainError `not-found` */
export function removeServer(
  { database }: House,
  { caller }: Visitor,
  use: ServerUse,
  { businessId, id }: { businessId: string; id: string },
): Promise<void> {
  return database.transaction(async (transaction) => {
    if ((await modelOf(use).destroy({ where: { businessId, id }, transaction })) === 0) throw noServer();
    await appendAudit(transaction, businessId, { actor: actorOf(caller), action: `${use}.ended`, facts: { [`${use}Id`]: id } });
  });
}

const noServer = (): DomainError => new DomainError('not-found', 'there is no such server');
