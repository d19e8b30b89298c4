import { expect, test } from 'vitest';
import { accountNumber } from '#fixtures/ledger/account-number.ts';
import { inputOf } from '#services/commands/match.ts';
import { match } from '#services/steps/match/match.ts';

/** Cases written by hand, not drawn: each a sheet of open items and one day's lines as `./hub match` takes them, and what an accountant would do. */
type Item = { id: string; number: string | null; gross: string; [field: string]: unknown };
type Line = { id: string; amount: string; memo: string | null; [field: string]: unknown };
type Case = { kind: string; items: Item[]; lines: Line[]; settings?: object; settled?: string[]; first?: string[]; nothing?: string[] };

const tarr = { id: 'p1', name: 'Tarr Kertészet Kft.', accounts: [accountNumber(1)] };
const bodo = { id: 'p2', name: 'Bodó Ágnes e.v.', accounts: [] };
const lakos = { id: 'p3', name: 'Lakos Bútor Bt.', accounts: [accountNumber(3)] };
const kohler = { id: 'p4', name: 'Köhler Handels GmbH', accounts: [accountNumber(4)] };
const fromTarr = { counterpartyName: 'TARR KERTESZET KFT', counterpartyAccount: accountNumber(1) };
const fromBodo = { counterpartyName: 'BODO AGNES', counterpartyAccount: accountNumber(22) };
const fromLakos = { counterpartyName: 'Lakos Bútor Betéti Társaság', counterpartyAccount: accountNumber(3) };
const fromKohler = { counterpartyName: 'KOEHLER HANDELS GMBH', counterpartyAccount: accountNumber(4) };
const stranger = { counterpartyName: 'Szűcs Márton', counterpartyAccount: accountNumber(99) };

const owed = (number: string | null, gross: string, over: object = {}): Item => ({ id: number ?? 'without', number, gross, ...over });
const paid = (amount: string, memo: string | null, from: object, over: object = {}): Line => ({
  id: 'sor',
  amount,
  memo,
  ...from,
  ...over,
});

