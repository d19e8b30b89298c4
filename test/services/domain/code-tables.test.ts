import { describe, expect, test } from 'vitest';
import { aliasesOf } from '#services/domain/former-names.ts';
import { identityOf } from '#services/domain/merge.ts';
import { bankOf, taxNumberFacts } from '#services/domain/number-tables.ts';
import { noParty } from '#services/domain/reading.ts';
import { baseNumberOf } from '#services/domain/tax-number.ts';
import { isKnownRate, rateOfContent } from '#services/domain/vat-rates.ts';

describe('tax numbers', () => {
  test('AC-003, AC-004, AC-005 the ninth digit and the office, by the day', () => {
    const facts = (code: string, office: string, on = '2026-11-01') => taxNumberFacts(`98123458-${code}-${office}`, on);
    expect(facts('2', '42')).toEqual({ standing: 'pays', office: 'Kelet-Budapest' });
    expect(facts('1', '02')).toEqual({ standing: 'exempt', office: 'Baranya' });
    expect(facts('4', '22')).toEqual({ standing: 'group-member', office: 'Baranya' });
    expect(facts('5', '44')).toEqual({ standing: 'group', office: 'Kiemelt Adózók' });
    expect(facts('2', '20')?.office).toBe('Zala');
    expect(facts('2', '40')?.office).toBe('Zala');
    expect(facts('2', '13')?.office).toBe(facts('2', '33')?.office);
    expect(facts('3', '16', '2019-12-31')?.standing).toBe('eva');
    expect(facts('3', '16', '2020-01-01')?.standing).toBeNull();
    expect(facts('9', '99')).toEqual({ standing: null, office: null });
    expect(taxNumberFacts('98123458', '2026-11-01')).toBeNull();
  });

  test('AC-006, AC-010 a partner is known by eight digits; a personal tax id is never a key', () => {
    const identity = (taxNumber: string) => identityOf({ number: 'A-1', supplier: { ...noParty(), taxNumber } });
    expect(identity('98123458-2-13')).toBe(identity('98123458-1-42'));
    expect(baseNumberOf('8123456789')).toBeNull();
    expect(identity('8123456789')).toBeNull();
  });
});

test('AC-016 the bank by the first three digits, of accounts with right check digits only', () => {
  expect(bankOf('11739054-21150007')).toBe('OTP');
  expect(bankOf('HU64 1040 1055 5052 6969 5553 1007')).toBe('K&H');
  expect(bankOf('11739054-21150008')).toBeNull();
  expect(bankOf('99900016-10020030-04005007')).toBeNull();
});

describe('rates', () => {
  test('AC-031 a rate counts by the day of performance', () => {
    expect(isKnownRate('27', '2026-11-01')).toBe(true);
    expect(isKnownRate('27.00', '2011-12-31')).toBe(false);
    expect(isKnownRate('25', '2011-12-31')).toBe(true);
    expect(isKnownRate('25', '2012-01-01')).toBe(false);
    expect(isKnownRate('20', '2009-06-30')).toBe(true);
    expect(isKnownRate('20', '2009-07-01')).toBe(false);
    expect(isKnownRate('25', null)).toBe(true);
  });

  test('AC-032 what is no rate and no code is not known', () => {
    for (const code of ['AAM', 'tam', 'ÁTHK', 'K.ÁFA', 'EUFAD37']) expect(isKnownRate(code, '2026-11-01'), code).toBe(true);
    for (const code of ['XYZ', '26', '2,7', '-27', '']) expect(isKnownRate(code, '2026-11-01'), code).toBe(false);
  });

  test('AC-030 VAT content as a fraction or in percent, the misprint too', () => {
    expect(['0.2126', '21.26', '0.1525', '15.25', '0.0476', '4.76', '0.0426', '4.26'].map(rateOfContent)).toEqual([
      '27',
      '27',
      '18',
      '18',
      '5',
      '5',
      '5',
      '5',
    ]);
    for (const other of ['0.27', '27', '', 'AAM', null]) expect(rateOfContent(other)).toBeNull();
  });
});

test('AC-057 former names of large suppliers lead to one another', () => {
  expect(aliasesOf('Telenor Magyarország Zrt.')).toContain('yettel');
  expect(aliasesOf('ÉMÁSZ Hálózati Kft.')).toContain('mvm next');
  expect(aliasesOf('Őszirózsa Kft.')).toEqual([]);
});
