import { DomainError } from '#services/domain/errors.ts';
import { appendAudit } from '#storage/audit.ts';
import { Pull } from '#storage/models/pull.ts';
import { actorOf, type House, type Visitor } from '../house.ts';
import { openFor, sealFor } from '../vault.ts';

/** Binds a server's password to this use of it. */
const purpose = 'pull-password';

/** A business needs one or two; a hundred would be a way to knock on other people's doors. */
const mostPulls = 5;

export type NewPull = Pick<Pull, 'protocol' | 'host' | 'port' | 'username' | 'folder' | 'afterTaking' | 'acceptedVersion'> & {
  password: string;
};

/** Starts fetching from a server; nothing is told to it until a person has accepted its key. @throws DomainError `conflict` when there are many already */
export function addPull(house: House, { caller }: Visitor, businessId: string, { password, ...given }: NewPull): Promise<Pull> {
  return house.database.transaction(async (transaction) => {
    if ((await Pull.count({ where: { businessId }, transaction })) >= mostPulls)
      throw new DomainError('conflict', 'there are enough of these already; remove one first', { most: mostPulls });
    const passwordSealed = await sealFor(transaction, house.masterKeys, businessId, purpose, password);
    const pull = await Pull.create({ ...given, businessId, passwordSealed, acceptedBy: caller.userId }, { transaction });
    await appendAudit(transaction, businessId, {
      actor: actorOf(caller),
      action: 'pull.started',
      facts: { pullId: pull.id, protocol: given.protocol, accepted: given.acceptedVersion },
    });
    return pull;
  });
}

/** The server's key is the right one, a person says; it must be the one that was shown. @throws DomainError `not-found`, `stale` when it shows another by now */
export function acceptServerKey(
  { database }: House,
  { caller }: Visitor,
  { businessId, id, key }: { businessId: string; id: string; key: string },
): Promise<Pull> {
  return database.transaction(async (transaction) => {
    const pull = await Pull.findOne({ where: { businessId, id }, transaction, lock: transaction.LOCK.UPDATE });
    if (!pull) throw new DomainError('not-found', 'there is no such server');
    if (pull.offeredKey !== key) throw new DomainError('stale', 'the server shows another key by now; look again');
    await pull.update(
      { hostKey: key, offeredKey: null, trouble: null, troubleSince: null, alarmedAt: null, nextAt: new Date() },
      { transaction },
    );
    await appendAudit(transaction, businessId, { actor: actorOf(caller), action: 'pull.key-accepted', facts: { pullId: id, key } });
    return pull;
  });
}

/** Nothing more is fetched; password and key are forgotten, what came stays. @throws DomainError `not-found` */
export function removePull(
  { database }: House,
  { caller }: Visitor,
  { businessId, id }: { businessId: string; id: string },
): Promise<void> {
  return database.transaction(async (transaction) => {
    if ((await Pull.destroy({ where: { businessId, id }, transaction })) === 0)
      throw new DomainError('not-found', 'there is no such server');
    await appendAudit(transaction, businessId, { actor: actorOf(caller), action: 'pull.ended', facts: { pullId: id } });
  });
}

export const openPullPassword = ({ database, masterKeys }: Pick<House, 'database' | 'masterKeys'>, businessId: string, sealed: string) =>
  openFor(database, masterKeys, businessId, purpose, sealed);
