import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { Said } from '#services/domain/reading.ts';
import { type ApiClient, apiClient } from '#test/support/api-client.ts';
import { startDemo } from '#test/support/hub.ts';
import { printedPdf } from '#test/support/printed-page.ts';
import { aVoucher, joinedPdf } from '#test/support/vouchers.ts';
import type { DocumentView } from '#web/contract/documents.ts';
import type { InvoiceView } from '#web/contract/invoices.ts';

type Document = z.infer<typeof DocumentView>;

describe('what a person says of a file as a whole', { timeout: 120_000 }, () => {
  let demo: Awaited<ReturnType<typeof startDemo>>;
  let api: ApiClient;
  let businessId: string;

  beforeAll(async () => {
    demo = await startDemo({ empty: true });
    api = await apiClient(demo.ready);
    businessId = demo.ready.businesses[0]!.id;
  });
  afterAll(() => demo[Symbol.asyncDispose]());

  async function atRest(id: string): Promise<Document> {
    await api.restingDocuments(businessId, 1, 30_000);
    return (await (await api.ask(businessId, `/documents/${id}`)).json()) as Document;
  }
  async function upload(name: string, bytes: Uint8Array): Promise<Document> {
    const answer = await api.upload(businessId, name, bytes);
    expect(answer.status).toBe(201);
    return atRest(((await answer.json()) as Document).id);
  }
  const say = (id: string, said: Said) => api.ask(businessId, `/documents/${id}/said`, { method: 'PUT', body: JSON.stringify(said) });
  const itemsOf = async (id: string) =>
    (await api.invoices(businessId))
      .filter(({ documents }) => documents.some((document) => document.id === id))
      .map((invoice) => ({ ...invoice, range: invoice.documents.find((document) => document.id === id)!.pageRange }))
      .sort((a, b) => (a.range?.[0] ?? 0) - (b.range?.[0] ?? 0));
  const correct = (invoice: z.infer<typeof InvoiceView>, patch: object) =>
    api.ask(businessId, `/invoices/${invoice.id}`, {
      method: 'PATCH',
      body: JSON.stringify(patch),
      headers: { 'if-match': `"${invoice.version}"` },
    });

  test('H-054 a file of several invoices is divided by a person, corrections stay with their pages, and saying it back undoes it', async () => {
    const proposed = await upload(
      'három.pdf',
      await joinedPdf([aVoucher({ number: 'HA-2026/001' }), aVoucher({ number: 'HA-2026/002' }), aVoucher({ number: 'HA-2026/003' })]),
    );
    expect(proposed.pageCount).toBe(3);
    const [first, second] = await itemsOf(proposed.id);
    expect((await itemsOf(proposed.id)).map(({ number, range }) => [number, range])).toEqual([
      ['HA-2026/001', [1, 1]],
      ['HA-2026/002', [2, 2]],
      ['HA-2026/003', [3, 3]],
    ]);
    expect((await correct(second!, { orderNumber: 'PO-7' })).status).toBe(200);

    expect(
      (
        await say(proposed.id, {
          kind: null,
          pageRanges: [
            [1, 1],
            [2, 3],
          ],
        })
      ).status,
    ).toBe(200);
    const divided = await atRest(proposed.id);
    expect(divided).toMatchObject({
      said: {
        kind: null,
        pageRanges: [
          [1, 1],
          [2, 3],
        ],
      },
    });
    expect(divided.because).not.toBe('several-documents');
    expect((await itemsOf(proposed.id)).map(({ id, number, range, orderNumber }) => [id, number, range, orderNumber])).toEqual([
      [first!.id, 'HA-2026/001', [1, 1], null],
      [second!.id, 'HA-2026/002', [2, 3], 'PO-7'],
    ]);

    // Read once more by the machine: the person's division and correction stand.
    const { intakeId } = divided;
    expect((await api.ask(businessId, `/intakes/${intakeId}/parts/1/retry`, { method: 'POST', body: '{}' })).status).toBeLessThan(300);
    await atRest(proposed.id);
    expect((await itemsOf(proposed.id)).map(({ range, orderNumber }) => [range, orderNumber])).toEqual([
      [[1, 1], null],
      [[2, 3], 'PO-7'],
    ]);

    expect((await say(proposed.id, { kind: null, pageRanges: null })).status).toBe(200);
    expect(await atRest(proposed.id)).toMatchObject({ said: null });
    expect((await itemsOf(proposed.id)).map(({ number, range }) => [number, range])).toEqual([
      ['HA-2026/001', [1, 1]],
      ['HA-2026/002', [2, 2]],
      ['HA-2026/003', [3, 3]],
    ]);
    expect(await itemsOf(proposed.id)).toContainEqual(expect.objectContaining({ id: second!.id, orderNumber: 'PO-7' }));

    const history = (await (await api.ask(businessId, `/documents/${proposed.id}/history`)).json()) as { items: { step: string }[] };
    expect(history.items.filter(({ step }) => step === 'said')).toHaveLength(2);
  });

  test('H-054 ranges that leave a page out, name one twice or none that there is are refused in words', async () => {
    const { id } = await upload('kettő.pdf', await joinedPdf([aVoucher({ number: 'KE-2026/001' }), aVoucher({ number: 'KE-2026/002' })]));
    for (const pageRanges of [
      [[1, 1]],
      [
        [1, 2],
        [2, 2],
      ],
      [[1, 3]],
      [
        [2, 2],
        [1, 1],
      ],
    ] as [number, number][][]) {
      const answer = await say(id, { kind: null, pageRanges });
      expect(answer.status, JSON.stringify(pageRanges)).toBe(400);
      expect(((await answer.json()) as { title: string }).title).toContain('every page once');
    }
    expect(await itemsOf(id)).toHaveLength(2);
  });

  test('AC-056 a kind that a person said makes or takes the register item, and survives being read again', async () => {
    const plain = await upload(
      'levél.pdf',
      await printedPdf([['Tisztelt Partnerünk!', 'Köszönjük a tegnapi beszélgetést.', 'Üdvözlettel: Zöldhegyi Kft.']]),
    );
    expect(await itemsOf(plain.id)).toEqual([]);
    expect((await say(plain.id, { kind: 'invoice', pageRanges: null })).status).toBe(200);
    expect(await atRest(plain.id)).toMatchObject({ kind: 'invoice', state: 'needs-review' });
    expect(await itemsOf(plain.id)).toHaveLength(1);

    expect((await say(plain.id, { kind: 'contract', pageRanges: null })).status).toBe(200);
    expect(await atRest(plain.id)).toMatchObject({ kind: 'contract', state: 'ready', kindConfidence: 1 });
    expect(await itemsOf(plain.id)).toEqual([]);
  });
});
