import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identityOf, isSame, mergeSources, type SourceReading, sourceKinds } from '#services/domain/merge.ts';
import { anInvoice, aParty } from '#test/support/builders.ts';

const says = (source: SourceReading['source'], reading: SourceReading['reading'], more: Partial<SourceReading> = {}): SourceReading => ({
  source,
  origin: `${source}:1`,
  reading,
  evidence: {},
  ...more,
});

const value = fc.option(fc.constantFrom('100.00', '200.00', '300.00'), { nil: null });
const source = fc.record({
  source: fc.constantFrom(...sourceKinds),
  origin: fc.uuid(),
  reading: fc.record({ gross: value, net: value, number: fc.option(fc.constantFrom('A-1', 'a-1', 'B-2'), { nil: null }) }),
  evidence: fc.constantFrom({}, { gross: { confidence: 0.9, sure: true } }, { gross: { confidence: 0.4, sure: false } }),
});

describe('one invoice from many sources', () => {
  test('the order in which sources came makes no difference', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(source, { selector: ({ origin }) => origin, maxLength: 6 }),
        fc.infiniteStream(fc.nat()),
        (sources, numbers) => {
          const shuffled = sources
            .map((each) => ({ each, at: numbers.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ each }) => each);
          expect(mergeSources(shuffled)).toEqual(mergeSources(sources));
        },
      ),
    );
  });
  test('a known value never gives way to an unknown one, and the winner is among the sources', () => {
    fc.assert(
      fc.property(fc.array(source, { minLength: 1, maxLength: 6 }), (sources) => {
        const { invoice } = mergeSources(sources);
        const said = sources.map(({ reading }) => reading.gross).filter((each) => each !== null);
        expect(said.length === 0 ? [null] : said).toContain(invoice.gross);
      }),
    );
  });
  test('order of trust: person, then NAV and XML, pushed, embedded, OCR', () => {
    const all = (['ocr', 'embedded', 'pushed', 'nav', 'person'] as const).map((kind, index) => says(kind, { gross: `${index}.00` }));
    for (let known = 1; known <= all.length; known += 1) expect(mergeSources(all.slice(0, known)).invoice.gross).toBe(`${known - 1}.00`);
  });
  test("H-081 a disagreement is shown field by field, with NAV's value first", () => {
    const { provenance, conflicts } = mergeSources([says('ocr', { gross: '12700.00' }), says('nav', { gross: '12701.00' })]);
    expect(conflicts).toEqual(['gross']);
    expect(provenance.gross?.map(({ source: from, won, because }) => [from, won, because])).toEqual([
      ['nav', true, 'most-trusted'],
      ['ocr', false, 'less-trusted'],
    ]);
  });
  test('what a person emptied stays empty', () => {
    const { invoice } = mergeSources([says('embedded', { dueOn: '2026-11-20' }), says('person', { dueOn: null }, { given: ['dueOn'] })]);
    expect(invoice.dueOn).toBeNull();
  });
  test('two agreeing readings of doubtful figures are sure together, one alone is not', () => {
    const reading = { number: 'X-1', issuedOn: '2026-11-03', currency: 'HUF', gross: '1270' };
    expect(mergeSources([says('ocr', reading)]).unsure).not.toEqual([]);
    expect(mergeSources([says('ocr', reading), says('embedded', { ...reading, gross: '1270.00' })]).unsure).toEqual([]);
    expect(mergeSources([says('nav', reading)]).unsure).toEqual([]);
  });
  test.each([
    ['gross', '1270', '1270.00', true],
    ['number', 'FA-2026/ 0817', 'fa-2026/0817', true],
    ['supplier.name', 'Kék Hordó Kft.', '„Kék Hordó” KFT', true],
    ['supplier.taxNumber', '12345676-2-42', '12345676', true],
    ['supplier.account', '11773016-11111018', 'HU42117730161111101800000000', true],
    ['gross', '1270', '1271', false],
    ['issuedOn', '2026-11-03', '2026-11-04', false],
  ] as const)('%s: %s and %s are the same: %s', (name, a, b, expected) => {
    expect(isSame(name, a, b)).toBe(expected);
  });
});

describe('identity', () => {
  const invoice = (number: string | null, taxNumber: string | null) => anInvoice({ number, supplier: aParty(taxNumber) });
  test("AC-006 the supplier's base number and the number, case-folded without white space", () => {
    expect(identityOf(invoice('Fa 2026/ 1', '12345676-2-42'))).toBe(identityOf(invoice('FA2026/1', '12345676-4-13')));
  });
  test('the EU number of a Hungarian supplier is its base number', () => {
    const eu = { ...anInvoice({ number: 'A1' }), supplier: { ...aParty(null), euVatNumber: 'HU12345676' } };
    expect(identityOf(eu)).toBe(identityOf(invoice('a1', '12345676')));
  });
  test('without number or tax number there is none', () => {
    expect(identityOf(invoice(null, '12345676'))).toBeNull();
    expect(identityOf(invoice('1', null))).toBeNull();
    expect(identityOf(invoice(' ', '12345676'))).toBeNull();
    expect(identityOf(invoice('1', '12345678'))).toBeNull();
  });
  test('a modification batch tells its parts apart', () => {
    expect(identityOf(invoice('1', '12345676'), 2)).not.toBe(identityOf(invoice('1', '12345676'), 1));
  });
});
