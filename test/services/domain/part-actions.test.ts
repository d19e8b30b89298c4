import { expect, test } from 'vitest';
import { type ActedPart, actionsFor } from '#services/domain/part-actions.ts';

const part = (given: Partial<ActedPart>): ActedPart => ({
  fate: 'ignored',
  because: null,
  document: null,
  isDeliveryInReview: false,
  isRawKept: true,
  ...given,
});

test('what the sender wrote is offered only when the delivery itself waits for a person', () => {
  expect(actionsFor(part({ because: 'body' }))).toEqual([]);
  expect(actionsFor(part({ because: 'body', isDeliveryInReview: true }))).toEqual(['keep', 'discard']);
});

test('H-071 a locked part asks for its password, before and after it became a document', () => {
  expect(actionsFor(part({ fate: 'review', because: 'encrypted' }))).toContain('password');
  expect(actionsFor(part({ fate: 'document', document: { state: 'needs-review', because: 'wrong-password' } }))).toContain('password');
});

test('nothing is offered of programs, of empty files, of what is under way or booked, nor without the raw delivery', () => {
  expect(actionsFor(part({ fate: 'refused', because: 'malware' }))).toEqual([]);
  expect(actionsFor(part({ because: 'empty-file' }))).toEqual([]);
  expect(actionsFor(part({ fate: 'document', document: { state: 'stored', because: null } }))).toEqual([]);
  expect(actionsFor(part({ fate: 'document', document: { state: 'taken-over', because: null } }))).toEqual([]);
  expect(actionsFor(part({ fate: 'document', document: { state: 'quarantined', because: 'Test.Virus' } }))).toEqual(['retry']);
  expect(actionsFor(part({ fate: 'review', because: 'unknown-type', isRawKept: false }))).toEqual([]);
  const carrier = part({ fate: 'document', because: 'too-many-attachments', document: { state: 'needs-review', because: null } });
  expect(actionsFor(carrier)).toContain('keep');
  expect(actionsFor({ ...carrier, isRawKept: false })).not.toContain('keep');
});
