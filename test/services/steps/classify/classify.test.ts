import { describe, expect, test } from 'vitest';
import { classify } from '#services/steps/classify/classify.ts';
import { languageOf } from '#services/steps/classify/language.ts';
import { typedPage } from '#test/support/typed-page.ts';

const kindOf = (lines: string[], form = 'pdf') => classify([typedPage(lines)], { form });
const filling = ['Próba Kft.', '1111 Budapest, Minta utca 1.', 'Kelt: 2026. 05. 04.'];

describe('kind of a document', () => {
  test.each([
    ['AC-C01', 'SZÁMLA', 'invoice'],
    ['AC-C10', 'DÍJBEKÉRŐ', 'pro-forma'],
    ['AC-C11', 'SZÁLLÍTÓLEVÉL', 'delivery-note'],
    ['AC-C12 AC-049', 'TELJESÍTÉSIGAZOLÁS', 'performance-certificate'],
    ['AC-C13', 'MEGBÍZÁSI SZERZŐDÉS', 'contract'],
    ['AC-C14', 'BANKSZÁMLAKIVONAT', 'bank-statement'],
    ['AC-C16', 'ADÓFOLYÓSZÁMLA-KIVONAT', 'tax-account-statement'],
    ['AC-C17', 'JÓTÁLLÁSI JEGY', 'warranty-card'],
    ['AC-C18', 'FIZETÉSI FELSZÓLÍTÁS', 'reminder'],
    ['AC-C20', 'BÉRJEGYZÉK', 'payroll'],
  ])('%s %s', (_requirement, title, kind) => {
    expect(kindOf([title, ...filling]).kind).toBe(kind);
  });

  test.each([
    ['AC-C03', 'ELŐLEGSZÁMLA', 'advance'],
    ['AC-C04', 'VÉGSZÁMLA', 'final'],
    ['AC-C05', 'MÓDOSÍTÓ SZÁMLA', 'modifying'],
    ['AC-C06', 'SZTORNÓ SZÁMLA', 'cancelling'],
    ['AC-C07', 'GYŰJTŐSZÁMLA', 'aggregate'],
  ])('%s %s is an invoice of its own kind', (_requirement, title, invoiceKind) => {
    expect(kindOf([title, ...filling])).toMatchObject({ kind: 'invoice', invoiceKind });
  });

  test('AC-054 "nem minősül számlának" vetoes the invoice', () => {
    const lines = ['DÍJBEKÉRŐ SZÁMLA', 'Ez a bizonylat nem minősül számlának.', 'Fizetendő: 12 700 Ft', ...filling];
    expect(kindOf(lines).kind).toBe('pro-forma');
    expect(kindOf(['SZÁMLA', 'Nem minősül számlának.', ...filling]).kind).not.toBe('invoice');
  });

  test('AC-054 an order number on an invoice does not make it an order', () => {
    expect(kindOf(['Mietrechnung Nr. 12/2026', 'Bestellung: B123456', 'Netto 100,00', 'USt. 19,00', 'Zahlbetrag 119,00']).kind).toBe(
      'invoice',
    );
  });

  test('AC-047 titles without accents or printed letter by letter are known', () => {
    expect(kindOf(['SZALLITOLEVEL', ...filling]).kind).toBe('delivery-note');
    expect(kindOf(['S Z Á M L A', ...filling]).kind).toBe('invoice');
  });

  test('AC-055 a picture without words stays a photo', () => {
    expect(classify([typedPage([])], { form: 'image' }).kind).toBe('photo');
  });

  test('AC-056 what no word decides asks for a person', () => {
    const { kind, confidence } = kindOf(['Lorem ipsum dolor', 'sit amet consectetur adipiscing']);
    expect(kind).toBe('other');
    expect(confidence).toBeLessThan(0.7);
  });
});

test('the language is that of most words, null where there is too little', () => {
  expect(languageOf([typedPage(['Számla', 'Eladó és vevő', 'Fizetési határidő: nettó 8 nap'])])).toBe('hu');
  expect(languageOf([typedPage(['Rechnung der Firma', 'Betrag und Datum'])])).toBe('de');
  expect(languageOf([typedPage(['12345'])])).toBeNull();
});
