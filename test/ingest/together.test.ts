import { expect, test } from 'vitest';
import { together } from '#ingest/together.ts';

const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

test('what is asked for at the same moment is done as one, each with its own result', async () => {
  const gatherings: number[] = [];
  const double = together(async (items: readonly number[]) => {
    gatherings.push(items.length);
    await soon();
    return items.map((item) => item * 2);
  });
  expect(await Promise.all([1, 2, 3, 4, 5].map(double))).toEqual([2, 4, 6, 8, 10]);
  expect(gatherings).toEqual([1, 4]);
  expect(await double(6)).toBe(12);
});

test('one bad item spoils no other', async () => {
  const checked = together(async (items: readonly string[]) => {
    await soon();
    if (items.includes('bad')) throw new Error('bad');
    return [...items];
  });
  const outcomes = await Promise.allSettled(['first', 'good', 'bad', 'better'].map(checked));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
});
