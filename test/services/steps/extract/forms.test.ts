import { describe, expect, test } from 'vitest';
import type { InvoiceKind, Page } from '#services/domain/reading.ts';
import { extract } from '#services/steps/extract/extract.ts';
import { taxNumberOf, typedPage } from '#test/support/typed-page.ts';

const invoiceOn = (page: Page, kind: InvoiceKind = 'invoice') => extract([page], { kind }).invoice;
const read = (...lines: string[]) => invoiceOn(typedPage(lines));

/** The words of some lines in letters of another size. */
function enlarged(page: Page, isLarge: (text: string) => boolean, by: number): Page {
  const words = page.words.map((word) => (isLarge(word.text) ? { ...word, box: scaled(word.box, by) } : word));
  return { ...page, words };
}
const scaled = ([x, y, w, h]: Page['words'][number]['box'], by: number): [number, number, number, number] => [x, y + h - h * by, w, h * by];

describe('AC-L01 where the number of an invoice stands', () => {
  test('as groups of digits with spaces between', () => {
    expect(read('Számlaszám: 80 2611 0045 1122', 'Fizetendő: 17 220 Ft').number).toBe('80 2611 0045 1122');
  });

  test('below a title, with lines of the other column between', () => {
    const page = typedPage(['Kamionos Próba Kft. | ', ' | SZÁMLA', 'Győr, Fuvar út 1. | ', ' | KT-2026/1177', 'Végösszeg: 787,40 EUR']);
    const near = page.words.map((word) => ({ ...word, box: [word.box[0], word.box[1] * 0.5, word.box[2], word.box[3]] as const }));
    expect(invoiceOn({ ...page, words: near.map((word) => ({ ...word, box: [...word.box] })) }).number).toBe('KT-2026/1177');
  });

  test('behind a bare `Nr.` or `No.` beside the title, never in an address', () => {
    expect(read('SZÁMLA / INVOICE / RECHNUNG', 'Nr.: EXP-26-0045', 'Összesen: 5 442,00 EUR').number).toBe('EXP-26-0045');
    expect(read('FAKTURA / INVOICE | No. 2260100512', 'Total: 2 303.00 EUR').number).toBe('2260100512');
    expect(read('Invoice', 'Kedai Ujian Sdn Bhd', 'No. 12, Jalan Contoh', 'Total: 12.00 MYR').number).toBeNull();
  });

  test('that holds what looks like a day', () => {
    expect(read('SZÁMLA', 'B/2026/11/04', 'Kelt: 2026. nov. 2.', 'Összesen: 688 721 Ft')).toMatchObject({
      number: 'B/2026/11/04',
      issuedOn: '2026-11-02',
    });
  });

  test('AC-C03 on an advance invoice by its own name; a final invoice names the advance by it', () => {
    const lines = ['Előlegszámla sorszáma: EL-2026-19', 'Bruttó összesen: 1 000 000 Ft'];
    expect(invoiceOn(typedPage(lines), 'advance').number).toBe('EL-2026-19');
    expect(invoiceOn(typedPage(['Sorszám: V-2026/61', ...lines]), 'final')).toMatchObject({
      number: 'V-2026/61',
      originalNumber: 'EL-2026-19',
    });
  });
});

describe('AC-045 AC-046 days', () => {
  test('with a year of two digits begin with it on a Hungarian page, and end with it elsewhere', () => {
    expect(read('Számla', 'Kelt: 26.11.03', 'Fizetendő: 100 Ft').issuedOn).toBe('2026-11-03');
    expect(read('Rechnung', 'Rechnungsdatum: 03.11.26', 'Gesamtbetrag: 100,00 €').issuedOn).toBe('2026-11-03');
  });

  test('that a narrow column breaks', () => {
    expect(
      read('Számla', 'Számla kelte | Fizetési határidő', '2026. 11. | 2026. 12.', '17. | 02.', 'Fizetendő: 1 587 500 Ft'),
    ).toMatchObject({ issuedOn: '2026-11-17', dueOn: '2026-12-02' });
  });

  test('AC-L04 AC-L12 to pay until, said by the ending of the day', () => {
    expect(read('Kiállítva: 2026-08-14', 'Fizetés: átutalás 2026-08-21-ig', 'Végösszeg: 4 390 000 Ft')).toMatchObject({
      dueOn: '2026-08-21',
      paymentMethod: 'transfer',
    });
  });

  test('AC-L03 a word between brackets is part of the label', () => {
    expect(read('Teljesítés (fizetés) dátuma | 2026.06.02', 'Összesen: 1 000 Ft').suppliedOn).toBe('2026-06-02');
  });
});

