import type { Candidate, Findings } from './found.ts';
import type { LabelledField } from './labels.ts';
import { keyOf } from './layout.ts';
import { placesOf } from './near.ts';

/** Shorter numbers, or such of few digits, stand twice by chance. */
const leastLength = 5;
const leastDigits = 3;
const isTelling = (number: string): boolean => number.length >= leastLength && number.replace(/\D/g, '').length >= leastDigits;

/** What announces a number of something else. */
const others: ReadonlySet<LabelledField> = new Set<LabelledField>([
  'orderNumber',
  'otherNumber',
  'originalNumber',
  'account',
  'taxNumber',
  'euVatNumber',
]);

/**
 * Whether the number that a title's own line names stands in a second place of the pages, as in a payment's reference or at
 * the foot, and nowhere as something else's.
 */
export function isRepeated({ value, segment }: Candidate<string>, { layout, labels, labelsOf }: Findings): boolean {
  if (!isTelling(value) || !labelsOf.get(segment)?.some(({ field, from }) => field === 'number' && from === 0)) return false;
  const whole = new RegExp(`(?<![\\p{L}\\d/-])${RegExp.escape(value)}(?![\\p{L}\\d/-])`, 'iu');
  const again = layout.segments.filter((other) => other !== segment && whole.test(other.text));
  const announced = new Set(
    labels
      .filter(({ field }) => others.has(field))
      .flatMap((label) =>
        placesOf(label, layout, labelsOf)
          .slice(0, 1)
          .map((place) => place.segment),
      ),
  );
  return again.length > 0 && !again.some((other) => announced.has(other));
}

/** Whether a file is called by the number, letters and digits alone. */
export const isIn = (fileName: string | null, number: string): boolean =>
  fileName !== null && isTelling(number) && keyOf(fileName.replace(/\.\w+$/, '')).includes(keyOf(number));
