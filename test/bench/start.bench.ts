import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#services/platform/free-port.ts';
import { spawnHub } from '#test/support/hub.ts';
import { type Figure, median, rounded } from './figures.ts';

const rounds = 3;

/** `hub start` on an empty data folder, until `/readyz` answers 200. */
export async function run(_args: string[]): Promise<{ bench: string; figures: Figure[] }> {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round++) seconds.push(await secondsToReady());
  const value = rounded(median(seconds));
  const name = 'empty data folder until /readyz answers 200, median';
  return { bench: 'start', figures: [{ name, value, unit: 's', reference: null, ratio: null, n: rounds, must: 6, aim: 2 }] };
}

async function secondsToReady(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'hub-bench-start-'));
  chmodSync(folder, 0o711); // as root, PostgreSQL runs as another user, who passes through
  try {
    const port = await freePort();
    const startedAt = performance.now();
    await using hub = spawnHub(['start'], { HUB_DATA: folder, WEB_PORT: String(port), SMTP_PORT: '0', LOG_LEVEL: 'error' });
    for (;;) {
      const status = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
        (answer) => answer.status,
        () => null, // not listening yet
      );
      if (status === 200) return (performance.now() - startedAt) / 1_000;
      if (hub.child.exitCode !== null) throw new Error(`the hub ended:\n${hub.said()}`);
      await sleep(10);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
