import { openApp } from '#test/support/app.ts';
import { aBusiness, aFirm, cookieFor, houseOn } from '#test/support/office.ts';
import { type Figure, percentile, waited } from './figures.ts';
import { benchDatabase, fillDocuments, fillInvoices } from './large-register.ts';

/** An accountant's clients; one of them has a year of 3 000 vouchers a month, of which a fifth is not paid. */
const clients = 60;
const ofEach = 4_000;
const ofLargest = 36_000;
const times = 20;

/** `./hub bench office`: what an accountant with 60 clients opens every day, over HTTP: p95 of each, one at a time. */
export async function run(): Promise<{ bench: string; figures: Figure[] }> {
  await using bench = await benchDatabase();
  const house = houseOn(bench.database);
  const firm = await aFirm(house);
  const { businessId } = await aBusiness(house, firm.accountantId);
  for (let count = 1; count < clients; count++)
    await fillInvoices(bench.database, (await aBusiness(house, firm.accountantId)).businessId, ofEach);
  await fillInvoices(bench.database, businessId, ofLargest);
  await fillDocuments(bench.database, businessId, ofLargest);
  await bench.database.query('vacuum analyze');
  console.error('office: the registers are there');
  await using app = await openApp(house, bench.url);
  const headers = { cookie: await cookieFor(house, firm.email) };
  const ofBusiness = ['overview', 'documents', 'invoices', 'invoices?isOpen=true', 'intakes', 'open-items', 'search?q=toner'];
  const figures: Figure[] = [];
  for (const path of ['businesses?limit=200', 'waiting', ...ofBusiness.map((each) => `businesses/${businessId}/${each}`)]) {
    const took: number[] = [];
    for (let time = 0; time < times; time++) {
      const began = performance.now();
      const answer = await fetch(`${app.url}/api/v1/${path}`, { headers });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
      took.push(performance.now() - began);
    }
    figures.push(waited(path.replace(businessId, '…'), percentile(took, 0.95), times, { must: 1_000, aim: 300 }));
  }
  return { bench: 'office', figures };
}
