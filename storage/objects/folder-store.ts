import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, copyFile, link, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DomainError } from '#services/domain/errors.ts';
import { derivedFolder, isOwner, type ObjectStore, objectKey } from './object-store.ts';
import { storageTrouble, syncFile } from './spool.ts';
import { verified, verifyFile } from './verified.ts';

/** Objects as files in a folder: the spooled file gets a second name, and the folder that holds it is synced. */
export function folderStore(root: string): ObjectStore {
  const pathOf = (businessId: string, sha256: string) => join(root, objectKey(businessId, sha256));

  const store: ObjectStore = {
    async put(businessId, { path, sha256 }) {
      const target = pathOf(businessId, sha256);
      try {
        await giveName(path, target);
        // Also when the name was there: whoever gave it may not have synced it yet.
        await syncFolder(dirname(target));
      } catch (error) {
        throw storageTrouble(error);
      }
    },
    has: (businessId, sha256) => exists(pathOf(businessId, sha256)),
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
      await store.removeDerived(businessId, sha256);
    },
    derived: (businessId, sha256, name) =>
      readFile(join(root, derivedFolder(businessId, sha256), name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw storageTrouble(error);
      }),
    async putDerived(businessId, sha256, name, bytes) {
      const target = join(root, derivedFolder(businessId, sha256), name);
      const temporary = `${target}.${randomUUID()}`;
      try {
        await mkdir(dirname(target), { recursive: true, mode: 0o700 });
        await writeFile(temporary, bytes, { mode: 0o600 });
        await rename(temporary, target);
      } catch (error) {
        await rm(temporary, { force: true });
        throw storageTrouble(error);
      }
      // The bytes may have been removed meanwhile.
      if (!(await exists(pathOf(businessId, sha256)))) await store.removeDerived(businessId, sha256);
    },
    removeDerived: (businessId, sha256) => rm(join(root, derivedFolder(businessId, sha256)), { recursive: true, force: true }),
    async *owners() {
      for (const entry of await readdir(root, { withFileTypes: true }).catch(noFolder)) {
        const first =
          isOwner(entry.name) &&
          (await readdir(join(root, entry.name), { recursive: true, withFileTypes: true })).find((each) => each.isFile());
        if (first) yield entry.name;
      }
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
  return store;
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
async function giveName(from: string, to: string): Promise<void> {
  try {
    await linkOnce(from, to);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      await access(from);
      await makeFolder(dirname(to));
      await giveName(from, to);
    } else if (['EXDEV', 'EPERM', 'EMLINK'].includes(code)) await copyThere(from, to);
    else throw error;
  }
}

/** `link` refuses an existing name, `rename` would replace it: the first writer wins. */
async function linkOnce(from: string, to: string): Promise<void> {
  await link(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

async function copyThere(from: string, to: string): Promise<void> {
  const temporary = join(dirname(to), `.${randomUUID()}`);
  try {
    await copyFile(from, temporary);
    await syncFile(temporary);
    await linkOnce(temporary, to);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** A new folder is an entry of the one above it, which must be synced as well; also when another writer made it just now. */
async function makeFolder(folder: string): Promise<void> {
  const first = (await mkdir(folder, { recursive: true, mode: 0o700 })) ?? dirname(folder);
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}
