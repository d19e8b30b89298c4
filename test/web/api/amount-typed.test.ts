import { expect, test } from 'vitest';
import { amountTyped } from '#web/api/search/amount-typed.ts';

test.for([
  '130048',
  '130 048',
  '130.048',
  '130,048',
  '130 048,00',
  '130.048,00',
  '130,048.00',
  '130048.00',
  "130'048",
  '130 048 Ft',
  '130048Ft',
  '130.048,- Ft',
  '130 048,-',
  '130048 HUF',
  'HUF 130 048',
  'ft 130048',
  '130\u00a0048 Ft',
  '130\u202f048',
  '130 048 forint',
  ' 130 048 ',
])('%s is one amount', (typed) => {
  expect(amountTyped(typed)).toBe(13_004_800n);
});

test('fillér and cents, a true minus, and signs of other currencies', () => {
  for (const typed of ['1 234,56', '1.234,56 EUR', '€1.234,56', '1,234.56 USD', '1234.56', "1'234.56 CHF"])
    expect(amountTyped(typed), typed).toBe(123_456n);
  for (const typed of ['-130 048', '−130 048 Ft', '– 130048']) expect(amountTyped(typed), typed).toBe(-13_004_800n);
});

test('what is no amount alone is none', () => {
  for (const typed of [
    'FA-2026/1',
    '2026. 11. 03.',
    '130 048 csavar',
    'csavar 12',
    '12 000 és 13 000',
    '1,2345',
    '12345676-2-42',
    '',
    'Ft',
    '-',
  ])
    expect(amountTyped(typed), typed).toBeNull();
});
