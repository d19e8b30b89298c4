import { describe, expect, test } from 'vitest';
import { extract } from '#services/steps/extract/extract.ts';
import { typedPage } from '#test/support/typed-page.ts';

const read = (lines: readonly string[]) => extract([typedPage(['SZÁMLA', 'Sorszám: OSZ-2026/11', ...lines])], { kind: 'invoice' });
const sumsIn = (lines: readonly string[]) => {
  const { net, vat, gross, payable } = read(lines).invoice;
  return { net, vat, gross, payable };
};

describe('AC-027 which amounts are the sums', () => {
  test('a row that no word announces, but that repeats what the lines come to', () => {
    expect(
      sumsIn([
        'Megnevezés | Nettó | ÁFA | ÁFA érték | Bruttó',
        'Logótervezés | 85 000 | 27% | 22 950 | 107 950',
        'Nyomdai előkészítés | 19 000 | 27% | 5 130 | 24 130',
        ' | 104 000 | | 28 080 | 132 080',
        'Fizetendő végösszeg: 132 080 Ft',
      ]),
    ).toEqual({ net: 10_400_000n, vat: 2_808_000n, gross: 13_208_000n, payable: 13_208_000n });
  });

  test('a line that adds up is not the sum where a larger one is announced, and nothing of it is sure', () => {
    const { invoice, fields } = read([
      'Megnevezés | Nettó | ÁFA | ÁFA érték | Bruttó',
      'Logótervezés | 85 000 | 27% | 22 950 | 107 950',
      'Fizetendő végösszeg: 140 000 Ft',
    ]);
    expect(invoice.gross).toBe(14_000_000n);
    expect([fields.net?.sure, fields.vat?.sure, fields.gross?.sure].some(Boolean)).toBe(false);
  });

  test('rates of which one bears no VAT are added up', () => {
    expect(
      sumsIn([
        'Végösszeg: 79 440 HUF',
        'Áfakulcs | Alap | Áfa | Bruttó',
        '5% | 72 000 | 3 600 | 75 600',
        '27% | 2 000 | 540 | 2 540',
        'ÁHK | 1 300 | 0 | 1 300',
      ]),
    ).toMatchObject({ net: 7_530_000n, vat: 414_000n, gross: 7_944_000n });
  });

  test('AC-053 VAT by rates each with its label, and an earlier debt beside what is payable', () => {
    const { invoice, fields } = read([
      'Nettó számlaérték | 14 165,35 Ft',
      '5% áfa | 250,00 Ft',
      '27% áfa | 2 474,65 Ft',
      'Bruttó számlaérték | 16 890,00 Ft',
      'Korábbi tartozás | 3 200 Ft',
      'Fizetendő összesen | 20 090 Ft',
    ]);
    expect(invoice).toMatchObject({ net: 1_416_535n, vat: 272_465n, gross: 1_689_000n, payable: 2_009_000n });
    expect(fields.gross?.sure).toBe(true);
  });

  test('AC-035 what is payable in cash is rounded, the gross is not', () => {
    expect(
      sumsIn([
        'Megnevezés | Nettó | ÁFA % | ÁFA | Bruttó',
        'Víz | 13 125 | 27 | 3 544 | 16 669',
        'Csatorna | 17 220 | 27 | 4 649 | 21 869',
        'Összesen | 30 345 | | 8 193 | 38 538',
        'Fizetendő összeg: 38 540 Ft',
        'Kerekítés: 2 Ft',
      ]),
    ).toEqual({ net: 3_034_500n, vat: 819_300n, gross: 3_853_800n, payable: 3_854_000n });
  });

  test('a subtotal, no tax and what is due', () => {
    expect(
      sumsIn(['Amount', 'Bolts | £367.50', 'Carriage | £38.00', 'Subtotal | £405.50', 'VAT 0% | £0.00', 'Total due | £405.50']),
    ).toEqual({
      net: 40_550n,
      vat: 0n,
      gross: 40_550n,
      payable: 40_550n,
    });
  });

  test('a credit note of one line has its parts from that line', () => {
    expect(
      sumsIn(['Termék | Nettó | ÁFA% | ÁFA | Bruttó', 'Karnis | -31 496 | 27 | -8 504 | -40 000', 'Mindösszesen: -40 000 Ft']),
    ).toMatchObject({ net: -3_149_600n, vat: -850_400n, gross: -4_000_000n });
  });

  test('two amounts side by side are told apart by the width of the spaces', () => {
    const page = typedPage(['SZÁMLA', 'Nettó összesen: 104 000 | Áfa összesen: 28 080', 'Bruttó összesen']);
    let x = 0.5;
    for (const [text, gap] of [
      ['28', 0.005],
      ['080', 0.012],
      ['132', 0.005],
      ['080', 0],
    ] as const) {
      page.words.push({ text, box: [x, 0.1, text.length * 0.008, 0.012], confidence: 1, line: 99 });
      x += text.length * 0.008 + gap;
    }
    expect(extract([page], { kind: 'invoice' }).invoice).toMatchObject({ net: 10_400_000n, vat: 2_808_000n, gross: 13_208_000n });
  });
});

