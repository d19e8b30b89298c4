import { openApp } from '#test/support/app.ts';
import { aBusiness, aFirm, cookieFor, houseOn } from '#test/support/office.ts';
import { type Figure, rounded } from './figures.ts';
import { benchDatabase, fillInvoices, fillLines } from './large-register.ts';

/** `./hub bench export [ROWS]`: bank lines and the open fifth of as many items as files over HTTP, their time and what memory they take. */
export async function run(args: string[]): Promise<{ bench: string; figures: Figure[] }> {
  const rows = Number(args.find((arg) => /^\d+$/.test(arg)) ?? 100_000);
  await using bench = await benchDatabase();
  const house = houseOn(bench.database);
  const firm = await aFirm(house);
  const { businessId } = await aBusiness(house, firm.accountantId);
  await fillInvoices(bench.database, businessId, rows);
  await fillLines(bench.database, businessId, rows);
  await bench.database.query('vacuum analyze');
  await using app = await openApp(house, bench.url);
  const headers = { cookie: await cookieFor(house, firm.email) };
  const figures: Figure[] = [];
  for (const path of ['transactions/export?format=csv', 'transactions/export?format=xlsx', 'open-items/export?format=csv']) {
    const before = process.memoryUsage().rss;
    let [most, bytes] = [0, 0];
    const began = performance.now();
    for await (const chunk of (await fetch(`${app.url}/api/v1/businesses/${businessId}/${path}`, { headers })).body!) {
      bytes += chunk.length;
      most = Math.max(most, process.memoryUsage().rss - before);
    }
    const seconds = (performance.now() - began) / 1000;
    const figure = (name: string, value: number, unit: string, must: number, aim: number): Figure => ({
      name: `${path}, ${name}`,
      value: rounded(value),
      unit,
      reference: null,
      ratio: null,
      n: rows,
      must,
      aim,
    });
    figures.push(figure('time', seconds, 's', 30, 10), figure('memory', most / 2 ** 20, 'MiB', 200, 100));
    figures.push(figure('size', bytes / 2 ** 20, 'MiB', 100, 50));
  }
  return { bench: 'export', figures };
}
