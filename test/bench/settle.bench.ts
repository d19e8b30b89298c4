import { openApp } from '#test/support/app.ts';
import { aBusiness, aFirm, cookieFor, houseOn } from '#test/support/office.ts';
import { type Figure, median, percentile, waited } from './figures.ts';
import { benchDatabase, fillInvoices, fillLines } from './large-register.ts';

const lines = 20_000;
/** A fifth of the items that are made is open. */
const items = 15_000;
const rounds = 60;

/** One confirmation over HTTP, and what the desk asks after it, of a business with 20 000 bank lines and 3 000 open items. */
export async function run(): Promise<{ bench: string; figures: Figure[] }> {
  await using bench = await benchDatabase();
  const house = houseOn(bench.database);
  const firm = await aFirm(house);
  const { businessId } = await aBusiness(house, firm.accountantId);
  await fillInvoices(bench.database, businessId, items);
  await fillLines(bench.database, businessId, lines);
  await bench.database.query('vacuum analyze');
  await using app = await openApp(house, bench.url);
  const root = `${app.url}/api/v1/businesses/${businessId}`;
  const headers = { cookie: await cookieFor(house, firm.email), 'content-type': 'application/json' };
  const [pairs] = (await bench.database.query(
    `select line.id as line, item.id as item, (item.gross_minor / 100.0)::numeric(20, 2)::text as amount
     from invoices item join bank_transactions line on line.memo = item.number and line.business_id = item.business_id
     where item.business_id = $1 and open_minor(item) = abs(line.amount_minor) and item.currency = 'HUF' and item.state = 'ready'
       and (line.amount_minor > 0) = (item.direction = 'receivable') order by item.number limit $2`,
    { bind: [businessId, rounds + 5] },
  )) as [{ line: string; item: string; amount: string }[], unknown];
  const asked = {
    confirm: [] as number[],
    undo: [] as number[],
    payer: [] as number[],
    progress: [] as number[],
    suggestions: [] as number[],
  };
  const timed = async (name: keyof typeof asked | null, path: string, init: RequestInit = {}) => {
    const began = performance.now();
    const answer = await fetch(root + path, { headers, ...init });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${text}`);
    if (name) asked[name].push(performance.now() - began);
    return text;
  };
  for (const [at, { line, item, amount }] of pairs.entries()) {
    // The first few find nothing prepared.
    const name = <Name extends keyof typeof asked>(each: Name) => (at < 5 ? null : each);
    await timed(name('payer'), `/transactions/${line}/payer`);
    const body = JSON.stringify({ transaction: line, allocations: [{ item, amount }] });
    const { id } = JSON.parse(await timed(name('confirm'), '/settlements', { method: 'POST', body })) as { id: string };
    await timed(name('progress'), '/reconciliation');
    await timed(name('suggestions'), '/suggestions?limit=100');
    if (at % 4 === 0) await timed(name('undo'), `/settlements/${id}`, { method: 'DELETE' });
  }
  const figures = Object.entries(asked).flatMap(([name, times]): Figure[] => {
    const figure = (what: string, ms: number) => waited(`${name}, ${what}`, ms, times.length, { must: 200, aim: 50 });
    return [figure('median', median(times)), figure('p95', percentile(times, 0.95))];
  });
  return { bench: 'settle', figures };
}
