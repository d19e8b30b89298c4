import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { startEmbeddedPostgres } from '#storage/embedded/embedded-postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'bizonylat-embedded-'));
chmodSync(folder, 0o711);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const serverOf = (): number => Number(readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
const isRunning = (pid: number): boolean => existsSync(`/proc/${pid}`) || kills(pid);
function kills(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // no such process
  }
}

async function ask(url: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('select 1 as one');
  await client.end();
  return rows;
}

test('starts with a password on loopback in a folder of mode 700, and leaves no process', async () => {
  const server = await startEmbeddedPostgres(folder);
  expect(await ask(server.url)).toEqual([{ one: 1 }]);
  expect(new URL(server.url).hostname).toBe('127.0.0.1');
  expect(statSync(join(folder, 'cluster')).mode & 0o777).toBe(0o700);
  const without = new URL(server.url);
  without.password = 'wrong';
  await expect(ask(without.href)).rejects.toThrow('password authentication failed');
  const { pid } = server;
  await server[Symbol.asyncDispose]();
  expect(isRunning(pid)).toBe(false);
  expect(existsSync(join(folder, 'cluster', 'postmaster.pid'))).toBe(false);
});

test('a server that a killed hub left behind is adopted and stopped with the new one', async () => {
  const script = `const { startEmbeddedPostgres } = await import(${JSON.stringify(new URL('../../../storage/embedded/embedded-postgres.ts', import.meta.url).href)});
    await startEmbeddedPostgres(${JSON.stringify(folder)}); process.kill(process.pid, 'SIGKILL');`;
  await once(spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' }), 'exit');
  const orphan = serverOf();
  expect(isRunning(orphan)).toBe(true);
  const server = await startEmbeddedPostgres(folder);
  expect(server.pid).toBe(orphan);
  expect(await ask(server.url)).toEqual([{ one: 1 }]);
  await server[Symbol.asyncDispose]();
  expect(isRunning(orphan)).toBe(false);
});

test('a stale postmaster.pid does not keep it from starting', async () => {
  writeFileSync(join(folder, 'cluster', 'postmaster.pid'), `${process.pid}\n${folder}\n1\n1\n\n127.0.0.1\n`);
  const server = await startEmbeddedPostgres(folder);
  expect(await ask(server.url)).toEqual([{ one: 1 }]);
  await server[Symbol.asyncDispose]();
});
