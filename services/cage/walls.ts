import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The checkout: beside its own scratch and the folders that are named for it, all that a reader may read. */
const codeFolder = fileURLToPath(new URL('../../', import.meta.url));

/** How a reader is started: programs that take rights away and then become Node. */
export type Walls = {
  /** Programs before Node, each handing over to the next by exec, so that the process id stays. */
  before: string[];
  /** The reader has no network of its own, not even the loopback. */
  hasNoNetwork: boolean;
  /** The kernel kills the reader when its parent is gone, whatever the reader is doing. */
  diesWithParent: boolean;
  /** The kernel refuses memory above the limit (between two looks of the watcher too). */
  hasHardMemoryLimit: boolean;
};

/** RLIMIT_DATA counts what is mapped, the watcher what is used: V8's code range and the stacks of threads are mostly unused. */
const mappedUnusedMiB = 2048;

let probed: Walls | undefined;

/**
 * What this machine's kernel offers, tried once for each program (docs/adr: cages).
 * A namespace needs root or user namespaces; containers often allow neither. Then `inside.ts` refuses sockets by itself.
 */
export function walls(): Walls {
  if (probed) return probed;
  const asRoot = ['unshare', '--net', '--'];
  const asUser = ['unshare', '--user', '--map-current-user', '--net', '--'];
  const network = [asRoot, asUser].find(works) ?? [];
  // After the namespaces: a change of credentials clears the signal. prctl(2), PR_SET_PDEATHSIG
  const parentDeath = [['setpriv', '--no-new-privs', '--pdeathsig', 'KILL', '--']].find((each) => works([...network, ...each])) ?? [];
  const hasHardMemoryLimit = works(['prlimit', '--data=4294967296', '--']);
  probed = {
    before: [...network, ...parentDeath],
    hasNoNetwork: network.length > 0,
    diesWithParent: parentDeath.length > 0,
    hasHardMemoryLimit,
  };
  return probed;
}

/** The whole command line of a reader that may use `memoryMiB` and write only in `scratchFolder`. */
export function commandLine({
  memoryMiB,
  scratchFolder,
  mayRunPrograms,
  mayRead,
}: {
  memoryMiB: number;
  scratchFolder: string;
  mayRunPrograms: boolean;
  mayRead: readonly string[];
}): {
  execPath: string;
  execArgv: string[];
} {
  const { before, hasHardMemoryLimit, hasNoNetwork } = walls();
  const memory = hasHardMemoryLimit ? ['prlimit', `--data=${(memoryMiB + mappedUnusedMiB) * 1024 * 1024}`, '--'] : [];
  const node = [
    process.execPath,
    `--max-old-space-size=${Math.round(memoryMiB * 0.75)}`,
    '--permission',
    `--allow-fs-read=${codeFolder}`,
    `--allow-fs-read=${scratchFolder}`,
    ...mayRead.map((folder) => `--allow-fs-read=${folder}`),
    `--allow-fs-write=${scratchFolder}`,
    '--allow-addons', // sharp
    '--allow-worker', // tesseract.js
    '--allow-wasi',
    ...(mayRunPrograms ? ['--allow-child-process'] : []),
    ...(hasNoNetwork ? [] : [`--import=${new URL('./no-network.ts', import.meta.url).href}`]),
    '--disable-warning=SecurityWarning',
    '--disable-warning=ExperimentalWarning',
  ];
  const [execPath = process.execPath, ...execArgv] = [...before, ...memory, ...node];
  return { execPath, execArgv };
}

function works(before: string[]): boolean {
  const [program, ...args] = before;
  return program !== undefined && spawnSync(program, [...args, process.execPath, '--version'], { stdio: 'ignore' }).status === 0;
}
