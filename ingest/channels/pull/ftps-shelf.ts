import { isIP } from 'node:net';
import { posix } from 'node:path';
import { PassThrough } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { Client, enterPassiveModeIPv4, enterPassiveModeIPv6, type FTPContext } from 'basic-ftp';
import { type Shelf, walk } from '../folder/shelf.ts';
import { fingerprintOf, type Remote, silenceMs, UnknownServer } from './remote.ts';

/**
 * A folder behind FTPS (explicit TLS). A certificate that the public authorities vouch for is good as it is; any other
 * must be the accepted one.
 *
 * @throws UnknownServer before name and password are told to a server that was not accepted
 */
export async function ftpsShelf({ host, address, port, username, password, folder, hostKey }: Remote): Promise<Shelf> {
  const client = new Client(silenceMs);
  try {
    await client.connect(address, port);
    // biome-ignore lint/correctness/useHookAtTopLevel: a command of FTP, no hook
    await client.useTLS({ host, ...(isIP(host) ? {} : { servername: host }), rejectUnauthorized: false });
    const { socket } = client.ftp;
    if (!(socket instanceof TLSSocket)) throw new Error('the server did not begin TLS');
    const offered = fingerprintOf(socket.getPeerCertificate().raw);
    if (!socket.authorized && offered !== hostKey) throw new UnknownServer(offered);
    client.prepareTransfer = (ftp) => sameServer(ftp, offered);
    await client.login(username, password);
    // biome-ignore lint/correctness/useHookAtTopLevel: a command of FTP, no hook
    await client.useDefaultSettings();
  } catch (error) {
    client.close();
    throw error;
  }
  const at = (path: string) => posix.join(folder, path);
  // One connection does one thing at a time; a download is over only when the server has said so.
  let downloading: Promise<void> = Promise.resolve();
  async function list(path: string) {
    await downloading;
    return client.list(at(path));
  }
  return {
    list: () =>
      walk(async (inside) =>
        (await list(inside)).map(({ name, isDirectory, isFile, size, modifiedAt }) => ({
          name,
          isFolder: isDirectory,
          isFile,
          size,
          modifiedMs: modifiedAt?.getTime() ?? 0,
        })),
      ),
    async read(path, from) {
      await downloading;
      const stream = new PassThrough();
      downloading = client.downloadTo(stream, at(path), from).then(
        () => undefined,
        (error: Error) => void stream.destroy(error),
      );
      return stream;
    },
    async exists(path) {
      const name = posix.basename(path);
      return (await list(posix.dirname(path)).catch(noFolder)).some((entry) => entry.name === name);
    },
    async move(path, target) {
      await downloading;
      // `ensureDir` goes there; addresses are absolute from the folder on, so it comes back.
      const home = await client.pwd();
      await client.ensureDir(posix.dirname(at(target)));
      await client.cd(home);
      await client.rename(at(path), at(target));
    },
    async remove(path) {
      await downloading;
      await client.remove(at(path));
    },
    async [Symbol.asyncDispose]() {
      client.close();
    },
  };
}

/**
 * Opens a data connection that only the server of the control connection may answer: it goes on with the same TLS session,
 * or shows the same certificate, or one that the public authorities vouch for as well. Any other is hung up on before a
 * byte of it counts.
 */
async function sameServer(ftp: FTPContext, offered: string): ReturnType<typeof enterPassiveModeIPv6> {
  const answer = await enterPassiveModeIPv6(ftp).catch(() => enterPassiveModeIPv4(ftp));
  const data = ftp.dataSocket;
  if (!(data instanceof TLSSocket)) throw new Error('the data connection is not encrypted');
  // The server begins TLS only once it was asked for something.
  data.once('secureConnect', () => {
    if (data.isSessionReused() || data.authorized) return;
    const shown = fingerprintOf(data.getPeerCertificate().raw);
    if (shown !== offered) data.destroy(new UnknownServer(shown));
  });
  return answer;
}

/** 550, 450: there is no such folder. */
function noFolder(error: { code?: number }): [] {
  if (error.code === 550 || error.code === 450) return [];
  throw error;
}
