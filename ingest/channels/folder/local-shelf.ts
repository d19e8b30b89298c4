import { constants } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Listed, type Shelf, walk } from '#services/remote/shelf.ts';

/** A folder of this machine; links in it are not followed. */
export function localShelf(root: string): Shelf {
  const at = (path: string) => join(root, path);
  const exists = (path: string) =>
    access(at(path)).then(
      () => true,
      () => false,
    );
  return {
    list: () => walk((folder) => listFolder(at(folder))),
    async read(path, from) {
      const file = await open(at(path), constants.O_RDONLY | constants.O_NOFOLLOW);
      return file.createReadStream({ start: from });
    },
    exists,
    async move(path, target) {
      await mkdir(dirname(at(target)), { recursive: true });
      await rename(at(path), at(target));
    },
    remove: (path) => rm(at(path)),
    async [Symbol.asyncDispose]() {},
  };
}

async function listFolder(folder: string): Promise<Listed[]> {
  const found: Listed[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const isFile = entry.isFile();
    const facts = isFile ? await stat(join(folder, entry.name)).catch(goneMeanwhile) : null;
    if (isFile && !facts) continue;
    found.push({
      name: entry.name,
      isFolder: entry.isDirectory(),
      isFile,
      size: facts?.size ?? 0,
      modifiedMs: facts?.mtimeMs ?? 0,
    });
  }
  return found;
}

function goneMeanwhile(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
