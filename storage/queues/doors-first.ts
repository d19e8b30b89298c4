/**
 * Whoever hands something in waits for the answer; whoever reads it later does not. So while a door of this process
 * takes something in, its workers begin one job at a time instead of as many as they may: slower, never stopped.
 */
let receiving = 0;
let working = 0;
const waiting: (() => void)[] = [];

/** Takes a delivery in, ahead of the jobs. */
export async function aheadOfJobs<T>(take: () => Promise<T>): Promise<T> {
  receiving += 1;
  try {
    return await take();
  } finally {
    receiving -= 1;
    if (receiving === 0) for (const begin of waiting.splice(0)) begin();
  }
}

/** Does a job, when the doors leave room for it. */
export async function afterDoors<T>(work: () => Promise<T>): Promise<T> {
  while (receiving > 0 && working > 0) await new Promise<void>((resolve) => waiting.push(resolve));
  working += 1;
  try {
    return await work();
  } finally {
    working -= 1;
    waiting.shift()?.();
  }
}
