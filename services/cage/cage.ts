import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainError } from '#services/domain/errors.ts';
import { type Reader, startReader } from './reader.ts';
import type { TaskTable, tasks } from './tasks.ts';

export type CageOptions = {
  /** Readers at work at the same moment. */
  size: number;
  /** Largest memory of one reader (resident); above it the reader is killed. */
  memoryMiB?: number;
  /**
   * For one task, renewed by each page that the reader reports done: the reader's own processor time (`task-clock.ts`);
   * with starting and ending it stays within 30 s.
   */
  timeMs?: number;
  /** After so many tasks a reader is replaced: leaks and traces of earlier files end with it. */
  tasksPerReader?: number;
  /** Native OCR (`tesseract` on PATH) is a program; without it no reader can start one. It stands behind the same walls. */
  mayRunPrograms?: boolean;
  /** Folders that readers may read beside the program's own: the operator's XML Schemas. */
  mayRead?: readonly string[];
  /** Another task table, an exported `tasks`; tests bring their own. */
  tasksModule?: URL;
};

/** `file`: the local file to read; the other keys are the reader's own options, plain values. */
export type TaskInput = { file: string } & Record<string, unknown>;
export type RunOptions = {
  timeMs?: number;
  /** An existing folder that receives what the reader wrote; paths in the result are relative to it. Without it nothing is kept. */
  into?: string;
  onProgress?: (done: number) => void;
};
type Result<Read> = Read extends (...given: never[]) => Promise<infer Given> ? Given : never;

/** Separate processes without network in which untrusted bytes are read (promise 7). Disposing kills what is under way. */
export type Cage<Table extends TaskTable = typeof tasks> = AsyncDisposable & {
  /**
   * Reads one file. Waits for a free reader first; the clock starts when the reader has the file.
   * @throws DomainError `out-of-time`, `out-of-memory`, `reader-crashed`, and every refusal of the reader itself
   */
  run<Name extends keyof Table & string>(name: Name, input: TaskInput, options?: RunOptions): Promise<Result<Table[Name]>>;
  /** Starts readers ahead, so that the first file need not wait. */
  warm(readers?: number): Promise<void>;
  /** The most that one reader has used so far; for measurements. */
  memoryPeakMiB(): number;
};

/** A reader this full is replaced although its last task went well. */
const tiredShare = 0.6;

/** Opens a pool of readers; they start when first needed. */
export function openCage<Table extends TaskTable = typeof tasks>(options: CageOptions): Cage<Table> {
  const { size, memoryMiB = 1024, timeMs = 28_000, tasksPerReader = 200, mayRunPrograms = false, mayRead = [] } = options;
  const tasksModule = options.tasksModule ?? new URL('./tasks.ts', import.meta.url);
  const idle: Reader[] = [];
  const alive = new Set<Reader>();
  const waiting: (() => void)[] = [];
  let busy = 0;
  let memoryPeakMiB = 0;
  let isClosed = false;
  let folder: Promise<string> | undefined;

  async function start(): Promise<Reader> {
    folder ??= mkdtemp(join(tmpdir(), 'hub-cage-'));
    const scratchFolder = await mkdtemp(join(await folder, 'reader-'));
    const reader = startReader({ scratchFolder, memoryMiB, tasksModule, mayRunPrograms, mayRead });
    alive.add(reader);
    return reader;
  }

  async function end(reader: Reader): Promise<void> {
    alive.delete(reader);
    await reader.end();
  }

  async function read<Result>(use: (reader: Reader) => Promise<Result>): Promise<Result> {
    if (busy >= size) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy += 1;
    try {
      if (isClosed) throw new DomainError('reader-crashed', 'the cage is closed');
      const reader = idle.pop() ?? (await start());
      try {
        return await use(reader);
      } finally {
        memoryPeakMiB = Math.max(memoryPeakMiB, reader.memoryPeakMiB());
        const isFit = reader.isAlive() && !isClosed && reader.tasksDone < tasksPerReader && reader.memoryUsedMiB() < memoryMiB * tiredShare;
        if (isFit) idle.push(reader);
        else await end(reader);
      }
    } finally {
      const next = waiting.shift();
      if (next) next();
      else busy -= 1;
    }
  }

  return {
    async run<Name extends keyof Table & string>(name: Name, { file, ...given }: TaskInput, limits: RunOptions = {}) {
      const result = await read(async (reader) => {
        const desk = await reader.lay(file);
        try {
          const read = await reader.run(
            { name, options: given, ...desk },
            { timeMs: limits.timeMs ?? timeMs, onProgress: limits.onProgress },
          );
          if (limits.into !== undefined) await cp(desk.outputFolder, limits.into, { recursive: true });
          return read;
        } finally {
          await reader.clear();
        }
      });
      return result as Result<Table[Name]>;
    },

    async warm(readers = size) {
      while (!isClosed && alive.size < Math.min(readers, size)) idle.push(await start());
      await Promise.all(idle.map((reader) => reader.ready));
    },

    memoryPeakMiB: () => memoryPeakMiB,

    async [Symbol.asyncDispose]() {
      isClosed = true;
      await Promise.all([...alive].map(end));
      if (folder) await rm(await folder, { recursive: true, force: true });
    },
  };
}
