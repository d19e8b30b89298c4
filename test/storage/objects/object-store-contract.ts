import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, describe, expect, test } from 'vitest';
import type { ObjectStore } from '#storage/objects/object-store.ts';
import { openSpool } from '#storage/objects/spool.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

export type StoreUnderTest = {
  store: ObjectStore;
  /** Changes the stored bytes behind the store's back. */
  tamper(businessId: string, sha256: string): Promise<void>;
};

/** What every object store must do, whatever stands behind it. */
export function objectStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`object store: ${name}`, () => {
    const opened = open();
    const folder = mkdtempSync(join(tmpdir(), 'bizonylat-spool-'));
    const spool = openSpool(folder);
    const spooled = (bytes: Buffer) => spool.write(Readable.from([bytes]), { maxBytes: 100_000_000 });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test('gives back exactly what was put', async () => {
      const { store } = await opened;
      const businessId = randomUUID();
      const bytes = randomBytes(300_000);
      await using file = await spooled(bytes);
      expect(file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
      await store.put(businessId, file);
      expect(await buffer(await store.open(businessId, file.sha256))).toEqual(bytes);
      expect(await Array.fromAsync(store.list(businessId))).toEqual([file.sha256]);
      expect(await Array.fromAsync(store.owners())).toContain(businessId);
      await store.remove(businessId, file.sha256);
      expect(await Array.fromAsync(store.owners())).not.toContain(businessId);
    });

    test('says whether something is there under a name', async () => {
      const { store } = await opened;
      const businessId = randomUUID();
      await using file = await spooled(randomBytes(1_000));
      expect(await store.has(businessId, file.sha256)).toBe(false);
      await store.put(businessId, file);
      expect(await store.has(businessId, file.sha256)).toBe(true);
      expect(await store.has(randomUUID(), file.sha256)).toBe(false);
      await store.remove(businessId, file.sha256);
      expect(await store.has(businessId, file.sha256)).toBe(false);
    });

    test('an empty file is a file', async () => {
      const { store } = await opened;
      const businessId = randomUUID();
      await using file = await spooled(Buffer.alloc(0));
      await store.put(businessId, file);
      expect(await buffer(await store.open(businessId, file.sha256))).toHaveLength(0);
    });

    test('twenty writers of the same bytes make one object', async () => {
      const { store } = await opened;
      const businessId = randomUUID();
      const bytes = randomBytes(50_000);
      const files = await Promise.all(Array.from({ length: 20 }, () => spooled(bytes)));
      await Promise.all(files.map((file) => store.put(businessId, file)));
      expect(await Array.fromAsync(store.list(businessId))).toHaveLength(1);
      expect(await buffer(await store.open(businessId, files[0]!.sha256))).toEqual(bytes);
      for (const file of files) await file[Symbol.asyncDispose]();
    });

    test('H-055 a second writer does not replace the bytes that are there', async () => {
      const { store, tamper } = await opened;
      const businessId = randomUUID();
      await using file = await spooled(randomBytes(1_000));
      await store.put(businessId, file);
      await tamper(businessId, file.sha256);
      await store.put(businessId, file);
      // Had the second put replaced the object, its bytes would be right again.
      await expect(store.open(businessId, file.sha256).then(buffer)).rejects.toMatchObject({ code: 'object-changed' });
    });

    test('changed bytes are a clear error, read as a stream or as a file', async () => {
      const { store, tamper } = await opened;
      const businessId = randomUUID();
      await using file = await spooled(randomBytes(70_000));
      await store.put(businessId, file);
      await tamper(businessId, file.sha256);
      await expect(store.open(businessId, file.sha256).then(buffer)).rejects.toMatchObject({ code: 'object-changed' });
      await expect(store.withFile(businessId, file.sha256, async () => 'read')).rejects.toMatchObject({ code: 'object-changed' });
    });

    test('what is derived of the bytes is in no list, leaves with them, and is not kept without them', async () => {
      const { store } = await opened;
      const businessId = randomUUID();
      await using file = await spooled(randomBytes(10));
      await using other = await spooled(randomBytes(11));
      const picture = randomBytes(5_000);
      for (const each of [file, other]) await store.put(businessId, each);
      expect(await store.derived(businessId, file.sha256, 'a')).toBeNull();
      for (const name of ['a', 'b']) await store.putDerived(businessId, file.sha256, name, picture);
      await store.putDerived(businessId, other.sha256, 'a', picture);
      expect(await store.derived(businessId, file.sha256, 'a')).toEqual(picture);
      expect(await store.derived(randomUUID(), file.sha256, 'a')).toBeNull();
      expect((await Array.fromAsync(store.list(businessId))).sort()).toEqual([file.sha256, other.sha256].sort());
      await store.remove(businessId, file.sha256);
      for (const name of ['a', 'b']) expect(await store.derived(businessId, file.sha256, name)).toBeNull();
      expect(await store.derived(businessId, other.sha256, 'a')).toEqual(picture);
      await store.putDerived(businessId, file.sha256, 'late', picture);
      expect(await store.derived(businessId, file.sha256, 'late')).toBeNull();
      await store.removeDerived(businessId);
      expect(await store.derived(businessId, other.sha256, 'a')).toBeNull();
    });

    test('another business does not find it, and what is removed is missing', async () => {
      const { store } = await opened;
      const businessId = randomUUID();
      await using file = await spooled(randomBytes(10));
      await store.put(businessId, file);
      await expect(store.open(randomUUID(), file.sha256).then(buffer)).rejects.toMatchObject({ code: 'object-missing' });
      await store.remove(businessId, file.sha256);
      await expect(store.open(businessId, file.sha256).then(buffer)).rejects.toMatchObject({ code: 'object-missing' });
      await store.remove(businessId, file.sha256);
    });

    test('a file of 25 MB is never whole in memory on its way out', async () => {
      const { store } = await opened;
      const businessId = randomUUID();
      const chunk = randomBytes(1 << 20);
      await using file = await spool.write(Readable.from(Array.from({ length: 25 }, () => chunk)), { maxBytes: 30_000_000 });
      await store.put(businessId, file);
      collectGarbage();
      const before = process.memoryUsage().arrayBuffers;
      let size = 0;
      let peak = 0;
      for await (const part of await store.open(businessId, file.sha256)) {
        size += (part as Buffer).length;
        if (peak === 0) collectGarbage();
        peak ||= process.memoryUsage().arrayBuffers - before;
      }
      expect(size).toBe(25 << 20);
      expect(peak).toBeLessThan(10 << 20);
    });
  });
}
