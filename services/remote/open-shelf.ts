import { DomainError } from '#services/domain/errors.ts';
import type { Protocol } from '#services/domain/file-server.ts';
import { outsideAddress } from '#services/platform/outbound.ts';
import { ftpsShelf, plainFtpShelf } from './ftp-shelf.ts';
import { type Remote, UnknownServer } from './remote.ts';
import { sftpShelf } from './sftp-shelf.ts';
import type { RemoteShelf } from './shelf.ts';

const shelves: Record<Protocol, (remote: Remote) => Promise<RemoteShelf>> = { sftp: sftpShelf, ftps: ftpsShelf, ftp: plainFtpShelf };

/** Goes to a server that a person named, behind the outbound guard. @throws UnknownServer, DomainError `address-not-allowed`, what the server says */
export async function openShelf(
  protocol: Protocol,
  remote: Omit<Remote, 'address'>,
  { isPrivateAllowed }: { isPrivateAllowed: boolean },
): Promise<RemoteShelf> {
  const address = await outsideAddress(remote.host, { isPrivateAllowed });
  return shelves[protocol]({ ...remote, address });
}

/** What stands in the way, in one word for the screen. */
export function troubleOf(error: unknown): string {
  if (error instanceof UnknownServer) return 'key-changed';
  if (error instanceof DomainError) return error.code;
  const { code, level, message = '' } = error as { code?: unknown; level?: string; message?: string };
  if (level === 'client-authentication' || code === 530 || /authentication methods failed/i.test(message)) return 'sign-in-refused';
  if (code === 'ERR_NO_SUCH_FILE' || code === 'ENOENT' || code === 2 || code === 550 || /no such file/i.test(message)) return 'no-folder';
  return 'unreachable';
}