describe('AC-051 values over their captions', () => {
  const lines = [
    'KR-26-0904 | 2026. 11. 13. | 2026. 11. 28.',
    'számla sorszáma | kelte | fizetési határidő',
    'átutalás | HUF | 80 264 Ft',
    'fizetési mód | pénznem | fizetendő bruttó összeg',
    `Kéményseprő Kft. | Borsodi Bérház Zrt.`,
    'szállító neve, címe | vevő neve, címe',
  ];
  const captions = new Set(lines.filter((_, row) => row % 2 === 1).flatMap((line) => line.split(/[\s|]+/)));

  test('in larger letters they are the values of what stands below them', () => {
    const page = typedPage(['Számla', ...lines]);
    const close = page.words.map((word) => (captions.has(word.text) ? { ...word, box: moved(word.box) } : word));
    const invoice = invoiceOn(enlarged({ ...page, words: close }, (text) => !captions.has(text), 1.4));
    expect(invoice).toMatchObject({ number: 'KR-26-0904', issuedOn: '2026-11-13', dueOn: '2026-11-28', paymentMethod: 'transfer' });
    expect([invoice.supplier.name, invoice.customer.name]).toEqual(['Kéményseprő Kft.', 'Borsodi Bérház Zrt.']);
  });

  const moved = ([x, y, w, h]: Page['words'][number]['box']): [number, number, number, number] => [x, y - 0.009, w, h];
});

describe('AC-L06 AC-L07 names', () => {
  const [supplier, customer] = [taxNumberOf('9912345'), taxNumberOf('9923456')];

  test('below a heading that asks for name and address together', () => {
    expect(
      read('Számla', 'Vevő (fizető) neve, címe:', 'Csavargyár Próba Kft.', '8000 Székesfehérvár, Ipar utca 2.').customer,
    ).toMatchObject({
      name: 'Csavargyár Próba Kft.',
      address: '8000 Székesfehérvár, Ipar utca 2.',
    });
  });

  test('before an address on the same line, between brackets too', () => {
    expect(read('Számla', 'Eladó: Autó Próba Kft. (6500 Baja, Szegedi út 115.)', 'Összesen: 1 Ft').supplier.name).toBe('Autó Próba Kft.');
    expect(read('Számla', 'Szolgáltató: Hangos Próba Nyrt. 1117 Budapest, Kopaszi gát 6.', 'Összesen: 1 Ft').supplier.name).toBe(
      'Hangos Próba Nyrt.',
    );
  });

  test('over three lines to the legal form', () => {
    const { name } = read(
      'Szállító:',
      'Balatoni Rendezvény- és',
      'Kiállításszervező Korlátolt',
      'Felelősségű Társaság',
      '8600 Siófok, Fő tér 11.',
    ).supplier;
    expect(name).toBe('Balatoni Rendezvény- és Kiállításszervező Korlátolt Felelősségű Társaság');
  });

  test('in a form whose rows end with a column of colons; each tax number is its row’s', () => {
    const invoice = read(
      'Tölgy Próba Zártkörűen Működő Részvénytársaság',
      `Adószám: ${supplier}`,
      'Sorszám | : DJ20261031-004511',
      'Ügyfél | : Hajnal Optika Kft.',
      'Cím | : 1085 Budapest, József krt. 44.',
      `Adószám | : ${customer}`,
      'Végösszeg (HUF): | 14 027',
    );
    expect(invoice).toMatchObject({ number: 'DJ20261031-004511', gross: 1_402_700n, currency: 'HUF' });
    expect(invoice.customer).toMatchObject({ name: 'Hajnal Optika Kft.', taxNumber: customer });
    expect(invoice.supplier.taxNumber).toBe(supplier);
  });

  test('the street below its town belongs to the address', () => {
    expect(read('Vevő', 'Dunamenti Próba Bt.', '2600 Vác', 'Fő tér 3.', `Adószám: ${customer}`).customer.address).toBe(
      '2600 Vác, Fő tér 3.',
    );
  });

  test('AC-L10 Irish and Spanish numbers have letters; AC-L11 money goes to the seller', () => {
    expect(read('Invoice 17', 'Orbis Testing Limited', 'VAT number: IE9988776H', 'Total €124.20').supplier.euVatNumber).toBe('IE9988776H');
    const { supplier: paid } = read('Partner: Import Próba Kft.', 'Fizetés: Átutalással, 99906012-99906029', 'Összesen: 1 Ft');
    expect(paid.account).toBe('99906012-99906029');
  });
});

