import { describe, expect, test } from 'vitest';
import { extract } from '#services/steps/extract/extract.ts';
import { typedPage } from '#test/support/typed-page.ts';

const linesIn = (rows: readonly string[], [net, vat, gross] = ['50 000', '13 500', '63 500']) => {
  const { invoice, fields } = extract(
    [
      typedPage([
        'SZÁMLA',
        'Számla sorszáma: PR-2026/0042',
        'Kelt: 2026.05.04.',
        'Megnevezés | Mennyiség | Egységár | Nettó érték | ÁFA',
        ...rows,
        `Nettó összesen: | ${net} Ft`,
        `ÁFA összesen: | ${vat} Ft`,
        `Bruttó végösszeg: | ${gross} Ft`,
      ]),
    ],
    { kind: 'invoice' },
  );
  return { lines: invoice.lines, evidence: fields.lines };
};

describe('AC-027 lines are sure only where they add up', () => {
  test('quantity times unit price is each net, and the nets are the total', () => {
    const { lines, evidence } = linesIn(['Fenyődeszka | 4 db | 10 000 | 40 000 | 27%', 'Szállítás | 1 db | 10 000 | 10 000 | 27%']);
    expect(lines.map(({ quantity, unitPrice, net }) => ({ quantity, unitPrice, net }))).toEqual([
      { quantity: '4', unitPrice: '10000', net: 4_000_000n },
      { quantity: '1', unitPrice: '10000', net: 1_000_000n },
    ]);
    expect(evidence).toMatchObject({ sure: true, because: 'lines add up' });
  });

  test('a product that differs', () => {
    const { lines, evidence } = linesIn(['Fenyődeszka | 5 db | 10 000 | 40 000 | 27%', 'Szállítás | 1 db | 10 000 | 10 000 | 27%']);
    expect(lines).toHaveLength(2);
    expect(evidence).toMatchObject({ sure: false, because: 'table' });
  });

  test('a line that is missing', () => {
    const { evidence } = linesIn(['Fenyődeszka | 4 db | 10 000 | 40 000 | 27%']);
    expect(evidence).toMatchObject({ sure: false, because: 'table' });
  });

  test('prices rounded in print are within a forint', () => {
    const { evidence } = linesIn(['Fenyődeszka | 3,5 m | 14 285,71 | 50 000 | 27%']);
    expect(evidence).toMatchObject({ sure: true });
  });
});
