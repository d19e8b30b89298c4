import { readFileSync } from 'node:fs';

/** How long a reader has worked on its task. */
export type TaskClock = {
  usedMs(): number;
  /** A page is done: the next one has the whole time again. */
  restart(): void;
};

/** /proc counts in hundredths of a second, whatever the kernel's own tick (proc_pid_stat(5), USER_HZ). */
const msPerTick = 10;
/** Of the time on the wall; what a reader neither computes nor waits for long is a neighbour's work. */
const waitingShare = 1 / 3;

/**
 * Counts the reader's own processor time, so that a page which needs ten seconds is not refused because ten other
 * programs were at work. Time that passes without it counts a third: a reader that waits for ever still ends.
 */
export function clockOf(pid: number | undefined): TaskClock {
  let startedAt = performance.now();
  let processorAtStart = processorMs(pid);
  return {
    usedMs() {
      const onTheWall = performance.now() - startedAt;
      const processor = processorMs(pid);
      if (processor === null || processorAtStart === null) return onTheWall;
      return Math.max(processor - processorAtStart, onTheWall * waitingShare);
    },
    restart() {
      startedAt = performance.now();
      processorAtStart = processorMs(pid);
    },
  };
}

/** Of all threads; null where there is no /proc. */
function processorMs(pid: number | undefined): number | null {
  try {
    // The second field is the program's name in parentheses and may hold blanks; the 14th and 15th are user and system time.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * msPerTick;
  } catch {
    return null;
  }
}