const cases: Case[] = [
  {
    kind: 'a twin partly paid keeps the other from being taken',
    items: [owed('KT-1', '25400', { open: '12700' }), owed('KT-2', '25400')],
    lines: [paid('25400', 'utalás', fromTarr)],
    settled: [],
  },
  // Mistyped references and swapped figures
  {
    kind: 'two figures swapped, payer known',
    items: [owed('E-KT-2026-4718', '88900')],
    lines: [paid('88900', 'E-KT-2026-4178', fromTarr)],
    settled: ['repaired-number E-KT-2026-4718=88900.00'],
  },
  {
    kind: 'a figure left out, payer known by name',
    items: [owed('2026/004718', '31750', { partner: bodo })],
    lines: [paid('31750', '2026/00478 bodo', fromBodo)],
    settled: ['repaired-number 2026/004718=31750.00'],
  },
  {
    kind: 'letter O for zero',
    items: [owed('SZ2026-00420', '12700')],
    lines: [paid('12700', 'SZ2026-OO420'.replace('OO', '0O'), fromTarr)],
    settled: ['repaired-number SZ2026-00420=12700.00'],
  },
  {
    kind: 'mistyped, and the payer is nobody known: only suggested',
    items: [owed('E-KT-2026-4718', '88900')],
    lines: [paid('88900', 'E-KT-2026-4178', stranger)],
    first: ['repaired-number E-KT-2026-4718=88900.00'],
  },
  {
    kind: 'mistyped so that two items of the amount fit: not decided',
    items: [owed('KT-4718', '88900'), owed('KT-4178', '88900')],
    lines: [paid('88900', 'KT-4778', fromTarr)],
    settled: [],
  },
  {
    kind: 'mistyped into another item of the same partner: not decided',
    items: [owed('KT-4718', '88900'), owed('KT-4719', '50800')],
    lines: [paid('88900', 'KT-4719', fromTarr)],
    settled: [],
  },
  {
    kind: 'three faults are no fault',
    items: [owed('E-KT-2026-4718', '88900'), owed('E-KT-2026-9001', '88900')],
    lines: [paid('88900', 'E-KT-2025-4187', fromTarr)],
    settled: [],
  },
  // Split payments
  {
    kind: 'half of it by its number',
    items: [owed('KT-1001', '100000')],
    lines: [paid('50000', 'KT-1001 1. részlet', fromTarr)],
    settled: ['partial KT-1001=50000.00'],
  },
  {
    kind: 'both halves on one day',
    items: [owed('KT-1001', '100000')],
    lines: [paid('60000', 'KT-1001 1/2', fromTarr, { id: 'a' }), paid('40000', 'KT-1001 2/2', fromTarr, { id: 'b' })],
    settled: ['partial KT-1001=60000.00', 'partial KT-1001=40000.00'],
  },
  {
    kind: 'the rest of an item partly paid before',
    items: [owed('KT-1001', '100000', { open: '35000' })],
    lines: [paid('35000', 'KT-1001 maradék', fromTarr)],
    settled: ['number KT-1001=35000.00'],
  },
  {
    kind: 'a part paid by somebody else: only suggested',
    items: [owed('KT-1001', '100000')],
    lines: [paid('50000', 'KT-1001', stranger)],
    first: ['partial KT-1001=50000.00'],
  },
  // One payment for many
  {
    kind: 'three numbers, commas',
    items: [owed('KT-1', '1000'), owed('KT-2', '2000'), owed('KT-3', '4000')],
    lines: [paid('7000', 'KT-1,KT-2,KT-3', fromTarr)],
    settled: ['numbers KT-1=1000.00 KT-2=2000.00 KT-3=4000.00'],
  },
  {
    kind: 'continued in short',
    items: [owed('2026/000101', '1000'), owed('2026/000102', '2000'), owed('2026/000107', '4000')],
    lines: [paid('7000', '2026/000101, 102, 107', fromTarr)],
    settled: ['numbers 2026/000101=1000.00 2026/000102=2000.00 2026/000107=4000.00'],
  },
  {
    kind: 'a range',
    items: [owed('KT-101', '1000'), owed('KT-102', '2000'), owed('KT-103', '4000')],
    lines: [paid('7000', 'KT-101-103', fromTarr)],
    settled: ['numbers KT-101=1000.00 KT-102=2000.00 KT-103=4000.00'],
  },
  {
    kind: 'two numbers, one mistyped, sum exact',
    items: [owed('E-KT-2026-1101', '1000'), owed('E-KT-2026-1202', '2500')],
    lines: [paid('3500', 'E-KT-2026-1101 es E-KT-2026-1220', fromTarr)],
    settled: ['numbers E-KT-2026-1101=1000.00 E-KT-2026-1202=2500.00'],
  },
  {
    kind: 'two numbers, sum wrong: not decided',
    items: [owed('KT-1', '1000'), owed('KT-2', '2000')],
    lines: [paid('2500', 'KT-1 KT-2', fromTarr)],
    settled: [],
  },
  {
    kind: 'a sum without numbers is suggested, with the only subset first',
    items: [owed('KT-1', '1234'), owed('KT-2', '5678'), owed('KT-3', '9999')],
    lines: [paid('6912', 'számlák', fromTarr)],
    first: ['subset KT-1=1234.00 KT-2=5678.00'],
  },
  {
    kind: 'a credit note taken off',
    items: [owed('KT-1', '10000'), owed('JO-7', '-2500', { kind: 'credit-note' })],
    lines: [paid('7500', 'KT-1 - JO-7', fromTarr)],
    settled: ['numbers KT-1=10000.00 JO-7=-2500.00'],
  },
  {
    kind: 'a credit note taken off without a word: suggested first',
    items: [owed('KT-1', '10000'), owed('JO-7', '-2500', { kind: 'credit-note' })],
    lines: [paid('7500', 'KT-1', fromTarr)],
    settled: [],
    first: ['subset JO-7=-2500.00 KT-1=10000.00'],
  },
  // Fees, foreign currency, rounding
  {
    kind: 'a foreign bank kept 12 EUR',
    items: [owed('KT-1', '1500', { currency: 'EUR', partner: kohler })],
    lines: [paid('1488', 'KT-1', fromKohler, { currency: 'EUR' })],
    settled: ['fee KT-1=1488.00'],
  },
  {
    kind: 'EUR bill paid in HUF near the rate: suggested, never decided',
    items: [owed('KT-1', '1000', { currency: 'EUR', partner: kohler })],
    lines: [paid('391000', 'KT-1', fromKohler)],
    settings: { rates: [{ on: '2026-05-18', currency: 'EUR', huf: '390.25' }] },
    first: ['foreign-currency KT-1=1000.00'],
  },
  {
    kind: 'EUR bill, no number, HUF at the rate of the account: suggested',
    items: [owed('KT-1', '1000', { currency: 'EUR', partner: kohler })],
    lines: [paid('388000', 'invoice', fromKohler)],
    settings: { rates: [{ on: '2026-05-18', currency: 'EUR', huf: '390.25' }] },
    first: ['foreign-currency KT-1=1000.00'],
  },
  {
    kind: 'rounded down to five forints',
    items: [owed('KT-1', '12702')],
    lines: [paid('12700', 'KT-1', fromTarr)],
    settled: ['rounding KT-1=12700.00'],
  },
  {
    kind: 'rounded up to five forints',
    items: [owed('KT-1', '12703')],
    lines: [paid('12705', 'KT-1', fromTarr)],
    settled: ['rounding KT-1=12703.00'],
  },
  // Payer other than the buyer
  {
    kind: 'somebody else pays, the number stands there',
    items: [owed('E-KT-2026-1101', '55000')],
    lines: [paid('55000', 'E-KT-2026-1101 Tarr Kft helyett', stranger)],
    settled: ['number E-KT-2026-1101=55000.00'],
  },
  {
    kind: 'the managing director pays from a private account, order number',
    items: [owed('KT-9', '55000', { orderNumber: '700123' })],
    lines: [paid('55000', 'rendelés 700123', stranger)],
    settled: ['order-number KT-9=55000.00'],
  },
  // Set-offs and refunds
  {
    kind: 'our own invoice does not settle by money going out',
    items: [owed('KT-1', '10000')],
    lines: [paid('-10000', 'KT-1', fromTarr)],
    settled: [],
  },
  {
    kind: 'a credit note paid back',
    items: [owed('JO-7', '-2500', { kind: 'credit-note' })],
    lines: [paid('-2500', 'JO-7 visszautalás', fromTarr)],
    settled: ['number JO-7=-2500.00'],
  },
  {
    kind: 'a supplier gives money back on its credit note',
    items: [owed('SZL/44', '-8000', { kind: 'credit-note', direction: 'payable', partner: lakos })],
    lines: [paid('8000', 'SZL/44', fromLakos)],
    settled: ['number SZL/44=-8000.00'],
  },
  {
    kind: 'set off with a supplier: the difference, both numbers named',
    items: [owed('KT-1', '10000', { partner: lakos }), owed('LB-55', '4000', { direction: 'payable', partner: lakos })],
    lines: [paid('6000', 'KT-1 kompenzálva LB-55', fromLakos)],
    settled: ['numbers KT-1=10000.00 LB-55=4000.00'],
  },
  // Twins
  {
    kind: 'two items of one amount and partner, nothing said: not decided',
    items: [owed('KT-1', '25400', { dueOn: '2026-05-30' }), owed('KT-2', '25400', { dueOn: '2026-04-30' })],
    lines: [paid('25400', 'havi díj', fromTarr)],
    first: ['account KT-2=25400.00'],
  },
  {
    kind: 'twins, one named',
    items: [owed('KT-1', '25400'), owed('KT-2', '25400')],
    lines: [paid('25400', 'KT-2', fromTarr)],
    settled: ['number KT-2=25400.00'],
  },
  {
    kind: 'a twin settled before keeps the other from being taken',
    items: [owed('KT-1', '25400', { open: '0' }), owed('KT-2', '25400')],
    lines: [paid('25400', 'utalás', fromTarr)],
    settled: [],
  },
  {
    kind: 'two equal lines of one day, two named items',
    items: [owed('KT-1', '25400'), owed('KT-2', '25400')],
    lines: [paid('25400', 'KT-1', fromTarr, { id: 'a' }), paid('25400', 'KT-2', fromTarr, { id: 'b' })],
    settled: ['number KT-1=25400.00', 'number KT-2=25400.00'],
  },
  {
    kind: 'two different lines of one day for one item: neither',
    items: [owed('KT-1', '25400')],
    lines: [paid('25400', 'KT-1', fromTarr, { id: 'a' }), paid('25400', 'KT-1 számla', stranger, { id: 'b' })],
    settled: [],
  },
  // Several numbers, of which some are none
  {
    kind: 'a year and a telephone beside the number',
    items: [owed('2026/000417', '18000'), owed('2026', '18000', { partner: lakos })],
    lines: [paid('18000', '2026/000417 tel 06 30 123 4567', fromTarr)],
    settled: ['number 2026/000417=18000.00'],
  },
  {
    kind: 'a telephone that holds a running number',
    items: [owed('KT-1234', '18000'), owed('KT-77', '18000')],
    lines: [paid('18000', 'tel: 06-30-1234-567', fromTarr)],
    settled: [],
  },
  {
    kind: 'an account in the memo',
    items: [owed('KT-1', '18000')],
    lines: [paid('18000', `${accountNumber(1)} Tarr Kertészet KT-1`, { counterpartyName: null, counterpartyAccount: null })],
    settled: ['number KT-1=18000.00'],
  },
  {
    kind: 'a day that looks like a supplier’s number, and none of it',
    items: [owed('2026-05-14', '18000', { direction: 'payable', partner: lakos })],
    lines: [paid('-18000', '2026-05-14', fromLakos)],
    settled: ['number 2026-05-14=18000.00'],
  },
  {
    kind: 'another company’s number and the amount of ours: only suggested',
    items: [owed('KT-1', '18000')],
    lines: [paid('18000', 'XQ/2026/55120', fromTarr)],
    first: ['account KT-1=18000.00'],
  },
  {
    kind: 'a tax number and a month beside nothing else: the account decides',
    items: [owed('KT-1', '18000')],
    lines: [paid('18000', 'havi díj 2026/05 adószám 98765432-2-41', fromTarr)],
    settled: ['account KT-1=18000.00'],
  },
  // Hungarian abbreviations
  {
    kind: 'szla. / sz.',
    items: [owed('KT2026-00417', '9000')],
    lines: [paid('9000', 'KT2026-00417.sz.szla.kiegy.', fromTarr)],
    settled: ['number KT2026-00417=9000.00'],
  },
  {
    kind: 'sorszám with a colon, glued',
    items: [owed('E-KT-2026-33', '9000')],
    lines: [paid('9000', 'SZLASZAM:E-KT-2026-33KOSZI', fromTarr)],
    settled: ['number E-KT-2026-33=9000.00'],
  },
  {
    kind: 'dbk. (pro forma)',
    items: [owed('D-KT-55', '9000', { kind: 'pro-forma' })],
    lines: [paid('9000', 'dbk. D-KT-55 alapján', stranger)],
    settled: ['number D-KT-55=9000.00'],
  },
  {
    kind: 'sz.: 417',
    items: [owed('KT2026-00417', '9000')],
    lines: [paid('9000', 'szla sz.: 417', fromTarr)],
    settled: ['repaired-number KT2026-00417=9000.00'],
  },
  {
    kind: 'számla száma 00417',
    items: [owed('KT2026-00417', '9000')],
    lines: [paid('9000', 'számla száma 00417', fromTarr)],
    settled: ['repaired-number KT2026-00417=9000.00'],
  },
  // Cut memos
  {
    kind: 'cut through the number',
    items: [owed('E-KT-2026-1234', '9000')],
    lines: [paid('9000', 'Szamla kiegyenlites E-KT-2026-12', fromTarr)],
    settled: ['repaired-number E-KT-2026-1234=9000.00'],
  },
  {
    kind: 'cut where two numbers begin alike: not decided',
    items: [owed('E-KT-2026-1234', '9000'), owed('E-KT-2026-1256', '9000')],
    lines: [paid('9000', 'Szamla kiegyenlites E-KT-2026-12', fromTarr)],
    settled: [],
  },
  {
    kind: 'cut after the first of several: not taken for much too much',
    items: [owed('KT-1', '1000'), owed('KT-2', '9000')],
    lines: [paid('10000', 'KT-1, K', fromTarr)],
    settled: [],
    first: ['subset KT-1=1000.00 KT-2=9000.00'],
  },
  // Without prefix or zeros
  {
    kind: 'no zeros',
    items: [owed('2026/000417', '9000')],
    lines: [paid('9000', '2026/417', fromTarr)],
    settled: ['repaired-number 2026/000417=9000.00'],
  },
  {
    kind: 'no prefix',
    items: [owed('E-KT-2026-4170', '9000')],
    lines: [paid('9000', '2026-4170', fromTarr)],
    settled: ['repaired-number E-KT-2026-4170=9000.00'],
  },
  {
    kind: 'a running number of two figures without a word: only suggested',
    items: [owed('KT-41', '9000'), owed('KT-42', '9000')],
    lines: [paid('9000', '41', fromTarr)],
    settled: [],
    first: ['account KT-41=9000.00'],
  },
  // Storno pairs
  {
    kind: 'an invoice and the one that cancels it stay out of a payment for the third',
    items: [owed('KT-1', '5000'), owed('KT-1S', '-5000', { kind: 'credit-note' }), owed('KT-2', '5000')],
    lines: [paid('5000', 'KT-2', fromTarr)],
    settled: ['number KT-2=5000.00'],
  },
  {
    kind: 'money for a cancelled number',
    items: [owed('KT-1', '5000', { open: '0' })],
    lines: [paid('5000', 'KT-1', fromTarr)],
    nothing: ['sor'],
  },
  // The payer’s own words
  {
    kind: 'end-to-end reference instead of a memo',
    items: [owed('KT-901', '5000')],
    lines: [paid('5000', null, fromTarr, { reference: 'KT-901' })],
    settled: ['number KT-901=5000.00'],
  },
  {
    kind: 'tax refund, interest: nothing',
    items: [owed('KT-1', '5000')],
    lines: [paid('777', 'kamat jóváírás', { counterpartyName: 'Minta Bank Zrt.', counterpartyAccount: null })],
    nothing: ['sor'],
  },
  {
    kind: 'a refused pair stays apart',
    items: [owed('KT-1', '5000')],
    lines: [paid('5000', 'KT-1', fromTarr)],
    settings: { refused: [{ transaction: 'sor', item: 'KT-1' }] },
    nothing: ['sor'],
  },
];

