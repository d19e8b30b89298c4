import { expect, test } from 'vitest';
import { type Doubt, doubtsOf } from '#services/domain/doubts.ts';
import { mergeSources, type SourceReading } from '#services/domain/merge.ts';
import { anInvoice } from '#test/support/builders.ts';

const read = { number: 'A-1', issuedOn: '2026-11-02', currency: 'HUF', net: '1000.00', vat: '270.00', gross: '1270.00' };
const sure = { number: true, issuedOn: true, currency: true, gross: true };

/** What one source says; `gross` and the like are sure unless told otherwise. */
const says = (
  source: SourceReading['source'],
  reading: SourceReading['reading'],
  given: Readonly<Record<string, boolean>> = sure,
  because?: string,
): SourceReading => ({
  source,
  origin: source,
  reading: { ...anInvoice(), ...reading },
  evidence: Object.fromEntries(
    Object.entries(given).map(([name, isSure]) => [
      name,
      { confidence: 0.9, sure: isSure, source: 'ocr' as const, page: 1, box: null, ...(because && { because }) },
    ]),
  ),
});
const doubts = (...sources: SourceReading[]): Doubt[] => doubtsOf(sources, mergeSources(sources));

test('an item whose deciding fields are sure has no doubts', () => {
  expect(doubts(says('ocr', read))).toEqual([]);
  // Unsure, and nothing that a booking hangs on.
  expect(doubts(says('ocr', read, { ...sure, net: false }))).toEqual([]);
});

test('a doubt names its field and how the value was read', () => {
  expect(doubts(says('ocr', read, { ...sure, issuedOn: false }, 'the first day on the page'))).toEqual([
    { field: 'issuedOn', why: 'unsure', evidence: { source: 'ocr', confidence: 0.9, because: 'the first day on the page' } },
  ]);
  expect(doubts(says('ocr', { ...read, number: null }))).toEqual([{ field: 'number', why: 'missing', evidence: null }]);
});

test('what sources say differently comes first, and counts once', () => {
  const found = doubts(says('nav', { ...read, issuedOn: '2026-11-01', currency: null }, {}), says('ocr', { ...read, currency: null }));
  expect(found.map(({ field, why }) => [field, why])).toEqual([
    ['issuedOn', 'differs'],
    ['currency', 'missing'],
  ]);
  // Names are spelt in many ways: nobody is asked about that.
  const named = (name: string) => ({ ...read, supplier: { ...anInvoice().supplier, name } });
  expect(doubts(says('nav', named('Őri Kft.'), {}), says('ocr', named('Bolt Bt.')))).toEqual([]);
});

test.each([
  [{ vat: '269.00' }, 'net-and-vat'],
  [{ vatLines: [{ rate: '27', net: '1000.00', vat: '270.00', gross: '1269.99' }] }, 'vat-lines'],
  [
    { lines: ['600', '399.99'].map((net) => ({ description: null, quantity: null, unit: null, unitPrice: null, rate: null, net })) },
    'lines',
  ],
  [{ vatLines: [{ rate: '27', net: '1000.00', vat: '270.00', gross: '1270' }] }, 'unsure'],
  [{ net: null }, 'unsure'],
  [{ lines: [null, '400'].map((net) => ({ description: null, quantity: null, unit: null, unitPrice: null, rate: null, net })) }, 'unsure'],
] as const)('a doubtful gross says which sum it breaks: %j is %s', (given, why) => {
  const reading = { ...read, ...given } as SourceReading['reading'];
  expect(doubts(says('ocr', reading, { ...sure, gross: false })).map((each) => [each.field, each.why])).toEqual([['gross', why]]);
});
