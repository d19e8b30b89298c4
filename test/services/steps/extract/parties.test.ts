import { describe, expect, test } from 'vitest';
import { extract } from '#services/steps/extract/extract.ts';
import { taxNumberOf, typedPage } from '#test/support/typed-page.ts';

const read = (lines: readonly string[]) => extract([typedPage(lines)], { kind: 'invoice' }).invoice;
const bill = ['Számla sorszáma: T-2026/18', 'Számla kelte: 2026.11.02.', 'Fizetendő: 12 700 Ft'];

describe('who sells and who buys, without a guess', () => {
  test('a page that names nobody has no supplier and no customer', () => {
    const { supplier, customer } = read(['SZÁMLA', ...bill, 'Kelt: Bikafalva, 2026. november 2.']);
    expect([supplier.name, customer.name]).toEqual([null, null]);
  });

  test.for([
    'Kelt: Bikafalva, 2026. 11. 02.',
    'Eladó',
    'Vevő',
    'Cím: 1117 Budapest, Fő út 3.',
    'Telefon: +36 1 555 0101',
    '1117 Budapest, Fő út 3.',
    'Oldal: 1',
  ])('AC-050 `%s` is no name', (line) => {
    const { supplier, customer } = read([line, ...bill]);
    expect([supplier.name, customer.name]).toEqual([null, null]);
  });

  test('AC-052 a tax number is sure in the block of a name, and where its words say whose it is; not in a block without a name', () => {
    const isSure = (seller: string[]) =>
      extract([typedPage(['SZÁMLA', 'Eladó:', ...seller, 'Vevő:', 'Pipacs Bútor Bt.', `Adószám: ${taxNumberOf('9822222')}`, ...bill])], {
        kind: 'invoice',
      }).fields['supplier.taxNumber'];
    expect(isSure(['Zsálya Szerviz Kft.', `Adószám: ${taxNumberOf('9811111')}`])).toMatchObject({ sure: true });
    expect(isSure([`Adószám: ${taxNumberOf('9811111')}`])).toMatchObject({ sure: false });
    expect(isSure([`Eladó adószáma: ${taxNumberOf('9811111')}`])).toMatchObject({ sure: true });
  });

  test('the bank that keeps an account is not who sells', () => {
    const lines = ['Bank: Nyírfa Takarékbank Zrt.', 'Bankszámlaszám: 99910000-00000000', ...bill, 'Zsálya Szerviz Kft.'];
    expect(read(lines).supplier.name).toBe('Zsálya Szerviz Kft.');
    expect(read(lines.slice(0, -1)).supplier.name).toBeNull();
  });

  test('AC-L06 AC-L07 a block of labels and values has its name behind the label', () => {
    const invoice = read([
      'SZÁMLA',
      'Eladó | Vevő',
      'Név: Zsálya Szerviz Kft. | Név: Pipacs Bútor Bt.',
      'Cím: 1117 Budapest | Cím: 6720 Szeged',
      ...bill,
    ]);
    expect([invoice.supplier.name, invoice.customer.name]).toEqual(['Zsálya Szerviz Kft.', 'Pipacs Bútor Bt.']);
    expect(read(['SZÁMLA', 'Eladó', 'Név:', 'Cím:', ...bill]).supplier.name).toBeNull();
  });

  test('a window letter: the small line names the sender, the lines below the customer, with his tax number', () => {
    const [ours, theirs] = [taxNumberOf('9912345'), taxNumberOf('9823456')];
    const { supplier, customer } = read([
      'Hársfa Nyomda Zrt. · Kossuth Lajos utca 3. · 1117 Budapest',
      'Borostyán Könyvelő Kkt.',
      'Fő út 12.',
      '6720 Szeged',
      `Adószám: ${theirs}`,
      ...bill,
      ...Array.from({ length: 20 }, () => ''),
      `Hársfa Nyomda Zrt. Adószám: ${ours}`,
    ]);
    expect(supplier).toMatchObject({ name: 'Hársfa Nyomda Zrt.', taxNumber: ours });
    expect(customer).toMatchObject({ name: 'Borostyán Könyvelő Kkt.', taxNumber: theirs });
  });

  test('a name that goes on in the next line, or behind a salutation, is whole', () => {
    const { customer, supplier } = read([
      'Verkäufer | Käufer',
      'Musterhafter Versicherung | Frau',
      'auf Gegenseitigkeit AG | Erika Probe',
      'Rechnungsnummer: 2026-118',
    ]);
    expect([supplier.name, customer.name]).toEqual(['Musterhafter Versicherung auf Gegenseitigkeit AG', 'Frau Erika Probe']);
  });

  test('`egyéni vállalkozó` belongs to a name and begins no block', () => {
    const { supplier, customer } = read([
      'Eladó: Zsálya Szerviz Kft.',
      'Vevő',
      'Bakos Vendel egyéni vállalkozó',
      `Adószám: ${taxNumberOf('9834567')}`,
      ...bill,
    ]);
    expect([supplier.name, customer.name, customer.taxNumber]).toEqual([
      'Zsálya Szerviz Kft.',
      'Bakos Vendel egyéni vállalkozó',
      taxNumberOf('9834567'),
    ]);
  });

  test('AC-051 columns so close that they read as one: each label takes the day below it', () => {
    const page = typedPage(['Számla sorszáma: T-2026/18']);
    const put = (text: string, x: number, y: number) =>
      page.words.push({ text, box: [x, y, text.length * 0.0095, 0.012], confidence: 1, line: 10 + y });
    for (const [at, [label, day]] of (
      [
        ['Kelt', '2026-09-21'],
        ['Teljesítés', '2026-09-15'],
        ['Esedékesség', '2026-09-29'],
      ] as const
    ).entries()) {
      put(label, 0.1 + at * 0.104, 0.2);
      put(day, 0.1 + at * 0.104, 0.22);
    }
    const { invoice } = extract([page], { kind: 'invoice' });
    expect([invoice.issuedOn, invoice.suppliedOn, invoice.dueOn]).toEqual(['2026-09-21', '2026-09-15', '2026-09-29']);
  });
});
