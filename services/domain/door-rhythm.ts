import { addDays, type Day, daysBetween } from './day.ts';

/** So many days on which something came are a habit; fewer are chance. */
const habit = 5;

/** How far back a habit is looked for. */
export const rhythmWindowDays = 60;

/**
 * The days that usually pass between two days with deliveries, learnt from those days (ascending, each once): the gap
 * that nine of ten gaps do not exceed, so that a weekly rest is no silence. Null while there is no habit.
 */
export function rhythmOf(days: readonly Day[]): number | null {
  if (days.length < habit) return null;
  const gaps = days
    .slice(1)
    .map((day, index) => daysBetween(days[index]!, day))
    .sort((a, b) => a - b);
  return gaps[Math.ceil(gaps.length * 0.9) - 1]!;
}

/** Since when a door is silent that should not be: nothing for twice its rhythm and at least two days; null when all is well. */
export function silentSince(last: Day | null, rhythmDays: number | null, today: Day): Day | null {
  if (last === null || rhythmDays === null || rhythmDays === 0) return null;
  const due = addDays(last, Math.max(2, rhythmDays * 2));
  return daysBetween(due, today) > 0 ? addDays(last, 1) : null;
}
