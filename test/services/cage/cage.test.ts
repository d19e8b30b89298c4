import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cage, openCage } from '#services/cage/cage.ts';
import { walls } from '#services/cage/walls.ts';
import type { tasks } from './odd-tasks.ts';

const tasksModule = new URL('./odd-tasks.ts', import.meta.url);
let folder: string;
let file: string;
let cage: Cage<typeof tasks>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cage-test-'));
  file = join(folder, 'in.txt');
  await writeFile(file, 'hello');
  cage = openCage<typeof tasks>({ size: 2, memoryMiB: 256, timeMs: 5_000, tasksModule });
});
afterAll(async () => {
  await cage[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

describe('a reader at work', () => {
  test('reads the file, answers plain values and is used again', async () => {
    const first = await cage.run('count', { file });
    const second = await cage.run('count', { file });
    expect(first).toMatchObject({ bytes: 5, big: 12n });
    expect(second.pid).toBe(first.pid);
    expect(first.pid).not.toBe(process.pid);
  });

  test('hands large results over as files', async () => {
    const into = await mkdtemp(join(folder, 'into-'));
    const { file: name } = await cage.run('write', { file, text: 'large' }, { into });
    expect(await readFile(join(into, name), 'utf8')).toBe('large');
  });

  test('is replaced after its number of tasks', async () => {
    await using small = openCage<typeof tasks>({ size: 1, tasksPerReader: 1, tasksModule });
    const pids = [(await small.run('count', { file })).pid, (await small.run('count', { file })).pid];
    expect(new Set(pids).size).toBe(2);
  });

  test('more files than readers wait their turn', async () => {
    const counts = await Promise.all(Array.from({ length: 7 }, () => cage.run('count', { file })));
    expect(counts.map(({ bytes }) => bytes)).toEqual([5, 5, 5, 5, 5, 5, 5]);
    expect(new Set(counts.map(({ pid }) => pid)).size).toBeLessThanOrEqual(2);
  });
});

describe('promise 7: limits are refusals with a reason', () => {
  test('an endless loop ends out of time, and the next file is read', async () => {
    await expect(cage.run('spin', { file }, { timeMs: 300 })).rejects.toMatchObject({ code: 'out-of-time', facts: { limitMs: 300 } });
    await expect(cage.run('count', { file })).resolves.toMatchObject({ bytes: 5 });
  });

  test('waiting counts a third of its time: a busy machine refuses nothing, a reader that sleeps still ends', async () => {
    await expect(cage.run('pages', { file, pages: 1, eachMs: 700 }, { timeMs: 400 })).resolves.toEqual({ pages: 1 });
    const startedAt = performance.now();
    await expect(cage.run('pages', { file, pages: 1, eachMs: 20_000 }, { timeMs: 300 })).rejects.toMatchObject({ code: 'out-of-time' });
    expect(performance.now() - startedAt).toBeGreaterThan(850);
  });

  test('each page renews the clock', async () => {
    const seen: number[] = [];
    await expect(
      cage.run('pages', { file, pages: 4, eachMs: 200 }, { timeMs: 600, onProgress: (page) => seen.push(page) }),
    ).resolves.toEqual({ pages: 4 });
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  test.for([0, 30])('a greedy reader ends out of memory (%s ms between bites)', async (eachMs) => {
    await expect(cage.run('eat', { file, eachMs })).rejects.toMatchObject({ code: 'out-of-memory' });
  });

  test('a crash is the end of the reader, not of the hub', async () => {
    await expect(cage.run('die', { file })).rejects.toMatchObject({ code: 'reader-crashed' });
    await expect(cage.run('stumble', { file })).rejects.toMatchObject({ code: 'reader-crashed' });
    await expect(cage.run('count', { file })).resolves.toMatchObject({ bytes: 5 });
  });

  test('a refusal of the reader keeps its code and facts', async () => {
    await expect(cage.run('refuse', { file })).rejects.toMatchObject({ name: 'DomainError', code: 'encrypted', facts: { page: 3 } });
  });
});

describe('walls', () => {
  test('no network, not even to this machine', async () => {
    let calls = 0;
    const server = createServer((_, response) => {
      calls += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    // Without a namespace the refusal is thrown instead of emitted.
    const outcome = await cage.run('call', { file, port }).catch(() => ({ reached: false }));
    server.close();
    expect(outcome).toMatchObject({ reached: false });
    expect(calls).toBe(0);
  });

  test('nothing is written or read outside the scratch folder', async () => {
    const path = join(folder, 'outside.txt');
    await expect(cage.run('write-outside', { file, path })).rejects.toMatchObject({ code: 'reader-crashed' });
    await expect(cage.run('read-outside', { file })).rejects.toMatchObject({ code: 'reader-crashed' });
    expect(existsSync(path)).toBe(false);
  });

  test('no setting of the hub reaches a reader', async () => {
    process.env['DATABASE_URL'] ??= 'postgres://secret';
    const { names } = await cage.run('environment', { file });
    expect(names).not.toContain('DATABASE_URL');
  });

  test('the machine is asked once what it offers', () => {
    expect(walls()).toBe(walls());
  });
});
