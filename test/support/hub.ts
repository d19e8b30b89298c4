import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Ready } from '#services/commands/demo/office.ts';
import { freePort } from '#services/platform/free-port.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

export type HubProcess = AsyncDisposable & { pid: number; child: ChildProcess };

/** `node hub.ts …` as a process of its own; disposing ends it in order and waits. */
export function spawnHub(args: readonly string[], env: Record<string, string> = {}): HubProcess & { said: () => string } {
  const child = spawn(process.execPath, ['hub.ts', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-20_000);
  });
  return {
    child,
    pid: child.pid!,
    /** The end of what it wrote on stderr. */
    said: () => said,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** `./hub demo --json` on free ports, ready; `empty`: the office without documents; `settings`: of the environment. */
export async function startDemo({
  empty = false,
  settings = {},
}: {
  empty?: boolean;
  settings?: Record<string, string>;
} = {}): Promise<HubProcess & { ready: Ready }> {
  await using opened = new AsyncDisposableStack();
  const hub = opened.use(spawnHub(['demo', '--json', '--port', '0', '--smtp-port', '0', ...(empty ? ['--empty'] : [])], settings));
  for await (const line of createInterface({ input: hub.child.stdout! })) {
    if (!line.startsWith('{')) continue;
    const kept = opened.move();
    return { ...hub, ready: JSON.parse(line) as Ready, [Symbol.asyncDispose]: () => kept.disposeAsync() };
  }
  throw new Error(`the demo ended before it was ready:\n${hub.said()}`);
}

/** `./hub start` with nobody and nothing in it, on free ports and in a folder of its own; `env` is what other commands of the same hub need. */
export async function startHub(
  settings: Record<string, string> = {},
): Promise<HubProcess & { url: string; smtp: string; env: Record<string, string> }> {
  await using opened = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-hub-'));
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o711); // as root, PostgreSQL runs as another user, who passes through
  const [web, smtp] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${web}`;
  const env = { HUB_DATA: folder, WEB_PORT: String(web), SMTP_PORT: String(smtp), PUBLIC_URL: url, LOG_LEVEL: 'error', ...settings };
  const hub = opened.use(spawnHub(['start'], env));
  for (;;) {
    const isReady = await fetch(`${url}/readyz`).then(
      ({ status }) => status === 200,
      () => false, // not listening yet
    );
    if (isReady) break;
    if (hub.child.exitCode !== null) throw new Error(`the hub ended before it was ready:\n${hub.said()}`);
    await sleep(50);
  }
  const kept = opened.move();
  return { ...hub, url, smtp: `127.0.0.1:${smtp}`, env, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** The process and everything it started, from `/proc`. */
export function processesOf(pid: number): number[] {
  const parents = readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const status = readProc(Number(name), 'status');
    return status === null ? [] : [{ pid: Number(name), parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) }];
  });
  const found = [pid];
  for (const each of found) found.push(...parents.filter(({ parent }) => parent === each).map((child) => child.pid));
  return found;
}

/** Memory of these processes together, in bytes; a page that several of them share is counted once (Linux: Pss). */
export const memoryOf = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + Number(/^Pss:\s+(\d+) kB/m.exec(readProc(pid, 'smaps_rollup') ?? '')?.[1] ?? 0) * 1024, 0);

/** A zombie that nobody waits for counts as ended. */
export function isRunning(pid: number): boolean {
  const status = readProc(pid, 'status');
  return status !== null && !/^State:\s+Z/m.test(status);
}

function readProc(pid: number, name: 'status' | 'smaps_rollup'): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return null; // it has just ended
  }
}
