import { expect, test } from 'vitest';
import { emptyModel, type KindModel, learn as learnWords, wordsToLearn } from '#services/domain/lessons.ts';
import type { DocumentKind } from '#services/domain/reading.ts';
import { modelVotes } from '#services/steps/classify/learnt-model.ts';

const learn = (model: KindModel, text: string, kind: DocumentKind) => learnWords(model, wordsToLearn(text), kind);

const certificate = 'Karbantartási munkalap elvégzett feladatok listája aláírás';
const invoice = 'Számla fizetési határidő bruttó összesen';

test('what people confirmed twice gets votes for pages of the same words, capped', () => {
  let model = emptyModel();
  for (let times = 0; times < 3; times += 1) model = learn(learn(model, certificate, 'performance-certificate'), invoice, 'invoice');
  const votes = modelVotes(model, certificate);
  const [certain, other] = [votes.get('performance-certificate')!, votes.get('invoice')!];
  expect(certain.points).toBeGreaterThan(other.points);
  expect(certain.points).toBeLessThanOrEqual(3);
  expect(certain.words).toContain('elvegzett');
  expect(other.words).not.toContain('elvegzett');
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