describe('AC-027 AC-044 sums', () => {
  test('`120.000,- Ft` is a hundred and twenty thousand, whatever mark other figures have', () => {
    expect(read('Szövegírás (SZJ 74.40) | 1 db | 120.000,- Ft', 'Összesen: 120.000,- Ft').gross).toBe(12_000_000n);
  });

  test('a number in a sentence about VAT is no VAT', () => {
    const invoice = read(
      'Charges before VAT | EUR 1,284.37',
      'VAT - 0% | EUR 0.00',
      'Total for this invoice | EUR 1,284.37',
      '* VAT reverse charge: customer to account for VAT under Article 196 of the Directive',
    );
    expect(invoice).toMatchObject({ net: 128_437n, vat: 0n, gross: 128_437n });
  });

  test('a sum of which most bears no VAT', () => {
    expect(
      read(
        'Jogcím | Adóalap | Áfa | Összesen',
        'Vámkezelés | 28 000 | 7 560 | 35 560',
        'Vám | 416 660 | 0 | 416 660',
        'Mindösszesen | 444 660 | 7 560 | 452 220',
      ),
    ).toMatchObject({ net: 44_466_000n, vat: 756_000n, gross: 45_222_000n });
  });

  test('AC-L22 rates without their sign, a discount’s percentage beside the rate, and exempt rows of two columns', () => {
    expect(
      read(
        'Megnevezés | Nettó | ÁFA (%) | ÁFA | Bruttó',
        'Energia | 96 408 | 27 | 26 030 | 122 438',
        'Összesen | 96 408 | | 26 030 | 122 438 Ft',
      ).vatLines,
    ).toEqual([{ rate: '27', net: 9_640_800n, vat: 2_603_000n, gross: 12_243_800n }]);
    expect(
      read(
        'Tétel | Nettó | Áfa% | Áfa | Bruttó',
        'Könyv | 33 600 | 5% | 1 680 | 35 280',
        'Kedvezmény 10% | -3 360 | 5% | -168 | -3 528',
        'Összesen | 30 240 | | 1 512 | 31 752 Ft',
      ).vatLines,
    ).toEqual([{ rate: '5', net: 3_024_000n, vat: 151_200n, gross: 3_175_200n }]);
    expect(
      read(
        'Tétel | Nettó | Áfa | Bruttó',
        'Fotózás | 64 000 | AAM | 64 000',
        'Összesen nettó: 64 000 HUF',
        'Összesen áfa: 0 HUF',
        'Összesen bruttó: 64 000 HUF',
      ).vatLines,
    ).toEqual([{ rate: 'AAM', net: 6_400_000n, vat: 0n, gross: 6_400_000n }]);
  });

  test('a discount between the subtotal and what is due', () => {
    expect(
      read(
        'Item | Rate | Amount',
        'Negotiation | £1,187.50 | £1,187.50',
        'Review | £440.00 | £440.00',
        'Subtotal | £1,627.50',
        'Discount (5%) | -£81.38',
        'VAT | £0.00',
        'Balance due | £1,546.12',
      ),
    ).toMatchObject({ gross: 154_612n, payable: 154_612n });
  });

  test('AC-018 AC-043 sums of another currency have their twins in forints', () => {
    expect(
      read(
        'Nettó: 620,00 EUR',
        'Áfa (27%): 167,40 EUR',
        'Végösszeg: 787,40 EUR',
        'Árfolyam: 389,45',
        'Nettó forintban: 241 459 Ft',
        'Áthárított áfa forintban: 65 194 Ft',
      ),
    ).toMatchObject({ gross: 78_740n, exchangeRate: '389.45', netHuf: 24_145_900n, vatHuf: 6_519_400n });
  });

  test('AC-L19 the nets of lines stand under `Amount` where quantity and unit price make them', () => {
    expect(
      read(
        'Description | Qty | Unit price | Amount',
        'Team plan | 1 | $49.00 | $49.00',
        'Extra seat | 2 | $5.00 | $10.00',
        'Total | | | $59.00',
      ).lines,
    ).toMatchObject([{ net: 4900n }, { net: 1000n }]);
  });
});

