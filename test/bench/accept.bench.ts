import { randomUUID } from 'node:crypto';
import type { Sequelize } from 'sequelize';
import { attachSource } from '#services/register/attach-source.ts';
import { row } from '#storage/sql.ts';
import { openApp } from '#test/support/app.ts';
import { anInvoice, aParty } from '#test/support/builders.ts';
import { aBusiness, aFirm, aTaxNumber, cookieFor, houseOn } from '#test/support/office.ts';
import { type Figure, median, percentile, waited } from './figures.ts';
import { benchDatabase, fillDocuments, fillInvoices } from './large-register.ts';

const usual = 3_000;
const vouchers = 60;
const wordsOnPage = 300;

/**
 * A person accepts a doubtful scan over HTTP, of a business with 3 000 vouchers: the answer's time, with all that is
 * remembered of it (where on the supplier's page each field stood, what its words say of the kind).
 */
export async function run(args: string[]): Promise<{ bench: string; figures: Figure[] }> {
  const scale = Number(args.find((arg) => /^\d+$/.test(arg)) ?? usual);
  await using bench = await benchDatabase();
  const house = houseOn(bench.database);
  const firm = await aFirm(house);
  const own = await aBusiness(house, firm.accountantId);
  await fillInvoices(bench.database, own.businessId, scale);
  await fillDocuments(bench.database, own.businessId, scale);
  const waiting: string[] = [];
  for (let at = 0; at < vouchers; at++) waiting.push(await aScan(bench.database, own, at));
  await bench.database.query('vacuum analyze');
  console.error(`accept: ${scale} vouchers are there`);
  await using app = await openApp(house, bench.url);
  const headers = { cookie: await cookieFor(house, own.email), 'content-type': 'application/merge-patch+json', 'if-match': '"1"' };
  const times: number[] = [];
  for (const id of waiting) {
    const { version } = (await row<{ version: number }>(bench.database, 'select version from invoices where id = $1', id))!;
    const startedAt = performance.now();
    const answer = await fetch(`${app.url}/api/v1/businesses/${own.businessId}/invoices/${id}`, {
      method: 'PATCH',
      headers: { ...headers, 'if-match': `"${version}"` },
      body: JSON.stringify({ state: 'ready', orderNumber: 'R-1' }),
    });
    if (!answer.ok) throw new Error(`accepting was answered ${answer.status}: ${await answer.text()}`);
    await answer.text();
    times.push(performance.now() - startedAt);
  }
  const figure = (name: string, ms: number) => waited(name, ms, times.length, { must: 300, aim: 100 });
  return {
    bench: 'accept',
    figures: [
      figure(`a voucher accepted beside ${scale} others, p95`, percentile(times, 0.95)),
      figure('the same, median', median(times)),
      figure('the slowest', Math.max(...times)),
    ],
  };
}

/** A scanned voucher as reading leaves it: its page's words, where each field stood, and an item that asks. */
async function aScan(
  database: Sequelize,
  { businessId, taxNumber, name }: { businessId: string; taxNumber: string; name: string },
  at: number,
) {
  const number = `SC-2026/${at}`;
  const said = ['Számlaszám:', number, 'Kelt:', '2026.11.03.', 'Határidő:', '2026.11.18.', 'Fizetendő:', '127000', 'Ft'];
  const words = Array.from({ length: wordsOnPage }, (_, index) => {
    const [x, y] = [0.1 + 0.08 * (index % 10), 0.05 + 0.03 * Math.floor(index / 10)];
    return { text: said[index] ?? `szó${index}`, box: [x, y, 0.06, 0.015], line: Math.floor(index / 10), confidence: 0.9 };
  });
  const evidence = Object.fromEntries(
    [
      ['number', 1],
      ['issuedOn', 3],
      ['dueOn', 5],
      ['gross', 7],
    ].map(([field, index]) => [field, { confidence: 0.9, sure: false, source: 'ocr', page: 1, box: words[Number(index)]!.box }]),
  );
  const [intakeId, documentId] = [randomUUID(), randomUUID()];
  await row(database, `insert into intakes (id, business_id, door) values ($1, $2, 'upload')`, intakeId, businessId);
  await row(
    database,
    `insert into documents (id, business_id, intake_id, sha256, name, media_type, size, state, kind, page_count, reading)
     values ($1, $2, $3, $4, $5, 'image/jpeg', 1000, 'needs-review', 'invoice', 1, '{"parts": []}')`,
    documentId,
    businessId,
    intakeId,
    documentId.replaceAll('-', '').repeat(2),
    `beszkennelt-${at}.jpg`,
  );
  await row(
    database,
    `insert into document_pages (document_id, number, business_id, width, height, text_from, text, words)
     values ($1, 1, $2, 1, 1.414, 'ocr', $3, $4)`,
    documentId,
    businessId,
    words.map(({ text }) => text).join(' '),
    JSON.stringify(words),
  );
  return database.transaction((transaction) =>
    attachSource(transaction, {
      businessId,
      source: 'ocr',
      origin: `document:${documentId}`,
      documentId,
      pageRange: null,
      invoice: anInvoice({
        number,
        supplier: aParty(aTaxNumber(), `Szállító ${at} Kft.`),
        customer: aParty(taxNumber, name),
        issuedOn: '2026-11-03',
        dueOn: '2026-11-18',
        currency: 'HUF',
        gross: '127000.00',
      }),
      evidence,
      readerVersion: '1',
    }),
  );
}
