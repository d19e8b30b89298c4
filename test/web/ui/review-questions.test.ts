import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { anInvoice, aParty } from '#test/support/builders.ts';
import type { InvoiceView } from '#web/contract/invoices.ts';
import { outcomeOf, periodsAt } from '#web/ui/review/consequences.ts';
import { inOrder, orders } from '#web/ui/review/order.ts';
import { questionsOf } from '#web/ui/review/questions.ts';
import type { Waiting } from '#web/ui/review/use-review.ts';
import { doubtOf, waitsBecause } from '#web/ui/shared/doubts.ts';
import type { Evidence } from '#web/ui/shared/evidence.ts';
import { filterWords } from '#web/ui/shared/labels.ts';
import { hu } from '#web/ui/texts/hu.ts';

beforeAll(() => i18next.init({ lng: 'hu', resources: { hu: { translation: hu } } }));

const anItem = (given: Partial<InvoiceView> = {}): InvoiceView => ({
  ...anInvoice({ supplier: aParty('98123458', 'Őri Kft.'), number: 'A-1', issuedOn: '2026-11-02', currency: 'HUF', gross: '1270.00' }),
  id: 'x',
  businessId: 'b',
  direction: 'payable',
  state: 'needs-review',
  because: 'doubtful-fields',
  doubts: null,
  open: null,
  period: '2026-11',
  partnerId: null,
  documents: [],
  sources: {},
  possibleDuplicate: false,
  accountChanged: null,
  legalNotices: [],
  hufByRate: null,
  changedAt: '2026-11-03T00:00:00Z',
  version: 1,
  ...given,
});
const evidence = (given: Partial<Evidence> = {}): Evidence => ({
  confidence: 0.9,
  sure: false,
  source: 'embedded',
  page: 1,
  box: null,
  ...given,
});
const source = (value: string, won: boolean) => ({
  source: won ? ('nav' as const) : ('ocr' as const),
  origin: value,
  value,
  won,
  because: won ? 'most-trusted' : 'less-trusted',
});

test('what differs is asked before what must be known, and that before the rest', () => {
  const item = anItem({
    suppliedOn: '2026-10-30',
    paymentMethod: 'cash',
    sources: { suppliedOn: [source('2026-10-30', true), source('2026-11-02', false)] },
  });
  const asked = questionsOf(item, {
    'supplier.name': evidence(),
    paymentMethod: evidence(),
    gross: evidence(),
    dueOn: evidence({ sure: true }),
  });
  expect(asked.map(({ name }) => name)).toEqual(['suppliedOn', 'supplier.name', 'gross', 'paymentMethod']);
});

test('a doubtful field has its own reason', () => {
  expect(doubtOf(evidence({ because: 'the first day on the page' }))).toBe('firstDay');
  expect(doubtOf(evidence({ because: 'label' }))).toBe('once');
  expect(doubtOf(evidence({ because: 'label', source: 'ocr' }))).toBe('onceOnPicture');
  expect(doubtOf(evidence({ because: 'label', source: 'ocr', confidence: 0.6 }))).toBe('hardToRead');
});

test('what acceptance does follows what is typed, and says no period that it cannot know', () => {
  const item = anItem({ suppliedOn: '2026-11-02', dueOn: '2026-11-20' });
  const asked = [{ name: 'gross', why: 'unsure' as const, choices: [] }];
  expect(outcomeOf(item, {}, asked)).toMatchObject({
    direction: 'payable',
    amount: '1270.00',
    dueOn: '2026-11-20',
    period: '2026-11',
    unanswered: 1,
  });
  expect(outcomeOf(item, { gross: null, suppliedOn: '2026-10-30' }, asked)).toMatchObject({
    amount: null,
    period: '2026-10',
    unanswered: 0,
  });
  // The day of payment decides here: another day of supply does not say which period it will be.
  expect(outcomeOf(anItem({ suppliedOn: '2026-09-02', period: '2026-11' }), { suppliedOn: '2026-10-30' }, [])).toMatchObject({
    period: null,
  });
  expect(outcomeOf(item, { kind: 'pro-forma' }, [])).toMatchObject({ period: null });
});

