import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { correctInvoice } from '#services/actions/invoices/correct-invoice.ts';
import { joinInvoices } from '#services/actions/invoices/join-invoices.ts';
import type { InvoiceWire } from '#services/domain/invoice-wire.ts';
import { attachSource, type NewSource } from '#services/register/attach-source.ts';
import { Business } from '#storage/models/business.ts';
import { Invoice } from '#storage/models/invoice.ts';
import { InvoiceSource } from '#storage/models/invoice-source.ts';
import { Partner } from '#storage/models/partner.ts';
import { similarInvoices } from '#storage/queries/similar-invoices.ts';
import { aBaseNumber, aBusiness, anInvoice, aParty } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

type Said = { source: NewSource['source']; origin: string; invoice: InvoiceWire; evidence: object; batchIndex?: number };

const attach = (businessId: string, said: Said) =>
  Business.sequelize!.transaction((transaction) =>
    attachSource(transaction, { ...said, businessId, documentId: null, pageRange: null, readerVersion: '1' }),
  );

/** What the register shows, without what no two items share. */
async function shown(businessId: string): Promise<object[]> {
  const items = await Invoice.findAll({ where: { businessId } });
  return items
    .map((item) => {
      const { id: _, businessId: __, partnerId, version: ___, createdAt: ____, changedAt: _____, ...rest } = item.toJSON();
      return { ...rest, hasPartner: partnerId !== null };
    })
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

// A bigint has no place in JSON; the provenance holds every amount as text.
const key = ({ number, family, identity, provenance }: { number: unknown; family: unknown; identity: unknown; provenance: unknown }) =>
  JSON.stringify([number, family, identity, provenance]);

const day = fc.constantFrom('2026-11-03', '2026-11-04', null);
const amount = fc.constantFrom('1270.00', '1270', '9999.00', null);
const sureness = fc.record({ confidence: fc.constantFrom(0.4, 0.9), sure: fc.boolean() });

describe('one invoice, many sources', () => {
  test('H-050, H-081: NAV data, pushed XML, PDF and photo give the same items in any order, and again change nothing', async ({
    db: _,
  }) => {
    const said = fc.record({
      source: fc.constantFrom('nav', 'xml', 'pushed', 'embedded', 'ocr'),
      number: fc.constantFrom('FA-2026/1', 'fa - 2026/1', 'FA-2O26/01', 'FA-2026/2', null),
      kind: fc.constantFrom('invoice', 'advance', 'pro-forma', 'receipt'),
      issuedOn: day,
      dueOn: day,
      gross: amount,
      evidence: fc.record({ gross: sureness, number: sureness, issuedOn: sureness }),
      batchIndex: fc.constantFrom(0, 0, 0, 1, 2),
    });
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(said, { minLength: 2, maxLength: 5 })
          .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray([...list.keys()], { minLength: list.length }))),
        async ([list, order]) => {
          const supplier = aBaseNumber();
          const baseNumber = aBaseNumber();
          const sources = list.map(({ source, evidence, batchIndex, ...fields }, index): Said => {
            const invoice = {
              supplier: aParty(supplier),
              customer: aParty(baseNumber),
              currency: 'HUF',
              ...fields,
            } as Partial<InvoiceWire>;
            return { source: source as Said['source'], origin: `o:${index}`, invoice: anInvoice(invoice), evidence, batchIndex };
          });
          const results: object[][] = [];
          for (const sequence of [[...list.keys()], order, [...order, ...order]]) {
            const business = await Business.create({
              name: 'Próba Kft.',
              taxNumber: `${baseNumber}-2-42`,
              baseNumber,
              endedAt: new Date(),
            });
            for (const index of sequence) await attach(business.id, sources[index]!);
            results.push(await shown(business.id));
          }
          expect(results[1]).toEqual(results[0]);
          expect(results[2]).toEqual(results[0]);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('the invoices that one modification changes are items of their own, by their index', async ({ db: _ }) => {
    const business = await aBusiness();
    const invoice = anInvoice({ number: 'M-1', kind: 'modifying', supplier: aParty(aBaseNumber()), customer: aParty(business.baseNumber) });
    for (const batchIndex of [1, 2, 1])
      await attach(business.id, { source: 'nav', origin: `nav:${batchIndex}`, invoice, evidence: {}, batchIndex });
    expect(
      (await Invoice.findAll({ where: { businessId: business.id } })).map(({ identity }) => identity?.split('/').at(-1)).sort(),
    ).toEqual(['1', '2']);
  });

  test('what is said again makes no new version and no news', async ({ db: _ }) => {
    const business = await aBusiness();
    const invoice = anInvoice({
      number: 'F-1',
      supplier: aParty(aBaseNumber(), 'Egy Kft.'),
      customer: aParty(business.baseNumber),
      gross: '10.00',
    });
    const id = await attach(business.id, { source: 'embedded', origin: 'a', invoice, evidence: {} });
    const before = await Invoice.findByPk(id, { rejectOnEmpty: true });
    await attach(business.id, { source: 'embedded', origin: 'a', invoice, evidence: {} });
    expect((await Invoice.findByPk(id))?.toJSON()).toEqual(before.toJSON());
  });

  test("a corrected number survives a re-run that reads yet another one, and so do a person's other words", async ({ db }) => {
    const business = await aBusiness();
    const invoice = (number: string) =>
      anInvoice({ number, supplier: aParty(aBaseNumberOnce), customer: aParty(business.baseNumber), gross: '10.00', currency: 'HUF' });
    const aBaseNumberOnce = aBaseNumber();
    for (const correction of [{ number: 'FA-1' }, { dueOn: '2026-12-01' }]) {
      const origin = randomUUID();
      const id = await attach(business.id, { source: 'ocr', origin, invoice: invoice('FA-I'), evidence: {} });
      const { version } = await Invoice.findByPk(id, { rejectOnEmpty: true });
      await correctInvoice(db, { businessId: business.id, invoiceId: id, version, userId: null }, correction);
      const after = await attach(business.id, { source: 'ocr', origin, invoice: invoice('FA-!'), evidence: {} });
      expect(await Invoice.findByPk(after, { rejectOnEmpty: true })).toMatchObject(correction);
      await InvoiceSource.destroy({ where: { businessId: business.id } });
      await Invoice.destroy({ where: { businessId: business.id } });
    }
  });

  test('an item without identity is suggested beside its likeness; joined by a person they stay one through a re-run', async ({ db }) => {
    const business = await aBusiness();
    const [supplier, customer] = [aParty(aBaseNumber(), 'Minta Papír Kft.'), aParty(business.baseNumber)];
    const facts = { issuedOn: '2026-11-03', currency: 'HUF', gross: '5400.00' };
    const known = await attach(business.id, {
      source: 'nav',
      origin: 'nav',
      invoice: anInvoice({ number: 'A-1', supplier, customer, ...facts }),
      evidence: {},
    });
    const photo: Said = {
      source: 'ocr',
      origin: 'photo',
      invoice: anInvoice({ supplier: aParty(null, 'MINTA PAPÍR KFT'), customer, ...facts }),
      evidence: {},
    };
    const bare = await attach(business.id, photo);
    await attach(business.id, {
      source: 'ocr',
      origin: 'other',
      invoice: anInvoice({ customer, gross: '77.00', issuedOn: '2026-01-01' }),
      evidence: {},
    });
    expect(await similarInvoices(db, business.id, bare)).toEqual([
      { id: known, because: expect.arrayContaining(['amount', 'day', 'partner']) },
    ]);
    const actor = { kind: 'hub', id: null } as const;
    expect(await joinInvoices(db, { businessId: business.id, invoiceId: bare, intoId: known, actor })).toBe(known);
    expect(await attach(business.id, { ...photo, invoice: { ...photo.invoice, number: 'A-7', supplier } })).toBe(known);
    expect(await InvoiceSource.count({ where: { invoiceId: known } })).toBe(3);
  });

  test("a supplier's account that is not the known one is an alarm until a person accepts it", async ({ db }) => {
    const business = await aBusiness();
    const who = aBaseNumber();
    const old = '99900016-10020030-04005007';
    const sure = Object.fromEntries(['number', 'issuedOn', 'currency', 'gross'].map((name) => [name, { confidence: 1, sure: true }]));
    const bill = (number: string, account: string): Said => ({
      source: 'embedded',
      origin: number,
      invoice: anInvoice({
        number,
        supplier: { ...aParty(who, 'Szállító Kft.'), account },
        customer: aParty(business.baseNumber),
        issuedOn: '2026-11-01',
        currency: 'HUF',
        gross: '10.00',
      }),
      evidence: sure,
    });
    const first = await attach(business.id, bill('1', old));
    expect(await Invoice.findByPk(first)).toMatchObject({ state: 'ready', knownAccounts: null });
    // The same account as an IBAN is no other one; what no check digit confirms says nothing.
    for (const same of ['99900016100200300400500', '99900016 10020030 04005007'])
      expect(await Invoice.findByPk(await attach(business.id, bill(`s${same}`, same)))).toMatchObject({
        state: 'ready',
        knownAccounts: null,
      });
    const changed = await attach(business.id, bill('2', 'DE89370400440532013000'));
    const item = await Invoice.findByPk(changed, { rejectOnEmpty: true });
    expect(item).toMatchObject({ state: 'needs-review', because: 'new-account', knownAccounts: ['999000161002003004005007'] });
    const [told] = await db.query(`select action from audit where chain_id = '${business.id}'`);
    expect(told).toEqual([{ action: 'invoice.account-changed' }]);
    await correctInvoice(db, { businessId: business.id, invoiceId: changed, version: item.version, userId: null }, { state: 'ready' });
    expect(await Invoice.findByPk(changed)).toMatchObject({ state: 'ready', knownAccounts: null });
    expect(await Invoice.findByPk(await attach(business.id, bill('3', 'DE89370400440532013000')))).toMatchObject({ state: 'ready' });
    expect(await Partner.count({ where: { businessId: business.id } })).toBe(1);
  });
});
