import { expect, test } from 'vitest';
import { extract } from '#services/steps/extract/extract.ts';
import { taxNumberOf, typedPage } from '#test/support/typed-page.ts';

const read = (kind: 'invoice' | 'receipt', ...head: string[]) => {
  const lines = [...head, `Eladó: Kézi Bt. Adószám: ${taxNumberOf('9850055')}`, 'Kelt: 2026.11.03.', 'Csavar|1 270', 'Összesen:|1 270 Ft'];
  const { invoice, fields } = extract([typedPage(lines)], { kind });
  return { number: invoice.number, isSure: fields['number']?.sure ?? false };
};

test.for(['AB 1234567', 'AB1234567', 'NYTA 0123456', 'ABCDEF 0012345', 'AB1SA 1234567'])(
  'AC-025 %s, the number of a block, is read whole behind its label',
  (number) => {
    expect(read('invoice', `SZÁMLA|Sorszám: ${number}`)).toMatchObject({ number });
    expect(read('receipt', `NYUGTA|Sorszám: ${number}`)).toMatchObject({ number });
  },
);

test.for(['NY 0123456', 'AB1SA 1234567', 'KNT0012345'])(
  'AC-025 %s, printed into the block without a label, is found and asked about',
  (number) => {
    expect(read('receipt', 'NYUGTA', number)).toEqual({ number, isSure: false });
  },
);

test('AC-025 a tax number, a day and a sign before the number are no letters of a block; two different ones say nothing', () => {
  expect(read('receipt', 'NYUGTA', 'HU12345676').number).toBeNull();
  expect(read('receipt', 'NYUGTA', 'NY 0123456', 'AB 7654321').number).toBeNull();
  expect(read('invoice', 'SZÁMLA|Számla sorszáma: NO 1234567').number).toBe('1234567');
});
