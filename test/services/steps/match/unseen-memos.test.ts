import { accountNumber } from '#fixtures/ledger/account-number.ts';
import { bodo, fromBodo, fromLakos, fromTarr, judge, lakos, owed, paid, stranger } from './unseen-support.ts';

// What payers write, and what banks leave of it.
judge([
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
]);
