import { describe, expect } from 'vitest';
import { asCamt, asList, asMt940, asOtpWorkbook, type Movement } from '#test/support/bank-formats.ts';
import { anOffice } from '#test/support/bank-office.ts';
import { test } from '#test/support/database.ts';

const anna = '999000090000000300000007';
const rent: Movement = { day: '2026-11-03', amount: -250_000, name: 'Bérlő Ingatlan Kft.', memo: 'Bérleti díj 2026/11', id: '31' };
const sale: Movement = {
  day: '2026-11-03',
  amount: 127_000,
  name: 'Árvácska Virág Kft.',
  account: anna,
  memo: 'VIR-2026/17 számla',
  id: '32',
};
const fee: Movement = { day: '2026-11-04', amount: -990, memo: 'Számlavezetési díj', id: '41' };
const card: Movement = { day: '2026-11-05', amount: -4_390, name: 'SPAR', memo: 'SPAR 512 BUDAPEST', id: '51' };
const later: Movement = { day: '2026-11-09', amount: 63_500, name: 'Szűcs Ödön EV', memo: 'ESZ-44', id: '91' };
const month = [rent, sale, fee, card];
const without = ({ id: _, ...movement }: Movement): Movement => movement;

/** An office whose account is confirmed; `bring` answers how many lines a file added, `amounts` what stands in the list. */
async function aDesk(db: Parameters<typeof anOffice>[0], databaseUrl: string) {
  const office = await anOffice(db, databaseUrl);
  let running = 0;
  const send = (content: string | Uint8Array<ArrayBuffer>, fields: Record<string, string> = {}) => {
    const form = new FormData();
    for (const [key, value] of Object.entries({ mayAddAccount: 'true', ...fields })) form.set(key, value);
    form.set('file', new Blob([content]), `history-${running++}.${typeof content === 'string' ? 'txt' : 'xlsx'}`);
    return office.accountant('POST', '/bank-statements', form);
  };
  return {
    office,
    send,
    async bring(content: string | Uint8Array<ArrayBuffer>): Promise<number> {
      const { status, body } = await send(content);
      expect(status, JSON.stringify(body)).toBe(201);
      return (body.statements as { added: number }[]).reduce((sum, { added }) => sum + added, 0);
    },
    async amounts(): Promise<number[]> {
      const { body } = await office.accountant('GET', '/transactions?limit=200');
      return (body.items as { amount: string }[]).map(({ amount }) => Number(amount)).sort((a, b) => a - b);
    },
    [Symbol.asyncDispose]: () => office[Symbol.asyncDispose](),
  };
}
const sorted = (...movements: Movement[]) => movements.map(({ amount }) => amount).sort((a, b) => a - b);

describe('H-110 the same movements told by two formats stand once', () => {
  const formats = {
    mt940: (movements: Movement[]) => asMt940(1_000_000, movements),
    camt: (movements: Movement[]) => asCamt(1_000_000, ...movements),
    list: (movements: Movement[]) => asList(...movements),
    workbook: (movements: Movement[]) => asOtpWorkbook(...movements),
  };
  const names = Object.keys(formats) as (keyof typeof formats)[];
  test.for(names)('%s first, then every other', async (first, { db, databaseUrl }) => {
    await using desk = await aDesk(db, databaseUrl);
    expect(await desk.bring(formats[first](month))).toBe(4);
    for (const next of names.filter((name) => name !== first)) expect(await desk.bring(formats[next](month)), next).toBe(0);
    // Again, in another order and with what came since: each format is known by its own words too.
    for (const next of names) await desk.bring(formats[next]([...month].reverse().concat(later)));
    expect(await desk.amounts()).toEqual(sorted(...month, later));
  });

  test('periods that overlap by some days add only the days that are new', async ({ db, databaseUrl }) => {
    await using desk = await aDesk(db, databaseUrl);
    await desk.bring(asMt940(1_000_000, [rent, sale, fee]));
    expect(await desk.bring(asList(fee, card, later))).toBe(2);
    expect(await desk.bring(asCamt(1_000_000, ...month, later))).toBe(0);
    expect(await desk.amounts()).toEqual(sorted(...month, later));
  });
});