test('AC-048 a group of an account number that its line breaks is no invoice number', () => {
  const { invoice } = extract(
    [typedPage(['VÉGSZÁMLA', 'Számlaszám: 99900088-', '11112222-33334444', 'Bizonylatszám: TT-2026/V/019', 'Fizetendő: 1 000 Ft'])],
    { kind: 'invoice' },
  );
  expect(invoice.number).toBe('TT-2026/V/019');
});

test('AC-L01 the number stands after a title that its own line ends', () => {
  const { invoice } = extract([typedPage(['Fémfeldolgozó Próba Kft. | Számla', 'Miskolc | száma: FHC 2026/558', 'Összesen: 971 100 Ft'])], {
    kind: 'invoice',
  });
  expect(invoice.number).toBe('FHC 2026/558');
});

test('AC-L01 a number that its column breaks is put together', () => {
  const numberIn = (...lines: string[]) => extract([typedPage([...lines, 'Összesen: 971 100 Ft'])], { kind: 'invoice' }).invoice.number;
  expect(numberIn('VÉGSZÁMLA', 'Bizonylatszám: TT-', '2026/V/019')).toBe('TT-2026/V/019');
  expect(numberIn('Számlaszám | Kelt', 'ST- | 2026.11.12', '2026/0007')).toBe('ST-2026/0007');
  expect(numberIn('Számla', 'Számlaszám | Kelt', 'KRT/2026/ | 2026.11.12', '00118')).toBe('KRT/2026/00118');
});

test('AC-L06 AC-L07 a name ends where its address begins on the same line, and begins behind its label', () => {
  const { invoice } = extract(
    [
      typedPage([
        'HálóPróba Távközlési Zrt. 1117 Budapest, Infopark sétány 8.',
        'Vevő (fizető) neve: Aranykalász Pékség Kft.',
        'Számla sorszáma: 4420',
        'Összesen: 971 100 Ft',
      ]),
    ],
    { kind: 'invoice' },
  );
  expect([invoice.supplier.name, invoice.customer.name]).toEqual(['HálóPróba Távközlési Zrt.', 'Aranykalász Pékség Kft.']);
});

test('AC-L06 AC-L07 in a form of two columns the name stands beside its word, and an address is no name', () => {
  const { invoice } = extract(
    [
      typedPage([
        'Villámpróba Villamossági Zrt. | 1/1. oldal',
        'Szolgáltató címe: | 4400 Nyíregyháza, Áram u. 1.',
        'Vevő neve: | Nyírség Asztalos Kft.',
        'Vevő címe: | 4400 Nyíregyháza, Fa u. 3.',
        'Számla sorszáma: 9900451277',
        'Összesen: 1 270 Ft',
      ]),
    ],
    { kind: 'invoice' },
  );
  expect([invoice.supplier.name, invoice.customer.name]).toEqual(['Villámpróba Villamossági Zrt.', 'Nyírség Asztalos Kft.']);
});

test('AC-L05 a currency that belongs to the label is not lost to the amount', () => {
  const page = typedPage([
    'Proforma Invoice',
    'PI-260117',
    'Aurora Testing Textiles Trading Ltd, 88 Silk Road, Nicosia 1065, Cyprus, VAT CY99988877X',
    'Goods | Amount',
    'Silk twill | 1,008.00',
    'Dyeing | 150.00',
    'Total: EUR 1,158.00',
  ]);
  const { invoice } = extract([page], { kind: 'pro-forma' });
  expect(invoice).toMatchObject({ number: 'PI-260117', gross: 115_800n, currency: 'EUR' });
  expect(invoice.supplier.name).toBe('Aurora Testing Textiles Trading Ltd');
});

test('AC-L03 money that came before the invoice leaves its own day', () => {
  const { invoice } = extract(
    [typedPage(['ELŐLEGSZÁMLA', 'Sorszám: HV-E-18', 'Kibocsátás: 2026.11.14.', 'Esedékesség: 2026.11.13.', 'Bruttó összesen: 60 000 Ft'])],
    { kind: 'advance' },
  );
  expect([invoice.issuedOn, invoice.dueOn]).toEqual(['2026-11-14', '2026-11-13']);
});
