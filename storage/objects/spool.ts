import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { DomainError } from '#services/domain/errors.ts';
import type { Spooled } from './object-store.ts';

/** A local folder through which every incoming byte passes: hashed and synced on the way, never whole in memory. */
export type Spool = {
  /** Writes the stream to a file of its own. @throws DomainError `delivery-too-large`, `storage-full`, `storage-unavailable` */
  write(stream: Readable, options: { maxBytes: number }): Promise<Spooled & AsyncDisposable>;
};

/** A stream's pieces are small and a write costs the same for a large one: most mails are written at once. */
const gatherBytes = 64 * 1024;

export function openSpool(folder: string): Spool {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    async write(stream, { maxBytes }) {
      const path = join(folder, randomUUID());
      const hash = createHash('sha256');
      let size = 0;
      try {
        const file = await open(path, 'wx', 0o600);
        let held: Buffer[] = [];
        let heldBytes = 0;
        const write = async () => {
          await file.writeFile(held.length === 1 ? held[0]! : Buffer.concat(held));
          held = [];
          heldBytes = 0;
        };
        try {
          for await (const chunk of stream as AsyncIterable<Buffer>) {
            size += chunk.length;
            if (size > maxBytes) throw new DomainError('delivery-too-large', 'larger than what is taken', { maxBytes });
            hash.update(chunk);
            held.push(chunk);
            heldBytes += chunk.length;
            if (heldBytes >= gatherBytes) await write();
          }
          if (heldBytes > 0) await write();
          await file.sync();
        } finally {
          await file.close();
        }
      } catch (error) {
        await rm(path, { force: true });
        throw storageTrouble(error);
      }
      return { path, sha256: hash.digest('hex'), size, [Symbol.asyncDispose]: () => rm(path, { force: true }) };
    },
  };
}

/** Makes a written file outlive a crash. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  await file.sync();
  await file.close();
}

const fullCodes = new Set(['ENOSPC', 'EDQUOT']);
const awayCodes = new Set(['EIO', 'EROFS', 'EACCES', 'EMFILE', 'ENFILE', 'ENOENT', 'EPERM', 'ENOTDIR']);

/** What a file system says, in our words; anything else stays what it is. */
export function storageTrouble(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  if (fullCodes.has(code)) return new DomainError('storage-full', 'no space left', { code });
  if (awayCodes.has(code)) return new DomainError('storage-unavailable', 'the storage folder cannot be used', { code });
  return error;
}
