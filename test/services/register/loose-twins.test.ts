import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { correctInvoice } from '#services/actions/invoices/correct-invoice.ts';
import { joinInvoices } from '#services/actions/invoices/join-invoices.ts';
import type { InvoiceWire } from '#services/domain/invoice-wire.ts';
import { attachSource, type NewSource } from '#services/register/attach-source.ts';
import { Business } from '#storage/models/business.ts';
import { Invoice } from '#storage/models/invoice.ts';
import { similarInvoices } from '#storage/queries/similar-invoices.ts';
import { rows } from '#storage/sql.ts';
import { aBaseNumber, aBusiness, anInvoice, aParty } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

const sure = Object.fromEntries(['number', 'issuedOn', 'currency', 'gross'].map((name) => [name, { confidence: 1, sure: true }]));

async function scene() {
  const business = await aBusiness();
  const supplier = aBaseNumber();
  const attach = (source: NewSource['source'], number: string, given: Partial<InvoiceWire> = {}, evidence: object = sure) =>
    Business.sequelize!.transaction((transaction) =>
      attachSource(transaction, {
        businessId: business.id,
        source,
        origin: `${source}:${number}:${JSON.stringify(given)}`,
        documentId: null,
        pageRange: null,
        readerVersion: '1',
        evidence,
        invoice: anInvoice({
          number,
          supplier: aParty(supplier, 'Szállító Kft.'),
          customer: aParty(business.baseNumber, 'Próba Kft.'),
          issuedOn: '2026-11-03',
          currency: 'HUF',
          gross: '1270.00',
          ...given,
        }),
      }),
    );
  const item = (id: string) => Invoice.findByPk(id, { rejectOnEmpty: true });
  const say = async (id: string, state: 'ready' | 'discarded') =>
    correctInvoice(
      Business.sequelize!,
      { businessId: business.id, invoiceId: id, version: (await item(id)).version, userId: null },
      { state },
    );
  const items = () => Invoice.findAll({ where: { businessId: business.id }, order: [['number', 'ASC']] });
  return { business, supplier, attach, item, items, say };
}

const asks = { possibleDuplicate: true, state: 'needs-review', because: 'possible-duplicate' };
const rests = { possibleDuplicate: false, state: 'ready' };

