import { fromKohler, fromLakos, fromTarr, judge, kohler, lakos, owed, paid, stranger } from './unseen-support.ts';

// How money comes: in parts, for several, less a fee, from others, twice, and back.
judge([
  {
    kind: 'a twin partly paid keeps the other from being taken',
    items: [owed('KT-1', '25400', { open: '12700' }), owed('KT-2', '25400')],
    lines: [paid('25400', 'utalás', fromTarr)],
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
]);