const answerOf = ({ items, lines, settings }: Case) => {
  const openItems = items.map((item) => ({
    kind: 'invoice',
    direction: 'receivable',
    partner: tarr,
    issuedOn: '2026-05-04',
    dueOn: '2026-05-12',
    currency: 'HUF',
    open: item.gross,
    ...item,
  }));
  const transactions = lines.map((line) => ({ bookedOn: '2026-05-20', currency: 'HUF', ...line }));
  const input = inputOf(JSON.stringify(openItems), JSON.stringify(transactions), JSON.stringify(settings ?? {}));
  return match(input);
};
const said = ({ rule, allocations }: { rule: string; allocations: readonly { item: string; amount: bigint }[] }): string =>
  [rule, ...allocations.map(({ item, amount }) => `${item}=${(Number(amount) / 100).toFixed(2)}`)].join(' ');

test.for(cases)('B-047 B-052 B-053 H-106 H-107 $kind', (each) => {
  const { settlements, suggestions, unmatched } = answerOf(each);
  if (each.settled) expect(settlements.map(said)).toEqual(each.settled);
  else expect(settlements).toEqual([]);
  if (each.first) expect(suggestions.map(({ candidates }) => said(candidates[0]!))).toEqual(each.first);
  if (each.nothing) expect(unmatched).toEqual(each.nothing);
});
