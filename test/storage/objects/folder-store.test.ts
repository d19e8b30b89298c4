import { mkdtempSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { folderStore } from '#storage/objects/folder-store.ts';
import { objectKey } from '#storage/objects/object-store.ts';
import { openSpool } from '#storage/objects/spool.ts';
import { objectStoreContract } from './object-store-contract.ts';

objectStoreContract('folder', async () => {
  const root = mkdtempSync(join(tmpdir(), 'bizonylat-objects-'));
  return {
    store: folderStore(root),
    async tamper(businessId, sha256) {
      const path = join(root, objectKey(businessId, sha256));
      // The file may be a second name of the spooled one: replaced, not written into.
      await rm(path);
      writeFileSync(path, 'something else');
    },
  };
});

test('a file over the limit is refused and nothing of it stays', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-spool-'));
  const spool = openSpool(folder);
  await expect(spool.write(Readable.from([Buffer.alloc(1001)]), { maxBytes: 1000 })).rejects.toMatchObject({ code: 'delivery-too-large' });
  expect(await readdir(folder)).toEqual([]);
});
