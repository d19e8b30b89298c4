import { useState } from 'react';

/** The pace is that of the last minutes: what lies longer back says nothing of now. */
const windowMs = 10 * 60_000;
/** Of fewer acts no pace can be told. */
const fewest = 3;

/** Lines an hour at the pace of the last minutes, or null while too few were done; `done` counts acts, negative for what was taken back. */
export function usePace(): { perHour: number | null; done: (lines: number) => void } {
  const [acts, setActs] = useState<readonly { at: number; lines: number }[]>([]);
  return {
    perHour: paceOf(acts),
    done: (lines) => setActs((before) => [...before.filter(({ at }) => Date.now() - at < windowMs), { at: Date.now(), lines }]),
  };
}

/** The first act begins the time, the others fill it. */
export function paceOf(acts: readonly { at: number; lines: number }[]): number | null {
  const [first, ...rest] = acts;
  const last = rest.at(-1);
  const lines = rest.reduce((sum, act) => sum + act.lines, 0);
  if (!first || !last || rest.length + 1 < fewest || lines <= 0 || last.at === first.at) return null;
  return Math.round((lines * 3_600_000) / (last.at - first.at));
}
