import { daysBetween } from '#services/domain/day.ts';
import { today } from '../shared/format.ts';

/** Days that have passed, the first one counted. */
export const daysSince = (day: string): number => daysBetween(day, today()) + 1;
