import { connect as openSocket } from 'node:net';
import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import SftpClient from 'ssh2-sftp-client';
import { fingerprintOf, type Remote, silenceMs, UnknownServer } from './remote.ts';
import { type RemoteShelf, walk } from './shelf.ts';

/** A folder behind SFTP. @throws UnknownServer before anything is told to a server whose key was not accepted */
export async function sftpShelf({ address, port, username, password, folder, hostKey }: Remote): Promise<RemoteShelf> {
  // Errors between two calls: the next call says that the connection is gone.
  const quiet = () => undefined;
  const client = new SftpClient('hub', { error: quiet, end: quiet, close: quiet });
  let offered: string | null = null;
  let wrapper: Awaited<ReturnType<SftpClient['connect']>>;
  try {
    wrapper = await client.connect({
      // Every command waits for its answer: gathering small packets would cost 40 ms each time.
      sock: openSocket({ host: address, port, noDelay: true }),
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
  const makeFolder = async (path: string) => {
    if ((await client.exists(path)) === false) await client.mkdir(path, true);
  };
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
      const stream = client.createReadStream(at(path), { start: from }) as NodeJS.ReadableStream as Readable;
      // Its last word, the closing of the file, may fail when everybody has what he wanted and listens no more.
      stream.on('error', () => undefined);
      return stream;
    },
    exists,
    async move(path, target) {
      await makeFolder(posix.dirname(at(target)));
      await client.rename(at(path), at(target));
    },
    async remove(path) {
      await client.delete(at(path));
    },
    sizeOf: (path) => client.stat(at(path)).then(({ size }) => size, noFile),
    async write(path, file) {
      await makeFolder(posix.dirname(at(path)));
      await client.fastPut(file, at(path));
    },
    freeBytes: () =>
      new Promise((resolve) => {
        try {
          wrapper.ext_openssh_statvfs(folder || '.', (error, room?: { f_bavail?: bigint | number; f_frsize?: bigint | number }) =>
            resolve(error || room?.f_bavail === undefined ? null : BigInt(room.f_bavail) * BigInt(room.f_frsize ?? 0)),
          );
        } catch {
          resolve(null); // an extension of OpenSSH; other servers have no word for it
        }
      }),
    async [Symbol.asyncDispose]() {
      await client.end().catch(quiet);
    },
  };
}

/** ENOENT, as the library writes it. */
function noFile(error: { code?: unknown }): null {
  if (error.code === 'ENOENT' || error.code === 2) return null;
  throw error;
}
