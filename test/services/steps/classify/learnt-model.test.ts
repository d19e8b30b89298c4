import { expect, test } from 'vitest';
import { emptyModel, learn, modelVotes } from '#services/steps/classify/learnt-model.ts';

const certificate = 'Karbantartási munkalap elvégzett feladatok listája aláírás';
const invoice = 'Számla fizetési határidő bruttó összesen';

test('what people confirmed twice gets votes for pages of the same words, capped', () => {
  let model = emptyModel();
  for (let times = 0; times < 3; times += 1) model = learn(learn(model, certificate, 'performance-certificate'), invoice, 'invoice');
  const votes = modelVotes(model, certificate);
  expect(votes.get('performance-certificate')!).toBeGreaterThan(votes.get('invoice')!);
  expect(votes.get('performance-certificate')!).toBeLessThanOrEqual(3);
});

test('one single correction does not decide yet, and nothing learnt means no votes', () => {
  expect(modelVotes(emptyModel(), invoice).size).toBe(0);
  expect(modelVotes(learn(emptyModel(), invoice, 'invoice'), invoice).size).toBe(0);
});

test('learning leaves the model it was given as it was', () => {
  const before = learn(emptyModel(), invoice, 'invoice');
  const copy = structuredClone(before);
  learn(before, certificate, 'contract');
  expect(before).toEqual(copy);
});
