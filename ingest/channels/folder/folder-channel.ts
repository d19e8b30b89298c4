import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '#services/platform/log.ts';
import { businessOfBaseNumber } from '#storage/queries/business-of-base-number.ts';
import type { Channel } from '../../channel.ts';
import type { IngestDeps } from '../../deps.ts';
import { maxFileBytes } from '../../receive.ts';
import { rounds } from '../../rounds.ts';
import { localShelf } from './local-shelf.ts';
import { type Seen, takeFiles } from './take-files.ts';

export type FolderOptions = {
  /** Holds one folder a business, named by its base number. */
  root: string;
  after: 'move' | 'delete';
  settleMs: number;
  pauseMs?: number;
  log: Log;
};

/** The watched folder. It is looked through in rounds: notices of file systems do not cross network shares. */
export function folderChannel({ root, after, settleMs, pauseMs = 2_000, log }: FolderOptions, deps: IngestDeps): Channel {
  const seen = new Map<string, Seen>();
  return {
    name: 'folder',
    async open() {
      return rounds(pauseMs, lookThrough, (error) => log.warn({ error }, 'the watched folder cannot be read; tried again soon'));
    },
  };

  async function lookThrough(signal: AbortSignal): Promise<void> {
    for (const entry of await readdir(root, { withFileTypes: true })) {
      if (signal.aborted) return;
      if (!entry.isDirectory() || !/^\d{8}$/.test(entry.name)) continue;
      const businessId = await businessOfBaseNumber(deps.database, entry.name);
      if (businessId === null) continue; // not ours, or not yet: the files wait
      const own = seen.get(entry.name) ?? new Map();
      seen.set(entry.name, own);
      const taking = { businessId, door: 'folder', sender: null, after, settleMs, maxBytes: maxFileBytes };
      try {
        await takeFiles(localShelf(join(root, entry.name)), own, taking, deps);
      } catch (error) {
        // One business's trouble keeps no other waiting.
        log.warn({ error, businessId }, 'files of a watched folder wait; tried again soon');
      }
    }
  }
}
