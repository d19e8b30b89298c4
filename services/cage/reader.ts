import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DomainError } from '#services/domain/errors.ts';
import type { Answer, Order } from './messages.ts';
import { clockOf } from './task-clock.ts';
import { commandLine } from './walls.ts';

/** The parent's hand on one reader process. */
export type Reader = {
  readonly tasksDone: number;
  /** Resolves when the process takes tasks, or has ended instead. */
  readonly ready: Promise<void>;
  isAlive(): boolean;
  /** Resident memory now, and the most it ever was; 0 where there is no /proc. */
  memoryUsedMiB(): number;
  memoryPeakMiB(): number;
  /** Copies a file into the scratch folder: the reader never sees the original's place, nor could it change the original. */
  lay(file: string): Promise<Pick<Order, 'file' | 'outputFolder'>>;
  run(order: Order, limits: { timeMs: number; onProgress?: ((done: number) => void) | undefined }): Promise<unknown>;
  /** Empties the scratch folder. */
  clear(): Promise<void>;
  end(): Promise<void>;
};

const program = fileURLToPath(new URL('./inside.ts', import.meta.url));
/** A greedy reader grows by about 1 MiB a millisecond. */
const watchEveryMs = 40;
/** Starting takes 0.1 s, on a busy machine seconds. */
const startWithinMs = 30_000;
/** The end of what a dying reader said; only for the log of its failure. */
const lastWordsLength = 2_000;

export type ReaderOptions = {
  scratchFolder: string;
  memoryMiB: number;
  tasksModule: URL;
  mayRunPrograms: boolean;
  mayRead: readonly string[];
};

export function startReader({ scratchFolder, memoryMiB, tasksModule, mayRunPrograms, mayRead }: ReaderOptions): Reader {
  const { execPath, execArgv } = commandLine({ memoryMiB, scratchFolder, mayRunPrograms, mayRead });
  const child = fork(program, [tasksModule.href], {
    execPath,
    execArgv,
    // No setting and no secret of ours reaches a reader.
    env: { PATH: process.env['PATH'] ?? '', TZ: 'Europe/Budapest', LANG: 'C.UTF-8', TMPDIR: scratchFolder, HOME: scratchFolder },
    cwd: scratchFolder,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let lastWords = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-lastWordsLength);
  });
  let isGone = false;
  const gone = new Promise<void>((resolve) => {
    const leave = () => {
      isGone = true;
      resolve();
    };
    child.once('exit', leave).once('error', leave);
  });
  const ready = Promise.race([once(child, 'message').then(() => undefined), gone]);
  const taskFolder = join(scratchFolder, 'task');
  let tasksDone = 0;

  return {
    get tasksDone() {
      return tasksDone;
    },
    ready,
    isAlive: () => !isGone && !child.killed,
    memoryUsedMiB: () => statusMiB(child, 'VmRSS'),
    memoryPeakMiB: () => statusMiB(child, 'VmHWM'),

    async lay(file) {
      const outputFolder = join(taskFolder, 'out');
      await mkdir(outputFolder, { recursive: true });
      const copy = join(taskFolder, 'in');
      await copyFile(file, copy);
      return { file: copy, outputFolder };
    },

    async run(order, { timeMs, onProgress }) {
      await within(startWithinMs, ready, child);
      if (isGone) throw crash(lastWords);
      tasksDone += 1;
      return new Promise((resolve, reject) => {
        const clock = clockOf(child.pid);
        const watch = setInterval(() => {
          if (statusMiB(child, 'VmRSS') > memoryMiB) kill(tooLarge(memoryMiB));
          else if (clock.usedMs() > timeMs) kill(tooLate(timeMs));
        }, watchEveryMs);
        const settle = () => {
          clearInterval(watch);
          child.off('message', hear).off('exit', died);
        };
        function kill(because: DomainError) {
          settle();
          child.kill('SIGKILL');
          reject(because);
        }
        function died() {
          settle();
          reject(
            /(failed to|cannot) allocate|allocation failed|out of memory|ENOMEM|bad_alloc/i.test(lastWords)
              ? tooLarge(memoryMiB)
              : crash(lastWords),
          );
        }
        function hear(answer: Answer) {
          if (answer.kind === 'progress') {
            clock.restart();
            onProgress?.(answer.done);
            return;
          }
          if (answer.kind === 'failed' && answer.isMemory) return kill(tooLarge(memoryMiB));
          settle();
          if (answer.kind === 'done') resolve(answer.result);
          else if (answer.kind === 'refused') reject(new DomainError(answer.code, answer.message, answer.facts));
          else if (answer.kind === 'failed') reject(crash(answer.message));
        }
        child.on('message', hear).on('exit', died);
        child.send(order, (error) => error && died());
      });
    },

    clear: () => rm(taskFolder, { recursive: true, force: true }),

    async end() {
      child.kill('SIGKILL');
      await gone;
      await rm(scratchFolder, { recursive: true, force: true });
    },
  };
}

/** Gives a promise so much time, then kills the process it waits for; its `gone` then ends the waiting. */
async function within(timeMs: number, promise: Promise<void>, child: ChildProcess): Promise<void> {
  const clock = setTimeout(() => child.kill('SIGKILL'), timeMs);
  await promise;
  clearTimeout(clock);
}

function statusMiB({ pid }: ChildProcess, line: 'VmRSS' | 'VmHWM'): number {
  try {
    const kib = new RegExp(`^${line}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return Number(kib ?? 0) / 1024;
  } catch {
    return 0; // gone in this moment, or no /proc: macOS relies on the heap limit alone
  }
}

const tooLate = (limitMs: number) => new DomainError('out-of-time', 'reading took too long', { limitMs });
const tooLarge = (limitMiB: number) => new DomainError('out-of-memory', 'reading took too much memory', { limitMiB });

/** The reader's own words go to the error's cause, for the log; they may hold pieces of the file. */
function crash(lastWords: string): DomainError {
  return Object.assign(new DomainError('reader-crashed', 'the reader stopped unexpectedly'), { cause: new Error(lastWords.trim()) });
}
