import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

/** `unknown`: of another machine, of this one before it was started anew, or where the folder takes no sockets. */
export type OwnerState = 'lives' | 'ended' | 'unknown';

/**
 * Tells which of the processes that share a folder still live, also out of containers of their own: each listens on a socket there,
 * and the kernel closes it when the process ends, however it ends.
 */
export type SpoolOwners = {
  /** Sixteen hex digits that stand for this process; it listens before they are told. */
  mine(): Promise<string>;
  stateOf(owner: string): Promise<OwnerState>;
};

const noBoot = '00000000';

export function openSpoolOwners(folder: string): SpoolOwners {
  const boot = bootOf();
  let mine: Promise<string> | undefined;
  return {
    mine() {
      mine ??= boot.then((own) => listenAs(folder, own));
      return mine;
    },
    async stateOf(owner) {
      // A socket says nothing about a process under another kernel.
      if ((await boot) === noBoot || !owner.startsWith(await boot)) return 'unknown';
      const state = await askSocket(join(folder, owner));
      if (state === 'ended') await rm(join(folder, owner), { force: true });
      return state;
    },
  };
}

/** Of the run of this machine's kernel; containers on it share it. */
async function bootOf(): Promise<string> {
  try {
    return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).slice(0, noBoot.length);
  } catch {
    return noBoot; // not Linux: nobody's end can be proven
  }
}

async function listenAs(folder: string, boot: string): Promise<string> {
  const name = randomBytes(4).toString('hex');
  const socket = createServer((asking) => asking.destroy());
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Under its name only once it answers: who asks earlier would take it for dead.
    await new Promise<void>((resolve, reject) => void socket.once('error', reject).listen(join(folder, `.${name}`), resolve));
    await rename(join(folder, `.${name}`), join(folder, `${boot}${name}`));
    socket.unref();
    return `${boot}${name}`;
  } catch {
    socket.close();
    return `${noBoot}${name}`; // too long a path, or a file system without sockets: what this process leaves behind goes by its age
  }
}

const askSocket = (path: string): Promise<OwnerState> =>
  new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve('lives');
    });
    socket.on('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'ECONNREFUSED' || code === 'ENOENT' ? 'ended' : code === 'EAGAIN' ? 'lives' : 'unknown'),
    );
  });