describe('H-110 equal movements that are two stay two', () => {
  const parking: Movement = { day: '2026-11-06', amount: -490, name: 'PARKOLÁS', memo: 'zóna' };
  test('as many as the fuller file shows, whatever the formats', async ({ db, databaseUrl }) => {
    await using desk = await aDesk(db, databaseUrl);
    expect(await desk.bring(asList(parking, parking))).toBe(2);
    expect(await desk.bring(asMt940(0, [parking, parking]))).toBe(0);
    expect(await desk.bring(asCamt(0, { ...parking, id: 'a' }, { ...parking, id: 'b' }, { ...parking, id: 'c' }))).toBe(1);
    expect(await desk.bring(asList(parking))).toBe(0);
    expect(await desk.amounts()).toEqual([-490, -490, -490]);
  });

  test('in two statements of one file', async ({ db, databaseUrl }) => {
    await using desk = await aDesk(db, databaseUrl);
    const file = asMt940(10_000, [without(fee)], [without(fee), without(card)]);
    expect(await desk.bring(file)).toBe(3);
    expect(await desk.bring(`${file}\r\n`)).toBe(0);
  });

  test('two payers of the same sum on one day, told by two files of different parts', async ({ db, databaseUrl }) => {
    await using desk = await aDesk(db, databaseUrl);
    const other = { ...sale, name: 'Búza Bt.', account: '', memo: 'BZ-3', id: '33' };
    await desk.bring(asMt940(0, [sale]));
    expect(await desk.bring(asList(other))).toBe(1);
    expect(await desk.amounts()).toEqual([127_000, 127_000]);
  });

  test('one payer who pays the same sum twice a day, for two invoices', async ({ db, databaseUrl }) => {
    await using desk = await aDesk(db, databaseUrl);
    const second = { ...sale, memo: 'VIR-2026/18 számla', id: '34' };
    await desk.bring(asList(sale));
    expect(await desk.bring(asList(sale, second))).toBe(1);
    expect(await desk.bring(asMt940(0, [second, sale]))).toBe(0);
    expect(await desk.bring(asList({ ...second, memo: 'VIR-2026/19 számla' }))).toBe(1);
  });
});

describe('H-110 B-073 one format, exported twice', () => {
  test('a memo written otherwise, with accents or cut, is the same line', async ({ db, databaseUrl }) => {
    await using desk = await aDesk(db, databaseUrl);
    await desk.bring(asList({ ...sale, memo: 'VIR-2026/17 szamla' }, { ...rent, memo: 'Bérleti' }, fee));
    expect(await desk.bring(asList(sale, rent, fee))).toBe(0);
  });

  test('a pending line comes once it is booked, and the rest is known', async ({ db, databaseUrl }) => {
    await using desk = await aDesk(db, databaseUrl);
    expect(await desk.bring(asOtpWorkbook(sale, { ...card, isPending: true }))).toBe(1);
    expect(await desk.bring(asOtpWorkbook({ ...card, day: '2026-11-06' }, sale))).toBe(1);
    expect(await desk.amounts()).toEqual(sorted(sale, card));
  });

  test('a line whose day of booking the bank corrected keeps its id and stands once', async ({ db, databaseUrl }) => {
    await using desk = await aDesk(db, databaseUrl);
    await desk.bring(asOtpWorkbook(sale, card));
    expect(await desk.bring(asOtpWorkbook(sale, { ...card, day: '2026-11-06' }))).toBe(0);
  });

  test('newest first or oldest first says the same', async ({ db, databaseUrl }) => {
    await using desk = await aDesk(db, databaseUrl);
    await desk.bring(asOtpWorkbook(...month));
    expect(await desk.bring(asOtpWorkbook(...[...month].reverse()))).toBe(0);
  });
});

test('B-071 H-110 what lies between two files of different formats is shown, and what they share', async ({ db, databaseUrl }) => {
  await using desk = await aDesk(db, databaseUrl);
  await desk.bring(asMt940(1_000_000, [rent, sale]));
  const after = 1_000_000 + rent.amount + sale.amount;
  const gap = await desk.send(asCamt(after + 5_000, later));
  expect(gap.body.statements[0].continuity).toMatchObject([{ kind: 'gap', after: '2026-11-03', before: '2026-11-09', missing: '5000.00' }]);
  const overlap = await desk.send(asList(sale, fee, card));
  expect(overlap.body.statements[0].continuity.map(({ kind }: { kind: string }) => kind)).toContain('overlap');
  expect(await desk.amounts()).toEqual(sorted(...month, later));
});

test('B-072 B-073 a statement of a strange account in a file of ours: nothing of the file is kept', async ({ db, databaseUrl }) => {
  await using desk = await aDesk(db, databaseUrl);
  await desk.bring(asCamt(0, sale));
  const strange = asMt940(0, [card]).replace(/:25:\d+/, ':25:998000010000000100000000');
  const refused = await desk.send(`${asMt940(127_000, [fee])}\r\n${strange}`, { mayAddAccount: 'false' });
  expect(refused).toMatchObject({ status: 422, body: { facts: { confirm: 'account', statement: 2 } } });
  expect(await desk.amounts()).toEqual(sorted(sale));
});
