import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import SftpClient from 'ssh2-sftp-client';
import { type Shelf, walk } from '../folder/shelf.ts';
import { fingerprintOf, type Remote, silenceMs, UnknownServer } from './remote.ts';

/** A folder behind SFTP. @throws UnknownServer before anything is told to a server whose key was not accepted */
export async function sftpShelf({ address, port, username, password, folder, hostKey }: Remote): Promise<Shelf> {
  // Errors between two calls: the next call says that the connection is gone.
  const quiet = () => undefined;
  const client = new SftpClient('hub', { error: quiet, end: quiet, close: quiet });
  let offered: string | null = null;
  try {
    await client.connect({
      host: address,
      port,
      username,
      ...(password.startsWith('-----BEGIN ') ? { privateKey: password } : { password }),
      readyTimeout: silenceMs,
      keepaliveInterval: silenceMs / 2,
      keepaliveCountMax: 2,
      hostVerifier: (key: Buffer) => {
        offered = fingerprintOf(key);
        return offered === hostKey;
      },
    });
  } catch (error) {
    await client.end().catch(quiet);
    throw offered !== null && offered !== hostKey ? new UnknownServer(offered) : error;
  }
  const at = (path: string) => posix.join(folder, path);
  const exists = async (path: string) => (await client.exists(at(path))) !== false;
  return {
    list: () =>
      walk(async (inside) =>
        (await client.list(at(inside))).map(({ name, type, size, modifyTime }) => ({
          name,
          isFolder: type === 'd',
          isFile: type === '-',
          size,
          modifiedMs: modifyTime,
        })),
      ),
    async read(path, from) {
      return client.createReadStream(at(path), { start: from }) as NodeJS.ReadableStream as Readable;
    },
    exists,
    async move(path, target) {
      const parent = posix.dirname(at(target));
      if ((await client.exists(parent)) === false) await client.mkdir(parent, true);
      await client.rename(at(path), at(target));
    },
    async remove(path) {
      await client.delete(at(path));
    },
    async [Symbol.asyncDispose]() {
      await client.end().catch(quiet);
    },
  };
}
