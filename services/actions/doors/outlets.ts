import { appendAudit } from '#storage/audit.ts';
import { Outlet } from '#storage/models/outlet.ts';
import { row } from '#storage/sql.ts';
import { actorOf, type House, type Visitor } from '../house.ts';
import { openFor, sealFor } from '../vault.ts';
import { demandRoom } from './file-servers.ts';

/** Binds a server's password to this use of it. */
const purpose = 'outlet-password';

export type NewOutlet = Pick<Outlet, 'protocol' | 'host' | 'port' | 'username' | 'folder' | 'acceptedVersion' | 'plainAccepted'> & {
  password: string;
  /** Whether the documents that are there already go too. */
  withPast: boolean;
};

/**
 * Starts bringing copies of a business's documents to its own server (H-120), in folders named in the language of the person who
 * starts it; nothing is told to the server until a person has accepted its key.
 *
 * @throws DomainError `conflict` when there are many already, `folders-overlap` where files are fetched from
 */
export function addOutlet(
  house: House,
  { caller }: Visitor,
  businessId: string,
  { password, withPast, ...given }: NewOutlet,
): Promise<Outlet> {
  return house.database.transaction(async (transaction) => {
    await demandRoom(transaction, 'outlet', businessId, given);
    const passwordSealed = await sealFor(transaction, house.masterKeys, businessId, purpose, password);
    const user = await row<{ language: Outlet['language'] }>(transaction, 'select language from users where id = $1', caller.userId);
    const outlet = await Outlet.create(
      {
        ...given,
        businessId,
        passwordSealed,
        language: user?.language ?? 'hu',
        since: withPast ? null : new Date(),
        acceptedBy: caller.userId,
      },
      { transaction },
    );
    await appendAudit(transaction, businessId, {
      actor: actorOf(caller),
      action: 'outlet.started',
      facts: {
        outletId: outlet.id,
        protocol: given.protocol,
        host: given.host,
        withPast,
        accepted: given.acceptedVersion,
        plainAccepted: given.plainAccepted,
      },
    });
    return outlet;
  });
}

export const openOutletPassword = ({ database, masterKeys }: Pick<House, 'database' | 'masterKeys'>, businessId: string, sealed: string) =>
  openFor(database, masterKeys, businessId, purpose, sealed);