test('the VAT periods between which a day decides are named, months or quarters', () => {
  const choices = ['2026-10-30', '2026-11-02', '2027-01-02'].map((value) => ({ value, source: null, won: false }));
  const at = (period: string) => periodsAt(anItem({ suppliedOn: '2026-10-30', period }), { name: 'suppliedOn', choices });
  expect(at('2026-10')).toEqual(['2026-10', '2026-11', '2027-01']);
  expect(at('2026-Q4')).toEqual(['2026-Q4', '2027-Q1']);
  expect(periodsAt(anItem({ suppliedOn: '2026-10-30', period: '2026-10' }), { name: 'issuedOn', choices })).toEqual([]);
  expect(periodsAt(anItem({ suppliedOn: '2026-10-30', period: '2026-Q4' }), { name: 'suppliedOn', choices: choices.slice(0, 2) })).toEqual(
    [],
  );
});

test('the queue in each order; what has no such value comes last, what is alike stays as it came', () => {
  const waiting = (key: string, given: Partial<InvoiceView> | null): Waiting => ({
    key,
    documentId: null,
    pageRange: null,
    document: null,
    invoice: given && anItem(given),
  });
  const queue = [
    waiting('file', null),
    waiting('euro', {
      because: 'new-account',
      gross: '100.00',
      currency: 'EUR',
      grossHuf: '39000.00',
      dueOn: '2026-12-01',
      supplier: aParty(null, 'Zeta'),
    }),
    waiting('small', { because: 'exempt-vat', gross: '900.00', dueOn: null, supplier: aParty(null, 'Őri Kft.') }),
    waiting('large', { gross: '5000.00', dueOn: '2026-11-20', supplier: aParty(null, 'Ódor Bt.') }),
    waiting('again', { gross: '900.00', dueOn: '2026-11-20', supplier: aParty(null, null) }),
  ];
  const sorted = Object.fromEntries(
    orders.map((order) => [
      order,
      inOrder(queue, order)
        .map(({ key }) => key)
        .join(' '),
    ]),
  );
  expect(sorted).toEqual({
    oldest: 'file euro small large again',
    amount: 'euro large small again file',
    partner: 'large small euro file again',
    due: 'large again euro file small',
    // By its words: "alanyi …" before "kétes …" before "új …"; a file without a reason comes last.
    reason: 'small large again euro file',
  });
});

test('a waiting item says in few words which of its fields are doubtful and why, alike reasons together', () => {
  const unsure = (field: 'gross' | 'number' | 'issuedOn', because: string | null) => ({
    field,
    why: 'unsure' as const,
    evidence: { source: 'ocr' as const, confidence: 0.9, because },
  });
  expect(
    waitsBecause({
      because: 'doubtful-fields',
      doubts: [unsure('number', 'label'), unsure('issuedOn', 'the first day on the page'), unsure('gross', 'label')],
    }),
  ).toBe('Számlaszám, Bruttó: képről, más nem erősíti meg; Kelt: a lap első napja, felirat nélkül');
  expect(waitsBecause({ because: 'doubtful-fields', doubts: [{ field: 'gross', why: 'lines', evidence: null }] })).toBe(
    'Bruttó: a sorok összege eltér',
  );
  expect(waitsBecause({ because: 'sources-disagree', doubts: [{ field: 'issuedOn', why: 'differs', evidence: null }] })).toBe(
    'Kelt: a források eltérnek',
  );
  // A reason of the item as a whole says more than one of its fields; without doubts at hand the reason stands as it is.
  expect(waitsBecause({ because: 'new-account', doubts: [unsure('gross', 'label')] })).toBe(hu.reason['new-account']);
  expect(waitsBecause({ because: 'possible-duplicate', doubts: [{ field: 'issuedOn', why: 'differs', evidence: null }] })).toBe(
    `${hu.reason['possible-duplicate']}; Kelt: a források eltérnek`,
  );
  expect(waitsBecause({ because: 'doubtful-fields', doubts: null })).toBe('kétes mezők');
});

test('filters are named in the words of their lists', () => {
  expect(filterWords(['needs-review', 'true', '0192aaaa-0000-7000-8000-000000000001', 'receivable', '2026-11-04', 'over-90', 'Őri'])).toBe(
    'átnézendő, kimenő, 2026. 11. 04., 90 napnál régebben, Őri',
  );
});
