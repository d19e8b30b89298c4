import { describe, expect, test } from 'vitest';
import { type LegalContent, legalNotices } from '#services/domain/legal-content.ts';

const party = (taxNumber: string) => ({
  name: 'Próba Kft.',
  taxNumber,
  euVatNumber: null,
  address: '1011 Budapest, Fő utca 1.',
  account: null,
});
const whole: LegalContent = {
  direction: 'payable',
  number: 'A-1',
  kind: 'invoice',
  supplier: party('98123458-2-13'),
  customer: party('99112231-1-41'),
  issuedOn: '2026-10-05',
  suppliedOn: '2026-10-02',
  dueOn: '2026-10-19',
  paymentMethod: 'transfer',
  currency: 'HUF',
  net: '1000.00',
  vat: '270.00',
  gross: '1270.00',
  vatLines: [{ rate: '27', net: '1000.00', vat: '270.00', gross: '1270.00' }],
  vatHuf: null,
  originalNumber: null,
};
const codes = (changes: Partial<LegalContent>) => legalNotices({ ...whole, ...changes }).map(({ code }) => code);
const missing = (changes: Partial<LegalContent>) =>
  legalNotices({ ...whole, ...changes }).find(({ code }) => code === 'content-missing')?.fields ?? [];

test('a whole invoice has nothing to tell', () => {
  expect(legalNotices(whole)).toEqual([]);
});

describe('what must stand on it', () => {
  test('AC-017 the minimum of an invoice is named field by field', () => {
    expect(missing({ number: null, issuedOn: null, net: null, vat: null })).toEqual(['number', 'issuedOn', 'net', 'vat']);
    expect(missing({ supplier: { ...whole.supplier, name: null, address: null } })).toEqual(['supplier.name', 'supplier.address']);
    expect(missing({ supplier: { ...whole.supplier, taxNumber: null } })).toEqual(['supplier.taxNumber']);
    expect(missing({ customer: { ...whole.customer, name: null, address: null } })).toEqual(['customer.name', 'customer.address']);
  });

  test("AC-017 our own number as the buyer's is asked for since July 2020; of a private buyer nothing is", () => {
    const customer = { ...whole.customer, taxNumber: null };
    expect(missing({ customer })).toEqual(['customer.taxNumber']);
    expect(missing({ customer, issuedOn: '2020-06-30', suppliedOn: '2020-06-30', dueOn: null })).toEqual([]);
    expect(missing({ direction: 'receivable', customer: { ...customer, name: null, address: null } })).toEqual([]);
  });

  test('AC-018 VAT in another currency stands in forint too, where there is any', () => {
    expect(codes({ currency: 'EUR' })).toEqual(['huf-vat-missing']);
    expect(codes({ currency: 'EUR', vatHuf: '108000.00' })).toEqual([]);
    expect(codes({ currency: 'EUR', vat: '0.00' })).toEqual([]);
  });

  test('AC-021 a receipt needs issuer, number, day and amount, and no buyer', () => {
    const receipt = {
      kind: 'receipt',
      customer: { ...party(''), name: null, taxNumber: null, address: null },
      net: null,
      vat: null,
    } as const;
    expect(missing(receipt)).toEqual([]);
    expect(missing({ ...receipt, number: null, gross: null })).toEqual(['number', 'gross']);
  });

  test('AC-023 a correction needs day, number, the original and the numeric effect', () => {
    const correction = { kind: 'modifying', originalNumber: 'A-0', net: null, vat: null, gross: '-127.00' } as const;
    expect(missing(correction)).toEqual([]);
    expect(missing({ ...correction, kind: 'cancelling', originalNumber: null, gross: null })).toEqual(['originalNumber', 'gross']);
  });

  test('nothing is asked of a foreign supplier or of a pro forma', () => {
    const foreign = { ...whole.supplier, taxNumber: null, euVatNumber: 'ATU99112231', address: null };
    expect(legalNotices({ ...whole, supplier: foreign, currency: 'EUR' })).toEqual([]);
    expect(legalNotices({ ...whole, kind: 'pro-forma', number: null })).toEqual([]);
  });
});

describe('when it was issued and is to be paid', () => {
  test.for([
    ['eight days after performance', { issuedOn: '2026-10-10' }, false],
    ['nine days after', { issuedOn: '2026-10-11' }, true],
    ['paid in cash on the day', { issuedOn: '2026-10-02', paymentMethod: 'cash' }, false],
    ['paid by card, a day later', { issuedOn: '2026-10-03', paymentMethod: 'card' }, true],
    ['a correction, whenever', { issuedOn: '2026-12-01', dueOn: '2026-12-09', kind: 'modifying', originalNumber: 'A-0' }, false],
  ] as const)('AC-019 %s', ([, changes, isLate]) => {
    expect(codes(changes).includes('issued-late')).toBe(isLate);
  });

  test('AC-019 a supply within the EU by the 15th of the next month', () => {
    const free = { vat: '0.00', vatLines: [{ rate: 'KBAET', net: '1000.00', vat: '0.00', gross: '1000.00' }], dueOn: null };
    expect(codes({ ...free, issuedOn: '2026-11-15' })).toEqual([]);
    expect(codes({ ...free, issuedOn: '2026-11-16' })).toEqual(['issued-late']);
    expect(codes({ ...free, suppliedOn: '2026-12-31', issuedOn: '2027-01-15' })).toEqual([]);
  });

  test('AC-029 a utility bill issued ahead, performed on its due day, is not late', () => {
    expect(codes({ issuedOn: '2026-10-05', suppliedOn: '2026-10-27', dueOn: '2026-10-27' })).toEqual([]);
  });

  test('AC-037 more than sixty days to pay are told between businesses', () => {
    expect(codes({ dueOn: '2026-12-04' })).toEqual([]);
    expect(codes({ dueOn: '2026-12-05' })).toEqual(['long-payment-period']);
    const customer = { ...whole.customer, taxNumber: null };
    expect(codes({ dueOn: '2026-12-05', direction: 'receivable', customer })).toEqual([]);
  });
});
