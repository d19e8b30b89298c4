import type { Candidate, Findings } from './found.ts';

/** AC-025: two to six letters, in some series with a figure among them, and six to eight figures: `NYTA 0123456`, `AB1SA 1234567`. */
export const blockLetters = /^(?!N[OR]$)(?:[A-Z]{2,6}|[A-Z]{1,4}\d[A-Z]{1,2})$/;
const blockNumber = /^(?:No\.?:?\s?|Nr\.?:?\s?)?((?:[A-Z]{2,6}|[A-Z]{1,4}\d[A-Z]{1,2})\s?\d{6,8})$/;
/** A member state's letters and eight figures are a tax number. */
const euVatNumber = /^[A-Z]{2}\s?\d{8}$/;

/**
 * The number that a block of invoices or receipts has pre-printed without a label: it stands alone in its place. Null where
 * several look like one.
 */
export function preprintedNumber({ layout: { segments } }: Findings): Candidate<string> | null {
  const found = segments.flatMap((segment) => {
    const value = blockNumber.exec(segment.text.trim())?.[1];
    return value === undefined || euVatNumber.test(value) ? [] : [{ value, segment }];
  });
  const [first] = found;
  if (!first || found.some(({ value }) => value !== first.value)) return null;
  const { value, segment } = first;
  return { value, score: 0.6, tokens: segment.tokens, page: segment.page, segment, because: 'words' };
}
