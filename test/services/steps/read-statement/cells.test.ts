import fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { decodeText } from '#services/domain/decode-text.ts';
import { formatMinor } from '#services/domain/money.ts';
import { decimalMarkOf, directionOf, minorOf } from '#services/steps/read-statement/cells.ts';
import { dayFrom } from '#services/steps/read-statement/days.ts';

test.each([
  ['1.234,56', 123_456n],
  ['1 234,56', 123_456n],
  ['1,234.56', 123_456n],
  ['1234.56', 123_456n],
  ['- 370', -37_000n],
  ['+7 000,00 HUF', 700_000n],
  ['123-', -12_300n],
  ['\u2212 12,5', -1250n],
  ["1'234.50", 123_450n],
  ['1\u00a0234\u202f567,89', 123_456_789n],
  ['(12,00)', -1200n],
  ['-1.080.000,00', -108_000_000n],
  ['12,00 Ft', 1200n],
])('B-070 %s is an amount', (text, minor) => {
  expect(minorOf(text, 'HUF', decimalMarkOf([text]) ?? ',')).toBe(minor);
});

test.each(['', '-', 'abc', '2025.11.17.', '1.2.3', '--5', '1,23,4', '12 EUR 5', '117730161111101800000000', '1.234,567'])(
  'B-070 "%s" is no amount',
  (text) => {
    expect(minorOf(text, 'HUF', ',')).toBeNull();
  },
);

test.each([
  ['2025.11.17.'],
  ['2025. 11. 17.'],
  ['2025.11.17., hétfő'],
  ['20251117'],
  ['2025-11-17 09:15:00'],
  ['2025-11-17T09:15:00+02:00'],
  ['17-11-2025'],
  ['17/11/2025'],
  ['2025-11-17+02:00'],
])('%s is 17 November 2025', (text) => {
  expect(dayFrom(text)).toBe('2025-11-17');
});

test('an amount is signed by CR and DR behind it, once', () => {
  expect(['1,200.00 DR', '500.50CR', '1.00 Dr.'].map((cell) => minorOf(cell, 'EUR', '.'))).toEqual([-120_000n, 50_050n, -100n]);
  expect(['-1.00 DR', 'EUR 1.00 CR', '1.00 DC'].map((cell) => minorOf(cell, 'EUR', '.'))).toEqual([null, null, null]);
});

test('an Excel serial is a day; an amount is not', () => {
  expect(dayFrom(45_978)).toBe('2025-11-17');
  expect(dayFrom(1_000)).toBeNull();
  expect(dayFrom('45978')).toBeNull();
});

test('any amount written in any of the spellings reads back exactly', () => {
  const spellings = fc.constantFrom<[string, string, string]>(
    [' ', ',', ','],
    ['.', ',', ','],
    [',', '.', '.'],
    ['', '.', '.'],
    ['\u00a0', ',', ','],
  );
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 13n) + 1n, max: 10n ** 13n - 1n }), spellings, (minor, [separator, point, mark]) => {
      const [whole = '', decimals] = formatMinor(minor, 'EUR').split('.');
      const text = `${whole.replace(/\B(?=(\d{3})+(?!\d))/g, separator)}${point}${decimals}`;
      expect(minorOf(text, 'EUR', mark as ',' | '.')).toBe(minor);
      expect(minorOf(Number(minor) / 100, 'EUR', ',')).toBe(minor);
    }),
  );
});

test.each([
  ['T', -1],
  ['J', 1],
  ['Terhelés', -1],
  ['Kimenő', -1],
  ['Bejövő', 1],
  ['DBIT', -1],
  ['CRDT', 1],
  ['OUT', -1],
  ['IN', 1],
  ['K', -1],
  ['B', 1],
  ['?', null],
] as const)('direction %s', (word, sign) => {
  expect(directionOf(word)).toBe(sign);
});

test.each(['utf8', 'utf16le', 'win1250', 'iso-8859-2', 'cp852'])('B-069 %s is recognised', (encoding) => {
  const text = 'Könyvelés dátuma;Közlemény\n2024.01.02;ŐSZ ŰRHAJÓ: árvíztűrő tükörfúrógép';
  expect(decodeText(iconv.encode(text, encoding)).text).toBe(text);
});
