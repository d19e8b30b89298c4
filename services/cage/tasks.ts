import { readFile } from 'node:fs/promises';

/** What a reader process is handed with its task. */
export type Desk = {
  /** The caller's file, copied into the scratch folder. */
  file: string;
  /** Where large results are written; a result names them by paths relative to this folder. */
  outputFolder: string;
  /** Renews the clock: to be called whenever a page (or a part) is done. */
  progress: (done: number) => void;
};
export type Task = (desk: Desk, options: Record<string, unknown>) => Promise<unknown>;
export type TaskTable = Record<string, Task>;

/**
 * Every reader of untrusted bytes, loaded only in the process that runs it.
 * A reader is a function of a file's bytes and plain options that answers plain values.
 */
export const tasks = {
  'read-document': async (desk, options) => {
    const { readDocument } = await import('#services/read-document.ts');
    return readDocument(await readFile(desk.file), { ...options, progress: desk.progress });
  },
} satisfies TaskTable;
