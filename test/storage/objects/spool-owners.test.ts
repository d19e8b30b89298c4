import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openSpool } from '#storage/objects/spool.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const isLinux = process.platform === 'linux';

/** Writes a file and half of another into the spool, says so, and goes on for ever. */
const writer = `
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { openSpool } from '#storage/objects/spool.ts';
const isWritten = () => readdirSync(process.argv[1]).some((name) => statSync(process.argv[1] + '/' + name).size === 500_000);
const spool = openSpool(process.argv[1], process.argv[2]);
const bytes = readFileSync(process.argv[3]);
await spool.write(Readable.from(['egész']), { maxBytes: 1000 });
await spool.goOn('kulcs', async () => Readable.from((async function* () {
  yield bytes.subarray(0, 500_000);
  while (!isWritten()) await new Promise((resolve) => setTimeout(resolve, 10));
  console.log('fél');
  await new Promise((resolve) => setTimeout(resolve, 600_000));
})()), { maxBytes: 10_000_000 });
`;

async function aShared() {
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-owners-'));
  const [files, owners, source] = [join(folder, 'spool'), join(folder, 'owners'), join(folder, 'source')];
  const bytes = randomBytes(1_000_000);
  writeFileSync(source, bytes);
  const spool = openSpool(files, owners);
  const children: ChildProcess[] = [];
  const other = async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', writer, files, owners, source], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    await once(child.stdout!, 'data');
    return child;
  };
  return {
    spool,
    other,
    bytes,
    files,
    names: () => readdirSync(files).filter((name) => name !== 'halves'),
    /** The rest of the file, and from where it was asked for. */
    async goOn() {
      const asked: number[] = [];
      const from = async (offset: number) => {
        asked.push(offset);
        return Readable.from([bytes.subarray(offset)]);
      };
      await using whole = await spool.goOn('kulcs', from, { maxBytes: 10_000_000 });
      return { asked, isWhole: readFileSync(whole.path).equals(bytes) };
    },
    [Symbol.dispose]() {
      for (const child of children) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

test.skipIf(!isLinux)(
  'H-120 the half of a killed process is gone on with, the rest of what it left is removed',
  { timeout: 30_000 },
  async () => {
    using shared = await aShared();
    const child = await shared.other();
    expect(shared.names()).toHaveLength(2);
    await kill(child);
    expect(await shared.spool.sweep()).toBe(2);
    expect(shared.names()).toEqual([]);
    const { asked, isWhole } = await shared.goOn();
    expect(isWhole).toBe(true);
    // All that came, less what is compared once more.
    expect(asked).toEqual([500_000 - 64 * 1024]);
    expect(readdirSync(join(shared.files, 'halves'))).toEqual([]);
  },
);

test.skipIf(!isLinux)('H-120 whoever goes on finds the half of a killed process without a sweep', { timeout: 30_000 }, async () => {
  using shared = await aShared();
  await kill(await shared.other());
  expect(await shared.goOn()).toEqual({ asked: [500_000 - 64 * 1024], isWhole: true });
});

test.skipIf(!isLinux)(
  'what a living process has in use is never touched, not even while it stands still',
  { timeout: 30_000 },
  async () => {
    using shared = await aShared();
    const child = await shared.other();
    const before = shared.names().sort();
    child.kill('SIGSTOP');
    for (const name of before) utimesSync(join(shared.files, name), new Date(0), new Date(0));
    expect(await shared.spool.sweep()).toBe(0);
    expect((await shared.goOn()).asked).toEqual([0]);
    await using own = await shared.spool.write(Readable.from(['saját']), { maxBytes: 100 });
    expect(await shared.spool.sweep()).toBe(0);
    expect(readFileSync(own.path, 'utf8')).toBe('saját');
    expect(shared.names()).toEqual(expect.arrayContaining(before));
  },
);

test.skipIf(!isLinux)('a left file that is a stored object as well is not written to', { timeout: 30_000 }, async () => {
  using shared = await aShared();
  const child = await shared.other();
  for (const name of shared.names()) linkSync(join(shared.files, name), join(shared.files, '..', `object-${name}`));
  await kill(child);
  expect((await shared.goOn()).asked).toEqual([0]);
});

test('whose end cannot be proven, of that only what has rested for a day leaves', async () => {
  using shared = await aShared();
  const old = [`00000000aaaaaaaa.${crypto.randomUUID()}`, crypto.randomUUID()];
  const fresh = `00000000bbbbbbbb.${crypto.randomUUID()}.${'a'.repeat(64)}`;
  for (const name of [...old, fresh]) writeFileSync(join(shared.files, name), 'x');
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  for (const name of old) utimesSync(join(shared.files, name), yesterday, yesterday);
  expect(await shared.spool.sweep()).toBe(2);
  expect(shared.names()).toEqual([fresh]);
});

test('a folder that takes no sockets spools all the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-owners-'));
  const long = join(folder, 'x'.repeat(120));
  const spool = openSpool(join(folder, 'spool'), long);
  await using file = await spool.write(Readable.from(['egy']), { maxBytes: 100 });
  expect(readFileSync(file.path, 'utf8')).toBe('egy');
  expect(await spool.sweep()).toBe(0);
});
