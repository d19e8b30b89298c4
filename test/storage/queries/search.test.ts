import { randomUUID } from 'node:crypto';
import type { Sequelize } from 'sequelize';
import { describe, expect } from 'vitest';
import { attachSource } from '#services/register/attach-source.ts';
import { type Search, search } from '#storage/queries/search.ts';
import { rows } from '#storage/sql.ts';
import { aBusiness, anInvoice, anUpload, aParty, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

async function scene(db: Sequelize) {
  const business = await aBusiness();
  const deps = ingestDeps(db);
  const page = async (text: string, { name = 'lap.pdf', kind = 'invoice' } = {}) => {
    const { documentId } = await anUpload(deps, business.id, Buffer.from(randomUUID()), name);
    await rows(db, 'update documents set kind = $2 where id = $1', documentId, kind);
    await rows(
      db,
      `insert into document_pages (document_id, number, business_id, width, height, text_from, text, words) values ($1, 1, $2, 1, 1, 'embedded', $3, '[]')`,
      documentId,
      business.id,
      text,
    );
    return documentId;
  };
  const invoice = (number: string, gross: string, supplier = 'Kovács és Társa Kft.') =>
    db.transaction((transaction) =>
      attachSource(transaction, {
        businessId: business.id,
        source: 'nav',
        origin: randomUUID(),
        documentId: null,
        pageRange: null,
        invoice: anInvoice({
          number,
          gross,
          currency: 'HUF',
          supplier: aParty('98123458-2-13', supplier),
          customer: aParty(business.baseNumber),
          lines: [{ description: 'Tulipánhagymák', quantity: null, unit: null, unitPrice: null, rate: null, net: null }],
        }),
        evidence: {},
        readerVersion: '1',
      }),
    );
  const find = async (typed: string, given: Partial<Search> = {}, seesBank = true) =>
    search(db, business.id, { seesBank }, { typed, amountMinor: null, limit: 50, ...given });
  return { business, page, invoice, find };
}
const ids = (found: { id: string }[]) => found.map(({ id }) => id);

describe('search', () => {
  test('words of a page are found without accents, in other forms and by their beginning', async ({ db }) => {
    const { page, find } = await scene(db);
    const id = await page('Az őszirózsa csomagolásához használt dobozok szállítása');
    const bare = await page('A SZERZODES TARGYA: villanyszereles');
    for (const typed of ['őszirózsa', 'OSZIROZSA', 'doboz', 'dobozokat', 'szállítás', 'szallit', 'dobozok őszi'])
      expect(ids(await find(typed)), typed).toEqual([id]);
    for (const typed of ['szerződés', 'villanyszerelés', 'tárgya']) expect(ids(await find(typed)), typed).toEqual([bare]);
    expect(await find('doboz villanyszerelés')).toEqual([]);
    expect(await find(' - ')).toEqual([]);
    const [found] = await find('használt');
    expect(found).toMatchObject({ type: 'document', page: 1, snippet: expect.stringContaining('használt dobozok') });
  });

  test('invoices by a piece of the number, tax number, partner, what was bought and the amount', async ({ db }) => {
    const { invoice, find } = await scene(db);
    const id = await invoice('FA-2026/00817', '130048.00');
    const other = await invoice('FA-2026/00818', '999.00');
    for (const typed of ['FA-2026/00817', 'fa202600817', '00817', '6/00817'])
      expect(ids(await find(typed, { only: 'invoice' })), typed).toEqual([id]);
    expect(ids(await find('FA-2026/0081'))).toEqual([other, id]);
    for (const typed of ['98123458', '98123458-2-13', 'kovacs tarsa', 'tulipánhagymát'])
      expect(ids(await find(typed, { only: 'invoice' })).sort(), typed).toEqual([id, other].sort());
    expect(ids(await find('130 048', { amountMinor: 13_004_800n }))).toEqual([id]);
  });

  test('a partner by a misspelt name; nothing of another business, nothing deleted', async ({ db }) => {
    const { invoice, find } = await scene(db);
    await invoice('A-1', '1.00', 'Őszirózsa Kertészet Kft.');
    expect(await find('oszirozsa kerteszett', { only: 'partner' })).toMatchObject([{ type: 'partner', name: 'Őszirózsa Kertészet Kft.' }]);
    const elsewhere = await scene(db);
    expect(await elsewhere.find('őszirózsa')).toEqual([]);
    const id = await elsewhere.page('őszirózsa');
    await rows(db, `update documents set state = 'deleted' where id = $1`, id);
    expect(await elsewhere.find('őszirózsa')).toEqual([]);
  });

  test("B-035 the bank's papers are found only by those who see bank data", async ({ db }) => {
    const { page, find } = await scene(db);
    const id = await page('nyitó egyenleg', { kind: 'bank-statement' });
    expect(ids(await find('egyenleg'))).toEqual([id]);
    expect(await find('egyenleg', {}, false)).toEqual([]);
  });

  test('what was typed is never a query of its own, and a page of anything is kept', async ({ db }) => {
    const { page, find } = await scene(db);
    await page(`${'ő\u00a0'.repeat(3_000)} ${'x'.repeat(5_000)} ' \\ : & | ! ( ) <-> `.repeat(20));
    for (const typed of ["'", "a' | 'b", '\\', 'a & !b', ':*', '<->', '%', '_', "x'); drop table invoices; --", 'ő'.repeat(200)])
      await expect(find(typed), typed).resolves.toBeDefined();
  });

  test('neither sort of hit crowds the other out', async ({ db }) => {
    const { page, invoice, find } = await scene(db);
    for (let index = 0; index < 6; index++) {
      await page(`hagyma ${index}`);
      await invoice(`H-${index}`, '1.00', 'Hagyma Bt.');
    }
    const found = await find('hagyma', { limit: 7 });
    expect(found).toHaveLength(7);
    expect(new Set(found.map(({ type }) => type))).toEqual(new Set(['partner', 'invoice', 'document']));
  });
});
