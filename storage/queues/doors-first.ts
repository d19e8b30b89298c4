import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Whoever hands something in waits for the answer; whoever reads it later does not. So while deliveries come in close
 * upon each other at a door of this process, its workers do one job at a time and rest after each: slower, never stopped.
 */
let receiving = 0;
let lastTakenAt = Number.NEGATIVE_INFINITY;
let working = 0;
let restedAt = Number.NEGATIVE_INFINITY;

/** Senders that share a commit are answered at once; within this their next deliveries are there. */
const quietMs = 25;
/** A job's rest is so many times as long as it took: a fifth of one core is left to the jobs … */
const restShare = 4;
/** … and no rest is longer than this. */
const longestRestMs = 500;
const lookMs = 5;

/** Takes a delivery in, ahead of the jobs. */
export async function aheadOfJobs<T>(take: () => Promise<T>): Promise<T> {
  receiving += 1;
  try {
    return await take();
  } finally {
    receiving -= 1;
    lastTakenAt = performance.now();
  }
}

/** Does a job, when the doors leave room for it. */
export async function afterDoors<T>(work: () => Promise<T>): Promise<T> {
  while (mustWait()) await sleep(lookMs);
  working += 1;
  const begunAt = performance.now();
  try {
    return await work();
  } finally {
    working -= 1;
    const endedAt = performance.now();
    restedAt = endedAt + Math.min((endedAt - begunAt) * restShare, longestRestMs);
  }
}

/** Whether deliveries come in close upon each other. */
export const areDoorsBusy = (): boolean => receiving > 0 || performance.now() - lastTakenAt < quietMs;

const mustWait = (): boolean => areDoorsBusy() && (working > 0 || performance.now() < restedAt);