describe('numbers that differ only as eyes and OCR confuse them (promise 4, H-056)', () => {
  test.for([
    ['FA-2O26/0017', 'a letter for a figure'],
    ['FA-2026/17', 'without leading zeros'],
    ['FA 2026 0017', 'without its signs'],
    ['FA—2026.0017', 'with other signs'],
    ['fa-2026/OO17', 'letters for zeros'],
  ])('%s (%s) stays an item of its own, is asked about, and the two suggest each other', async ([spelt], { db }) => {
    const { business, attach, item } = await scene();
    const known = await attach('nav', 'FA-2026/0017');
    expect(await item(known)).toMatchObject(rests);
    const other = await attach('embedded', spelt!);
    expect(other).not.toBe(known);
    expect(await item(other)).toMatchObject(asks);
    expect(await item(known)).toMatchObject(asks);
    for (const [one, two] of [
      [known, other],
      [other, known],
    ] as const)
      expect(await similarInvoices(db, business.id, one)).toEqual([
        { id: two, because: expect.arrayContaining(['number', 'amount', 'day', 'partner']) },
      ]);
  });

  test('white space and case make no other number: one item from four sources, nothing asked', async ({ db: _ }) => {
    const { attach, items } = await scene();
    await attach('nav', 'FA-2026/0017');
    for (const [source, spelt] of [
      ['pushed', 'fa-2026/0017'],
      ['embedded', 'FA - 2026 / 0017'],
      ['ocr', ' FA-2026/ 0017'],
    ] as const)
      await attach(source, spelt);
    expect(await items()).toMatchObject([rests]);
  });

  test('joined they are one; accepted they are two; discarded or corrected, the other one asks no more', async ({ db }) => {
    const joined = await scene();
    const pair = [await joined.attach('nav', 'A-001'), await joined.attach('embedded', 'A-1')] as const;
    const actor = { kind: 'hub', id: null } as const;
    expect(await joinInvoices(db, { businessId: joined.business.id, invoiceId: pair[1], intoId: pair[0], actor })).toBe(pair[0]);
    expect(await joined.items()).toMatchObject([{ number: 'A-001', possibleDuplicate: false }]);

    const accepted = await scene();
    const [first, second] = [await accepted.attach('nav', 'A-001'), await accepted.attach('embedded', 'A-1')];
    await accepted.say(second, 'ready');
    expect(await accepted.item(second)).toMatchObject(rests);
    expect(await accepted.item(first)).toMatchObject(rests);

    const discarded = await scene();
    const [kept, dropped] = [await discarded.attach('nav', 'A-001'), await discarded.attach('embedded', 'A-1')];
    await discarded.say(dropped, 'discarded');
    expect(await discarded.item(kept)).toMatchObject(rests);

    const corrected = await scene();
    const [stays, read] = [await corrected.attach('nav', 'A-001'), await corrected.attach('embedded', 'A-1')];
    const { version } = await corrected.item(read);
    await correctInvoice(db, { businessId: corrected.business.id, invoiceId: read, version, userId: null }, { number: 'A-7' });
    expect(await corrected.item(stays)).toMatchObject(rests);
    expect(await corrected.item(read)).toMatchObject(rests);
  });

  test('reported under two numbers they are two invoices; so they are with other amounts, of two suppliers, or another family', async ({
    db: _,
  }) => {
    const reported = await scene();
    for (const number of ['2026/1', '2026/01']) await reported.attach('nav', number);
    expect(await reported.items()).toMatchObject([rests, rests]);

    const { attach, items } = await scene();
    await attach('embedded', 'B-01');
    await attach('embedded', 'B-1', { gross: '999.00' });
    await attach('embedded', 'B-001', { supplier: aParty(aBaseNumber(), 'Másik Kft.') });
    await attach('embedded', 'B-0001', { kind: 'pro-forma' });
    expect(await items()).toMatchObject([rests, rests, rests, rests]);
  });

  test('the same number of two suppliers is two invoices, of one supplier in two years one that is asked about', async ({ db: _ }) => {
    const { attach, items } = await scene();
    await attach('nav', '1');
    await attach('nav', '1', { supplier: aParty(aBaseNumber(), 'Másik Kft.') });
    expect(await items()).toMatchObject([rests, rests]);
    await attach('nav', '1', { issuedOn: '2025-11-03' });
    expect((await items()).filter(({ possibleDuplicate }) => possibleDuplicate)).toMatchObject([asks]);
    expect(await items()).toHaveLength(2);
  });

  test('a storno and a correction are items of their own, each from all its sources in any order', async ({ db: _ }) => {
    const said = [
      ['nav', 'S-1', {}],
      ['embedded', 'S-1', {}],
      ['nav', 'S-2', { kind: 'cancelling', originalNumber: 'S-1', gross: '-1270.00' }],
      ['embedded', 's - 2', { kind: 'cancelling', originalNumber: 'S-1', gross: '-1270.00' }],
      ['ocr', 'S-3', { kind: 'modifying', originalNumber: 'S-1', gross: '-270.00' }],
      ['pushed', 'S-3', { kind: 'modifying', originalNumber: 'S-1', gross: '-270.00' }],
    ] as const;
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...said], { minLength: said.length }), async (order) => {
        const { attach, items } = await scene();
        for (const [source, number, given] of order) await attach(source, number, given as Partial<InvoiceWire>);
        expect(await items()).toMatchObject([
          { number: 'S-1', kind: 'invoice', originalNumber: null, ...rests },
          { number: 'S-2', kind: 'cancelling', originalNumber: 'S-1', grossMinor: -127_000n, ...rests },
          { number: 'S-3', kind: 'modifying', originalNumber: 'S-1', grossMinor: -27_000n, ...rests },
        ]);
      }),
      { numRuns: 6 },
    );
  });

  test('what is loose about a number', async ({ db }) => {
    const [found] = await rows<{ loose: string[] }>(
      db,
      `select array(select loose_number(number) from unnest($1::text[]) with ordinality as n (number, at) order by at) as loose`,
      ['FA-2026/0017', 'ÁÉ 0/010', '1001', 'I-5', '---', '000'],
    );
    expect(found?.loose).toEqual(['fa202617', 'ae010', '1001', '15', null, '0']);
  });
});
