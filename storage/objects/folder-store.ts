import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, copyFile, link, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DomainError } from '#services/domain/errors.ts';
import { type ObjectStore, objectKey } from './object-store.ts';
import { storageTrouble } from './spool.ts';
import { verified, verifyFile } from './verified.ts';

/** Objects as files in a folder: a temporary name, synced, then linked to the real one, and the folder synced too. */
export function folderStore(root: string): ObjectStore {
  const pathOf = (businessId: string, sha256: string) => join(root, objectKey(businessId, sha256));

  return {
    async put(businessId, { path, sha256 }) {
      const target = pathOf(businessId, sha256);
      const folder = dirname(target);
      const temporary = join(folder, `.${randomUUID()}`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        if (await exists(target)) return;
        await moveOrCopy(path, temporary);
        // `link` refuses an existing name, `rename` would replace it: the first writer wins.
        await link(temporary, target).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error;
        });
        await rm(temporary, { force: true });
        await syncFolder(folder);
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => undefined);
        throw storageTrouble(error);
      }
    },
    async open(businessId, sha256) {
      const path = pathOf(businessId, sha256);
      if (!(await exists(path))) throw missing(sha256);
      const file = createReadStream(path);
      const checked = verified(sha256);
      file.on('error', (error) => checked.destroy(error));
      return file.pipe(checked);
    },
    async withFile(businessId, sha256, use) {
      const path = pathOf(businessId, sha256);
      if (!(await exists(path))) throw missing(sha256);
      await verifyFile(path, sha256);
      return use(path);
    },
    async remove(businessId, sha256) {
      await rm(pathOf(businessId, sha256), { force: true });
    },
    async *list(businessId) {
      for (const entry of await readdir(join(root, businessId), { recursive: true, withFileTypes: true }).catch(noFolder))
        if (entry.isFile() && !entry.name.startsWith('.')) yield entry.name;
    },
    async check() {
      try {
        await mkdir(root, { recursive: true, mode: 0o700 });
        const probe = join(root, `.${randomUUID()}`);
        const file = await open(probe, 'wx');
        await file.writeFile('check');
        await file.sync();
        await file.close();
        await rm(probe);
      } catch (error) {
        throw storageTrouble(error);
      }
    },
  };
}

const missing = (sha256: string): DomainError => new DomainError('object-missing', 'the stored bytes are gone', { sha256 });

/** A business without a single object has no folder. */
function noFolder(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** The spool is synced already; on the same file system a second name costs nothing. */
async function moveOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!['EXDEV', 'EPERM', 'EMLINK'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    const half = `${to}.half`;
    await copyFile(from, half);
    const file = await open(half, 'r+');
    await file.sync();
    await file.close();
    await rename(half, to);
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}
