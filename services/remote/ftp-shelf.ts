import { isIP } from 'node:net';
import { posix } from 'node:path';
import { PassThrough } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { Client, enterPassiveModeIPv4, enterPassiveModeIPv6, type FTPContext } from 'basic-ftp';
import { fingerprintOf, type Remote, silenceMs, UnknownServer } from './remote.ts';
import { type RemoteShelf, walk } from './shelf.ts';

/**
 * A folder behind FTPS (explicit TLS). A certificate that the public authorities vouch for is good as it is; any other
 * must be the accepted one.
 *
 * @throws UnknownServer before name and password are told to a server that was not accepted
 */
export const ftpsShelf = (remote: Remote): Promise<RemoteShelf> =>
  signedIn(remote, async (client) => {
    const { host, hostKey } = remote;
    await client.useTLS({ host, ...(isIP(host) ? {} : { servername: host }), rejectUnauthorized: false });
    const { socket } = client.ftp;
    if (!(socket instanceof TLSSocket)) throw new Error('the server did not begin TLS');
    const offered = fingerprintOf(socket.getPeerCertificate().raw);
    if (!socket.authorized && offered !== hostKey) throw new UnknownServer(offered);
    client.prepareTransfer = (ftp) => sameServer(ftp, offered);
  });

/** A folder behind plain FTP: everybody on the way reads password and files, and nobody knows whose server it is. */
export const plainFtpShelf = (remote: Remote): Promise<RemoteShelf> => signedIn(remote, async () => undefined);

/** `secure`: what is done before name and password are told. */
async function signedIn(
  { address, port, username, password, folder }: Remote,
  secure: (client: Client) => Promise<void>,
): Promise<RemoteShelf> {
  const client = new Client(silenceMs);
  try {
    await client.connect(address, port);
    await secure(client);
    await client.login(username, password);
    // biome-ignore lint/correctness/useHookAtTopLevel: a command of FTP, no hook
    await client.useDefaultSettings();
  } catch (error) {
    client.close();
    throw error;
  }
  // `ensureDir` goes there; addresses may be relative to where signing in led, so it comes back.
  const home = await client.pwd();
  const makeFolder = async (path: string) => {
    await client.ensureDir(path);
    await client.cd(home);
  };
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
      await makeFolder(posix.dirname(at(target)));
      await client.rename(at(path), at(target));
    },
    async remove(path) {
      await downloading;
      await client.remove(at(path));
    },
    async sizeOf(path) {
      await downloading;
      // Some servers have no SIZE; a list says it too.
      return client.size(at(path)).catch(async () => {
        const name = posix.basename(path);
        return (await list(posix.dirname(path)).catch(noFolder)).find((entry) => entry.name === name)?.size ?? null;
      });
    },
    async write(path, file) {
      await downloading;
      await makeFolder(posix.dirname(at(path)));
      await client.uploadFrom(file, at(path));
    },
    freeBytes: async () => null,
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