describe('AC-018 AC-043 a column of forints beside the invoice’s own currency', () => {
  const lines = [
    'Devizanem: EUR',
    'MNB árfolyam | 401,27 HUF/EUR',
    ' | EUR | HUF',
    'Nettó összesen | 2 300,00 | 922 921',
    'ÁFA összesen | 621,00 | 249 189',
    'Bruttó összesen | 2 921,00 | 1 172 110',
  ];

  test('is what the rate makes of the sums, and none of them', () => {
    expect(read(...lines)).toMatchObject({
      net: 230_000n,
      vat: 62_100n,
      gross: 292_100n,
      netHuf: 92_292_100n,
      vatHuf: 24_918_900n,
      grossHuf: 117_211_000n,
      exchangeRate: '401.27',
    });
  });
});

test('AC-027 a rate, its base and its VAT in one row say what is charged', () => {
  expect(read('ÁFA 5% alap 13 148 | 657', 'ÁFA 27% alap 5 110 | 1 380', 'ÖSSZESEN | 20 295 Ft')).toMatchObject({
    net: 1_825_800n,
    vat: 203_700n,
    gross: 2_029_500n,
  });
});

test('AC-L06 AC-L07 the name that a sentence asks for, and one with a street’s word in it', () => {
  expect(read('A vevő neve: Gemenc Vadász Kft.', 'Összesen: 1 Ft').customer.name).toBe('Gemenc Vadász Kft.');
  expect(read('Vállalkozó neve: Híd-Út Mélyépítő Kft.', 'Járda részösszege: 3 240 000,- Ft').supplier.name).toBe('Híd-Út Mélyépítő Kft.');
});

describe('AC-L19 lines that have no heads over their columns', () => {
  test('are prices in rows that come to the net', () => {
    const { lines } = read(
      'Hangtechnika bérlés 2 nap | 180 000 Ft + 27% ÁFA',
      'Színpad 6x4 m | 220 000 Ft + 27% ÁFA',
      'Nettó összeg: 400 000 Ft',
      'ÁFA: 108 000 Ft',
      'Fizetendő: 508 000 Ft',
    );
    expect(lines).toMatchObject([
      { description: 'Hangtechnika bérlés 2 nap', net: 18_000_000n },
      { description: 'Színpad 6x4 m', net: 22_000_000n },
    ]);
  });

  test('name their goods in the row above what quantity and price make; with VAT in them their nets stay unknown', () => {
    const { lines } = read(
      'A4 másolópapír 500 lap',
      '5 db x 2 190 | 10 950',
      'Tempera készlet',
      '4 db x 1 845 | 7 380',
      'ÖSSZESEN | 18 330 Ft',
      'Áfatartalom: 21,26%',
    );
    expect(lines).toMatchObject([
      { description: 'A4 másolópapír 500 lap', quantity: '5', unit: 'db', unitPrice: '2190', net: null },
      { description: 'Tempera készlet', quantity: '4', unitPrice: '1845', net: null },
    ]);
  });

  test('are none where the prices do not come to the sum', () => {
    expect(read('Bérlés | 180 000 Ft', 'Színpad | 210 000 Ft', 'Összesen: 400 000 Ft').lines).toEqual([]);
  });
});

