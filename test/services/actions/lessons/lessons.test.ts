import type { Sequelize } from 'sequelize';
import { describe, expect } from 'vitest';
import { correctInvoice } from '#services/actions/invoices/correct-invoice.ts';
import { forgetKind, forgetSupplier } from '#services/actions/lessons/forget.ts';
import { teachKind } from '#services/actions/lessons/teach.ts';
import { toWire } from '#services/domain/invoice-wire.ts';
import { attachSource } from '#services/register/attach-source.ts';
import { classify } from '#services/steps/classify/classify.ts';
import { extract } from '#services/steps/extract/extract.ts';
import { Document } from '#storage/models/document.ts';
import { Invoice } from '#storage/models/invoice.ts';
import { kindLessons, kindModelOf, supplierLessons, supplierMemories } from '#storage/queries/lessons.ts';
import { rows } from '#storage/sql.ts';
import { aBusiness, anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { taxNumberOf, typedPage } from '#test/support/typed-page.ts';

const sellers = taxNumberOf('9812345');
const actor = { kind: 'hub', id: null } as const;

/** A supplier whose invoice names its number without any label. */
const voucher = (number: string, day: string, due: string, buyer: string) => [
  'SZÁMLA',
  'Eladó | Vevő',
  'Fenyves Próba Kft. | Tölgyes Minta Zrt.',
  `Adószám: ${sellers} | Adószám: ${buyer}`,
  `Köszönjük, hogy minket választott | ${number}`,
  `Kelt: ${day} | Fizetési határidő: ${due}`,
  'Bruttó végösszeg: | 63 500 Ft',
];

async function scene(db: Sequelize) {
  const business = await aBusiness();
  const deps = ingestDeps(db);
  const bring = async (lines: readonly string[], kind = 'invoice') => {
    const page = typedPage(lines);
    const { documentId } = await anUpload(deps, business.id, Buffer.from(lines.join('\n')));
    await Document.update({ kind: kind as 'invoice', state: 'needs-review', reading: {} }, { where: { id: documentId } });
    await rows(
      db,
      `insert into document_pages (document_id, number, business_id, width, height, text_from, text, words) values ($1, 1, $2, 1, 1, 'embedded', $3, $4)`,
      documentId,
      business.id,
      lines.join('\n'),
      JSON.stringify(page.words),
    );
    return { documentId, page };
  };
  const accept = async (lines: readonly string[], number: string) => {
    const { documentId, page } = await bring(lines);
    const { invoice, fields } = extract([page], { kind: 'invoice' });
    const source = { businessId: business.id, source: 'embedded' as const, origin: `document:${documentId}`, documentId, pageRange: null };
    const id = await db.transaction((transaction) =>
      attachSource(transaction, { ...source, invoice: toWire(invoice), evidence: fields, readerVersion: '1' }),
    );
    const { version } = await Invoice.findByPk(id, { rejectOnEmpty: true });
    await correctInvoice(db, { businessId: business.id, invoiceId: id, version, userId: null }, { number, state: 'ready' });
    return documentId;
  };
  return { business, bring, accept };
}

describe('what people teach the reader', () => {
  test('AC-058 where a supplier prints its number and its usual term are learnt from accepted invoices, shown and forgotten', async ({
    db,
  }) => {
    const { business, accept } = await scene(db);
    const buyer = business.taxNumber;
    await accept(voucher('K2026A17', '2026.05.04.', '2026.05.19.', buyer), 'K2026A17');
    await accept(voucher('K2026A21', '2026.06.01.', '2026.06.16.', buyer), 'K2026A21');
    expect((await supplierLessons(db, business.id))[0]?.dueDays).toBeNull();
    await accept(voucher('K2026A33', '2026.07.01.', '2026.07.16.', buyer), 'K2026A33');
    const [known] = await supplierLessons(db, business.id);
    expect(known).toMatchObject({ name: 'Fenyves Próba Kft.', dueDays: 15 });
    expect(known?.places.find(({ field }) => field === 'number')).toMatchObject({ page: 1, times: 3 });

    const memories = await supplierMemories(db, business.id);
    const next = typedPage(voucher('K2026B01', '2026.08.01.', '2026.08.16.', buyer));
    const [before, after] = [extract([next], { kind: 'invoice' }), extract([next], { kind: 'invoice', memories })];
    expect(before.invoice.number).toBeNull();
    expect(after.invoice.number).toBe('K2026B01');
    expect(after.fields['number']).toMatchObject({ sure: false, because: 'stood here before' });
    expect(after.fields['dueOn']).toMatchObject({ sure: true });

    // Another business knows nothing of it.
    expect(await supplierMemories(db, (await aBusiness()).id)).toEqual({});
    await forgetSupplier(db, { businessId: business.id, actor }, known!.partnerId);
    expect(await supplierMemories(db, business.id)).toEqual({});
    await expect(forgetSupplier(db, { businessId: business.id, actor }, known!.partnerId)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a day that is not at its usual place is not booked unseen', async ({ db }) => {
    const { business, accept } = await scene(db);
    const lines = (n: number) => [...voucher(`X${n}/2026`, `2026.05.0${n}.`, `2026.05.2${n}.`, business.taxNumber), 'Számla sorszáma:'];
    for (const n of [1, 2]) await accept(lines(n), `X${n}/2026`);
    const memories = await supplierMemories(db, business.id);
    const moved = ['Melléklet', 'Másolat', 'Iktatva', 'Érkezett', 'Lap', ...lines(3)];
    const { fields } = extract([typedPage(moved)], { kind: 'invoice', memories });
    expect(extract([typedPage(moved)], { kind: 'invoice' }).fields['issuedOn']?.sure).toBe(true);
    expect(fields['issuedOn']).toMatchObject({ sure: false, because: 'not at its usual place' });
  });

  test("kinds are learnt from a person's word, explained by words, forgotten one by one, and never shared", async ({ db }) => {
    const { business, bring } = await scene(db);
    const lines = (n: number) => [
      `Havi elszámolólap ${n}`,
      'Futásteljesítmény üzemanyag norma gépkocsivezető',
      'Kiküldetés rendelvény kilométer',
    ];
    const taught: string[] = [];
    for (const n of [1, 2, 3]) {
      const { documentId } = await bring(lines(n), 'other');
      await db.transaction((transaction) => teachKind(transaction, { businessId: business.id, documentId, userId: null }, 'payroll'));
      taught.push(documentId);
    }
    for (let n = 10; n < 18; n++) {
      const { documentId } = await bring(voucher(`Y${n}`, '2026.01.01.', '2026.01.09.', business.taxNumber));
      await db.transaction((transaction) => teachKind(transaction, { businessId: business.id, documentId, userId: null }, 'invoice'));
    }
    const model = await kindModelOf(db, business.id);
    const page = typedPage(lines(9));
    expect(classify([page], { form: 'pdf' }).kind).toBe('other');
    expect(classify([page], { form: 'pdf', model })).toMatchObject({
      kind: 'payroll',
      learnt: expect.arrayContaining(['futasteljesitmeny']),
    });
    expect((await kindModelOf(db, (await aBusiness()).id)).documents).toEqual({});

    await db.transaction((transaction) => teachKind(transaction, { businessId: business.id, documentId: taught[0]!, userId: null }, null));
    const left = await kindLessons(db, business.id);
    expect(left).toHaveLength(10);
    for (const { id } of left.filter(({ kind }) => kind === 'payroll')) await forgetKind(db, { businessId: business.id, actor }, id);
    expect((await kindModelOf(db, business.id)).documents).toEqual({ invoice: 8 });
  });
});
