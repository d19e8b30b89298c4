import { expect, test } from 'vitest';
import { extract } from '#services/steps/extract/extract.ts';
import { typedPage } from '#test/support/typed-page.ts';

test('a simplified invoice with gross prices alone has its gross, and no net or VAT is worked out for it', () => {
  const page = typedPage([
    'EGYSZERŰSÍTETT SZÁMLA',
    'Számla sorszáma: ES-2026/0007',
    'Kelt: 2026.05.04.',
    'Megnevezés | Mennyiség | Egységár | Bruttó érték',
    'Irodaszer | 2 db | 2 500 | 5 000',
    'Toner | 1 db | 7 700 | 7 700',
    'Bruttó végösszeg: | 12 700 Ft',
    'A számla 21,26% áfatartalmat tartalmaz',
  ]);
  const { invoice, fields } = extract([page], { kind: 'simplified' });
  expect(invoice).toMatchObject({ number: 'ES-2026/0007', issuedOn: '2026-05-04', net: null, vat: null, gross: 1_270_000n });
  expect(fields.gross?.sure).toBe(false);
});
