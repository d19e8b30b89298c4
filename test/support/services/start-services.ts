import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#services/platform/free-port.ts';

/** A real server on loopback for the time of a test file. */
export type Service = AsyncDisposable & { url: string; pid: number; stop(): Promise<void>; start(): Promise<void> };
export type S3Service = Service & { accessKey: string; secretKey: string };

/** Where install.sh keeps the servers that Go builds, outside the checkout. */
const binaries = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'bizonylat-services', 'bin');

/** Where a program is, or null. */
export function findProgram(name: string): string | null {
  const built = join(binaries, name);
  if (existsSync(built)) return built;
  try {
    return (
      execFileSync('sh', ['-c', `command -v ${name}`], {
        encoding: 'utf8',
        env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` },
      }).trim() || null
    );
  } catch {
    return null; // not on PATH
  }
}

/** A service that a suite needs: skipped with a line where it is missing, a failure under CI. */
export function needed(name: string): string | null {
  const program = findProgram(name);
  if (program !== null) return program;
  if (process.env['CI'] === 'true') throw new Error(`${name} is missing: run test/support/services/install.sh`);
  console.warn(`skipped: ${name} is not installed (test/support/services/install.sh brings it)`);
  return null;
}

type Start = { program: string; args: string[]; env?: Record<string, string>; isReady: () => Promise<boolean> };

/** Starts a server and waits until it answers; the folder goes with it. */
export async function service(url: string, { program, args, env = {}, isReady }: Start, folder: string): Promise<Service> {
  let child = run();
  function run() {
    return spawn(program, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  }
  async function ready(): Promise<void> {
    for (let waitedMs = 0; waitedMs < 15_000; waitedMs += 50) {
      if (await isReady().catch(() => false)) return;
      await sleep(50);
    }
    throw new Error(`${program} does not answer at ${url}`);
  }
  async function stop(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 3_000);
    await ended;
    clearTimeout(timer);
  }
  await ready();
  return {
    url,
    get pid() {
      return child.pid!;
    },
    stop,
    async start() {
      child = run();
      await ready();
    },
    async [Symbol.asyncDispose]() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function startRedis(program: string): Promise<Service> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-redis-'));
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--maxmemory-policy', 'noeviction'];
  const { Redis } = await import('ioredis');
  const isReady = async () => {
    const client = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined); // not there yet
    try {
      await client.connect();
      return (await client.ping()) === 'PONG';
    } finally {
      client.disconnect();
    }
  };
  return service(`redis://127.0.0.1:${port}`, { program, args, isReady }, folder);
}

export const s3Keys = { accessKey: 'bizonylat-test', secretKey: 'bizonylat-test-secret' };

export async function startMinio(program: string): Promise<S3Service> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-minio-'));
  const url = `http://127.0.0.1:${port}`;
  const env = { MINIO_ROOT_USER: s3Keys.accessKey, MINIO_ROOT_PASSWORD: s3Keys.secretKey, MINIO_BROWSER: 'off', MINIO_UPDATE: 'off' };
  const started = await service(
    url,
    {
      program,
      args: ['server', folder, '--address', `127.0.0.1:${port}`, '--quiet'],
      env,
      isReady: async () => (await fetch(`${url}/minio/health/live`)).ok,
    },
    folder,
  );
  return Object.assign(started, s3Keys);
}

export async function startVersity(program: string): Promise<S3Service> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-versity-'));
  for (const name of ['iam', 'versions', 'data']) mkdirSync(join(folder, name));
  const url = `http://127.0.0.1:${port}`;
  const env = { ROOT_ACCESS_KEY: s3Keys.accessKey, ROOT_SECRET_KEY: s3Keys.secretKey };
  const args = [
    '--port',
    `127.0.0.1:${port}`,
    '--iam-dir',
    join(folder, 'iam'),
    'posix',
    '--versioning-dir',
    join(folder, 'versions'),
    join(folder, 'data'),
  ];
  // Anonymous requests are refused: any answer at all means that it is there.
  const started = await service(url, { program, args, env, isReady: async () => (await fetch(url)).status > 0 }, folder);
  return Object.assign(started, s3Keys);
}
