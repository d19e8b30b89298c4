import { describe, expect, test } from 'vitest';
import { domesticAccountOf, isIban, normalAccount } from '#services/domain/bank-account.ts';

describe('bank accounts', () => {
  test.each([
    ['11739054-21150007', 'HU71 1173 9054 2115 0007 0000 0000'],
    ['10401055-50526969-55531007', 'HU64 1040 1055 5052 6969 5553 1007'],
    ['12100011-10639683', 'HU90 1210 0011 1063 9683 0000 0000'],
    ['11732002-20387875', 'HU87 1173 2002 2038 7875 0000 0000'],
    ['11773016-11111018', 'HU42 1177 3016 1111 1018 0000 0000'],
  ])('AC-012–AC-014 %s and %s are one account', (domestic, iban) => {
    expect(isIban(iban.replaceAll(' ', ''))).toBe(true);
    expect(normalAccount(domestic)).not.toBeNull();
    expect(normalAccount(iban)).toBe(normalAccount(domestic));
  });
  test('AC-015 8-8 and 8-8-00000000 are the same', () => {
    expect(normalAccount('11773016-11111018-00000000')).toBe(normalAccount('11773016-11111018'));
  });
  test('AC-013 a wrong check digit is no account', () => {
    expect(domesticAccountOf('11773016-11111019')).toBeNull();
    expect(domesticAccountOf('11773017-11111018')).toBeNull();
    expect(normalAccount('HU43 1177 3016 1111 1018 0000 0000')).toBeNull();
  });
  test('foreign IBANs are kept compact', () => {
    expect(normalAccount('DE89 3704 0044 0532 0130 00')).toBe('DE89370400440532013000');
    expect(normalAccount('nonsense')).toBeNull();
    expect(normalAccount(null)).toBeNull();
  });
});