test('AC-L02 a title that its line breaks goes on below', () => {
  expect(
    read('Beitragsrechnung des Versicherers zur Kraftfahrt Nr. 00.123.456.7 vom', '11.03.2026', 'Gesamtbetrag: 80,00 EUR').issuedOn,
  ).toBe('2026-03-11');
});

test('AC-L06 AC-L07 what a form asks for, who issues it and a trade are no part of a name', () => {
  const form = read('Eladó neve, címe, adószáma: | Vevő neve, címe, adószáma:', 'Csőtörés Kft. | Liliom Társasház', 'Összesen: 1 Ft');
  expect([form.supplier.name, form.customer.name]).toEqual(['Csőtörés Kft.', 'Liliom Társasház']);
  const own = read('Vevő (kiállító):', 'Aranyméz Felvásárló Kft.', 'Eladó:', 'Kaptár Ferenc őstermelő', 'Összesen: 1 Ft');
  expect([own.supplier.name, own.customer.name]).toEqual(['Kaptár Ferenc őstermelő', 'Aranyméz Felvásárló Kft.']);
  expect(read('Fék & Futómű Bt. autószerviz', 'Számla száma: FF26/00733', 'Összesen: 1 Ft').supplier.name).toBe('Fék & Futómű Bt.');
  const rows = ['Szállító | Kertész Kati Kft.', 'Szállító címe | 2100 Gödöllő, Szabadság tér 1.', 'Összesen: | 1 Ft'];
  expect(read(...rows).supplier.name).toBe('Kertész Kati Kft.');
});

test('AC-L06 AC-L07 AC-L11 whose account it is, and who takes the invoice', () => {
  const account = '99906012-99906029';
  const invoice = read('Számlabefogadó: Jogtár Plusz Kiadó Zrt.; 1117 Budapest', `Számlaszámunk: ${account}`, 'Összesen: 1 Ft');
  expect([invoice.customer.name, invoice.supplier.account]).toEqual(['Jogtár Plusz Kiadó Zrt.', account]);
  expect(read('Kőris Próba Kft.', `Kiállító bankszámlája: ${account}`, 'Kedv.', 'Összesen: 1 Ft').supplier.name).toBe('Kőris Próba Kft.');
});

test('AC-018 forints that the VAT is translated into do not make an invoice one in forints', () => {
  expect(
    read(
      'Tétel | Nettó (EUR) | Bruttó (EUR)',
      'Fizetendő: 2.349,50 EUR',
      'Az áfa összege forintban: 193 811 Ft (MNB árfolyam: 388,01 Ft/EUR)',
    ),
  ).toMatchObject({ currency: 'EUR', gross: 234_950n, vatHuf: 19_381_100n, exchangeRate: '388.01' });
});

test('AC-025 AC-C10 numbers of printed forms, and below the title of a pro forma', () => {
  expect(read('EGYSZERŰSÍTETT SZÁMLA', 'Sorszám: AB2S-E 0099871', 'Összesen: 1 Ft').number).toBe('AB2S-E 0099871');
  expect(invoiceOn(typedPage(['Proforma számla', 'PF2026/00218', 'Összesen: 1 Ft']), 'pro-forma').number).toBe('PF2026/00218');
});

test('AC-027 a rate of nought: net and gross are the same', () => {
  const lines = ['Nazwa | Netto EUR | VAT | Brutto EUR', 'Tarcica | 4 061,25 | 0% | 4 061,25', 'Razem / Total: 4 061,25 EUR'];
  expect(read(...lines)).toMatchObject({ net: 406_125n, vat: 0n, gross: 406_125n });
});

test('AC-L12 AC-L13 a way of paying that a till prints too, and one that a sentence names', () => {
  expect(read('Fizetési mód / Payment: | Bankkártya / Credit card', 'Összesen: 1 Ft').paymentMethod).toBe('card');
  expect(
    read(
      'Rechnung 7',
      'Gesamtbetrag: 966,00 €',
      'Es wird keine Umsatzsteuer berechnet. Bitte überweisen Sie den Betrag bis zum 17. August 2026.',
    ).paymentMethod,
  ).toBe('transfer');
});
