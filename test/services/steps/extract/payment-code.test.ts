import { describe, expect, test } from 'vitest';
import type { PageCode } from '#services/domain/reading.ts';
import { extract } from '#services/steps/extract/extract.ts';
import { paymentCodeOf } from '#services/steps/extract/payment-code.ts';
import { typedPage } from '#test/support/typed-page.ts';

/** An IBAN of nobody, its check digits made right (AC-014). */
function ibanOf(digits: string): string {
  let remainder = 0;
  for (const digit of `${digits}173000`) remainder = (remainder * 10 + Number(digit)) % 97;
  return `HU${String(98 - remainder).padStart(2, '0')}${digits}`;
}
const iban = ibanOf('999000161000000000000001');
const sepa = ['BCD', '002', '1', 'SCT', '', 'Fenyves Próba Kft.', iban, 'EUR127.00', '', '', 'INV-2026-17'].join('\n');
const instant = [
  'HCT',
  '001',
  '1',
  'XXXXHUHB',
  'Fenyves Próba Kft.',
  iban,
  'HUF63500',
  '20261231235959+1',
  'GDSV',
  '',
  '',
  '',
  'PR-2026/0042',
];
const box = [0.7, 0.7, 0.1, 0.1] as const;
const code = (lines: readonly string[]) => [{ format: 'QRCode', text: lines.join('\n'), box }];
const read = (lines: readonly string[], codes: PageCode[]) => extract([{ ...typedPage(lines), codes }], { kind: 'invoice' });

describe('payment codes', () => {
  test('EPC: whom, where, how much', () => {
    expect(paymentCodeOf(sepa)).toEqual({ name: 'Fenyves Próba Kft.', account: iban, currency: 'EUR', amount: '127.00', number: null });
  });

  test('AFR: the bill that is paid too', () => {
    expect(paymentCodeOf(instant.join('\n'))).toMatchObject({ currency: 'HUF', amount: '63500', number: 'PR-2026/0042' });
  });

  test.for(['', 'https://example.org', 'BCD\n002', sepa.replace(iban, iban.replace(/.$/, '9')), 'HCT\n001\n1\nX\nY\nZ'])(
    '%j is none',
    (text) => {
      expect(paymentCodeOf(text)).toBeNull();
    },
  );

  test('AC-011 AC-014 fills what the page does not say, with its own source', () => {
    const { invoice, fields } = read(['SZÁMLA', 'Bruttó végösszeg: | 63 500 Ft'], code(instant));
    expect(invoice).toMatchObject({ number: 'PR-2026/0042', payable: 6_350_000n, supplier: { account: iban } });
    expect(fields['number']).toMatchObject({ sure: true, source: 'code', page: 1, box });
    expect(fields['gross']).toMatchObject({ sure: true, source: 'embedded' });
  });

  test('AC-028 what is payable is the code’s, the gross stays what the page says', () => {
    const { invoice, fields } = read(['SZÁMLA', 'Bruttó végösszeg: | 70 000 Ft'], code(instant));
    expect(invoice).toMatchObject({ gross: 7_000_000n, payable: 6_350_000n });
    expect(fields['gross']?.sure).toBe(false);
  });

  test('a code in another currency or two codes that differ say nothing of the sum', () => {
    expect(read(['SZÁMLA', 'Bruttó végösszeg: | 100.00 EUR'], code(instant)).invoice.payable).toBe(10_000n);
    const two = [...code(instant), ...code(instant.map((line) => line.replace('HUF63500', 'HUF1')))];
    expect(read(['SZÁMLA', 'Bruttó végösszeg: | 70 000 Ft'], two).invoice.payable).toBe(7_000_000n);
  });
});
