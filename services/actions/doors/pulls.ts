import { appendAudit } from '#storage/audit.ts';
import { Pull } from '#storage/models/pull.ts';
import { actorOf, type House, type Visitor } from '../house.ts';
import { openFor, sealFor } from '../vault.ts';
import { demandRoom } from './file-servers.ts';

/** Binds a server's password to this use of it. */
const purpose = 'pull-password';

export type NewPull = Pick<
  Pull,
  'protocol' | 'host' | 'port' | 'username' | 'folder' | 'afterTaking' | 'acceptedVersion' | 'plainAccepted'
> & { password: string };

/** Starts fetching from a server; nothing is told to it until a person has accepted its key. @throws DomainError `conflict` when there are many already, `folders-overlap` where copies go */
export function addPull(house: House, { caller }: Visitor, businessId: string, { password, ...given }: NewPull): Promise<Pull> {
  return house.database.transaction(async (transaction) => {
    await demandRoom(transaction, 'pull', businessId, given);
    const passwordSealed = await sealFor(transaction, house.masterKeys, businessId, purpose, password);
    const pull = await Pull.create({ ...given, businessId, passwordSealed, acceptedBy: caller.userId }, { transaction });
    await appendAudit(transaction, businessId, {
      actor: actorOf(caller),
      action: 'pull.started',
      facts: { pullId: pull.id, protocol: given.protocol, accepted: given.acceptedVersion, plainAccepted: given.plainAccepted },
    });
    return pull;
  });
}

export const openPullPassword = ({ database, masterKeys }: Pick<House, 'database' | 'masterKeys'>, businessId: string, sealed: string) =>
  openFor(database, masterKeys, businessId, purpose, sealed);
