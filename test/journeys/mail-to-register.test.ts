import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ready } from '#services/commands/demo/office.ts';
import { restingStates } from '#services/domain/document-state.ts';
import { type ApiClient, apiClient } from '#test/support/api-client.ts';
import { isRunning, processesOf, startDemo } from '#test/support/hub.ts';
import { aMail, mailSender, officeFile, officeMail, officeMails } from '#test/support/mails.ts';
import { sharedFolder } from '#test/support/shared.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const shared = sharedFolder();

describe('a mailed or uploaded voucher becomes a register item', { timeout: 300_000 }, () => {
  let demo: Awaited<ReturnType<typeof startDemo>>;
  let api: ApiClient;
  let bikes: Ready['businesses'][number];
  let bakery: Ready['businesses'][number];

  beforeAll(async () => {
    demo = await startDemo({ empty: true });
    api = await apiClient(demo.ready);
    bikes = demo.ready.businesses[0]!;
    bakery = demo.ready.businesses[1]!;
  });

  afterAll(async () => {
    const processes = processesOf(demo.pid);
    expect(processes.length).toBeGreaterThan(1);
    await demo[Symbol.asyncDispose]();
    expect(processes.filter(isRunning)).toEqual([]);
  });

  test('the sample mails: every attachment is a document at rest, byte for byte, and the invoice is in the register', async () => {
    using sender = mailSender(demo.ready.smtp);
    for (const name of officeMails()) await sender.send(bikes.mailAddress, officeMail(name));
    const documents = await api.restingDocuments(bikes.id, 11, 60_000);

    const stored = new Set<string>();
    for (const { id, sha256: named } of documents) {
      const content = await api.content(bikes.id, id);
      expect(sha256(content)).toBe(named);
      stored.add(named);
    }
    for (const name of officeMails()) {
      const { attachments } = await simpleParser(officeMail(name));
      for (const { contentType, content, related } of attachments)
        if (!related && !['application/zip', 'message/rfc822'].includes(contentType)) expect(stored, name).toContain(sha256(content));
    }

    const invoices = await api.invoices(bikes.id);
    const found = invoices.find(({ number }) => number === 'FA-2026/00817');
    expect(found).toMatchObject({ direction: 'payable', issuedOn: '2026-11-03', dueOn: '2026-11-18', currency: 'HUF', gross: '130048.00' });
    // Where it came in stands whose and how much it is.
    const arrived = (await api.intakes(bikes.id)).flatMap(({ parts }) => parts.map(({ document }) => document?.item));
    expect(arrived).toContainEqual({ partner: 'Fogaskerék Alkatrész Zrt.', gross: '130048.00', currency: 'HUF' });
    expect(invoices.map(({ number }) => number)).toEqual(
      expect.arrayContaining(['MU-2026-107', 'MU-2026-121', 'MU-2026-133', 'FF-26-5512']),
    );
  });

  test('H-062 a mail without anything usable leaves an intake with its reason', async () => {
    const intakes = await api.intakes(bikes.id);
    const newsletter = intakes.find(({ subject }) => subject === 'Novemberi hírlevelünk');
    expect(newsletter).toMatchObject({ fate: 'discarded', because: expect.any(String), door: 'smtp' });
    const link = intakes.find(({ subject }) => subject === 'Elkészült az Ön számlája');
    expect(link).toMatchObject({ fate: 'review', because: expect.any(String) });
  });

  test('the same mail once more is the same intake with two deliveries, and no new document', async () => {
    const before = await api.documents(bikes.id);
    using sender = mailSender(demo.ready.smtp);
    await sender.send(bikes.mailAddress, officeMail('01-pdf-invoice.eml'));
    const deliveries = async () =>
      (await api.intakes(bikes.id)).filter(({ reference }) => reference?.includes('sample-1@')).map((intake) => intake.deliveries);
    await expect.poll(deliveries, { timeout: 20_000, interval: 200 }).toEqual([2]);
    expect(await api.documents(bikes.id)).toHaveLength(before.length);
  });

  test('H-056 the same file uploaded twice is one document: 201, then 200', async () => {
    const bytes = officeFile('SZK-2026-0311.pdf');
    const first = await api.upload(bikes.id, 'SZK-2026-0311.pdf', bytes);
    expect(first.status).toBe(201);
    const again = await api.upload(bikes.id, 'másik név.pdf', bytes);
    expect(again.status).toBe(200);
    const [{ id }, { id: sameId }] = [(await first.json()) as { id: string }, (await again.json()) as { id: string }];
    expect(sameId).toBe(id);
    expect((await api.content(bikes.id, id)).equals(bytes)).toBe(true);
    await expect
      .poll(async () => (await api.invoices(bikes.id)).find(({ number }) => number === 'SZK-2026/0311')?.direction, { timeout: 30_000 })
      .toBe('receivable');
  });

  test.skipIf(shared === null)('twenty real invoices, mailed: all reach a final state, their originals byte for byte', async () => {
    const folder = join(shared!, 'corpus/invoices');
    const files = readdirSync(folder).sort();
    const chosen = files.filter((_name, at) => at % Math.floor(files.length / 20) === 0).slice(0, 20);
    const originals = chosen.map((name) => readFileSync(join(folder, name)));
    using sender = mailSender(demo.ready.smtp);
    for (const [at, filename] of chosen.entries())
      await sender.send(bakery.mailAddress, await aMail(`corpus-${at}`, [{ filename, content: originals[at]! }]));

    const documents = await api.restingDocuments(bakery.id, new Set(originals.map(sha256)).size, 240_000);
    for (const original of originals) {
      const document = documents.find((each) => each.sha256 === sha256(original));
      expect(document && restingStates.has(document.state)).toBe(true);
      expect((await api.content(bakery.id, document!.id)).equals(original)).toBe(true);
    }
  });
});
