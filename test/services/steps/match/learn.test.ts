import { expect, test } from 'vitest';
import type { MatchMemory } from '#services/domain/matching.ts';
import { type Lesson, learn, noMemory } from '#services/steps/match/learn.ts';
import { item, line, malom, matched, settledAs, suggestedAs } from './support.ts';

const theirs = { partner: malom };
const paying = { counterpartyAccount: '99900022-20000000-00000024', counterpartyName: 'Pékné Minta Ilona' };
const after = (...lessons: Lesson[]): MatchMemory => lessons.reduce(learn, noMemory);

test('H-106 an account confirmed twice settles the third time, after one confirmation it does not', () => {
  const confirmed = (id: string): Lesson => ({ confirmed: { line: line(id, paying), items: [item(`i${id}`, theirs)] } });
  const third = [line('t3', { ...paying, memo: 'utalás' })];
  const once = matched([item('i3', theirs)], third, { memory: after(confirmed('t1')) });
  expect(settledAs(once)).toEqual([]);
  expect(suggestedAs(once)).toEqual(['name i3=1270000']);
  expect(settledAs(matched([item('i3', theirs)], third, { memory: after(confirmed('t1'), confirmed('t2')) }))).toEqual([
    'account i3=1270000',
  ]);
});

test('B-058 a refusal is remembered, a later confirmation of the same pair outranks it', () => {
  const pair = { transaction: 't1', item: 'i1' };
  const refused = after({ refused: pair }, { refused: pair });
  expect(refused.refused).toEqual([pair]);
  expect(matched([item('i1')], [line('t1', { memo: 'E-ABC-2026-0001' })], { memory: refused }).unmatched).toEqual(['t1']);
  expect(learn(refused, { confirmed: { line: line('t1'), items: [item('i1')] } }).refused).toEqual([]);
});

test('how a partner writes numbers and which fee is missing are counted', () => {
  const euro = { ...theirs, currency: 'EUR', gross: 50_000n };
  const confirmed: Lesson = {
    confirmed: { line: line('t1', { ...paying, currency: 'EUR', amount: 48_800n, memo: '7' }), items: [item('i7', euro)] },
  };
  expect(after(confirmed, confirmed)).toMatchObject({
    references: [{ partner: 'p2', how: 'running-number', times: 2 }],
    fees: [{ partner: 'p2', currency: 'EUR', amount: 1_200n, times: 2 }],
    names: [{ name: 'Pékné Minta Ilona', partner: 'p2', times: 2 }],
  });
});

test('money for two partners teaches nothing of either', () => {
  expect(after({ confirmed: { line: line('t1', paying), items: [item('i1'), item('i2', theirs)] } })).toEqual(noMemory);
});

test('H-106 documents before memory: an account learnt for one partner neither takes another’s named item nor what a strange number names', () => {
  const memory = after(
    { confirmed: { line: line('t1', paying), items: [item('i1', theirs)] } },
    { confirmed: { line: line('t2', paying), items: [item('i2', theirs)] } },
  );
  const items = [item('i3', theirs), item('i4')];
  expect(settledAs(matched(items, [line('t3', { ...paying, memo: 'E-ABC-2026-0004' })], { memory }))).toEqual(['number i4=1270000']);
  const strange = matched(items, [line('t3', { ...paying, memo: 'XQ/2026/55120' })], { memory });
  expect(settledAs(strange)).toEqual([]);
  expect(suggestedAs(strange)[0]).toBe('account i3=1270000');
});
