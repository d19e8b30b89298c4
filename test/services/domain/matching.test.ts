import { expect, test } from 'vitest';
import { flowOf, openItemStatus } from '#services/domain/matching.ts';

const owed = { gross: 1_000n, open: 1_000n, dueOn: '2026-03-10' };

test('B-055, AC-039 an item is late from the day after its due date, and paid whenever the money comes', () => {
  expect(openItemStatus(owed, '2026-03-10')).toBe('open');
  expect(openItemStatus(owed, '2026-03-11')).toBe('late');
  expect(openItemStatus({ ...owed, open: 400n }, '2026-03-10')).toBe('partly-paid');
  expect(openItemStatus({ ...owed, open: 400n }, '2026-03-11')).toBe('late');
  expect(openItemStatus({ ...owed, open: 0n }, '2026-03-11')).toBe('paid');
  expect(openItemStatus({ ...owed, dueOn: null }, '2030-01-01')).toBe('open');
});

test('B-060 what is owed to us flows in, what we owe flows out', () => {
  expect(flowOf({ direction: 'receivable' }, 5n)).toBe(5n);
  expect(flowOf({ direction: 'payable' }, 5n)).toBe(-5n);
});
