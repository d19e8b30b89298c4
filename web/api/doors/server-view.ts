import { DomainError } from '#services/domain/errors.ts';
import type { Protocol } from '#services/domain/file-server.ts';
import type { Outlet } from '#storage/models/outlet.ts';
import type { Pull } from '#storage/models/pull.ts';
import { plainWarning, type ServerView } from '#web/contract/doors.ts';

/** What a server shows of itself, whatever it is used for; `names`: of the people by their ids. */
export const serverView = (server: Pull | Outlet, names: ReadonlyMap<string, string>): ServerView => ({
  id: server.id,
  protocol: server.protocol,
  host: server.host,
  port: server.port,
  username: server.username,
  folder: server.folder,
  hostKey: server.hostKey,
  offeredKey: server.offeredKey,
  acceptedBy: names.get(server.acceptedBy ?? '') ?? null,
  acceptedAt: server.acceptedAt.toISOString(),
  lastOkAt: server.lastOkAt?.toISOString() ?? null,
  trouble: server.trouble,
  troubleSince: server.troubleSince?.toISOString() ?? null,
});

export const acceptedByIds = (servers: readonly (Pull | Outlet)[]): string[] =>
  servers.flatMap(({ acceptedBy }) => (acceptedBy === null ? [] : [acceptedBy]));

/**
 * The description in force was read and accepted (H-119), and for plain FTP the warning too.
 *
 * @throws DomainError `declaration-missing`, with the version
 */
export function demandAccepted(
  given: { protocol: Protocol; acceptedVersion: string; plainAccepted?: string | undefined },
  description: string,
): { plainAccepted: string | null } {
  if (given.acceptedVersion !== description)
    throw new DomainError('declaration-missing', 'the description of the service in force must be read and accepted', {
      version: description,
    });
  if (given.protocol !== 'ftp') return { plainAccepted: null };
  if (given.plainAccepted !== plainWarning)
    throw new DomainError('declaration-missing', 'plain FTP carries password and files readably; that warning must be accepted', {
      plain: plainWarning,
    });
  return { plainAccepted: plainWarning };
}
