import { search } from '#storage/queries/search.ts';
import { aBusiness } from '#test/support/builders.ts';
import { type Figure, percentile, rounded, waited } from './figures.ts';
import { benchDatabase, fillDocuments, fillInvoices } from './large-register.ts';

const usual = 100_000;
const rounds = 5;

/** Common and rare words, forms, numbers, their fragments, partners, an amount, nothing at all. */
const typed = (n: number): string[] => [
  'számla',
  'őszirózsák',
  'oszirozsa szallitas',
  `SZ-2023/${String(n).padStart(7, '0')}`,
  `${n}`,
  `00${n}`,
  '2023',
  `csavar ${n % 1000} kft`,
  'karbantartasi dij',
  'gázolaj könyvelés toner',
  'nincsilyenszó',
  `${n * 127}`,
];

/** Search over a business with 100 000 documents and as many register items: the slowest of each asking, and all of them. */
export async function run(args: string[]): Promise<{ bench: string; figures: Figure[] }> {
  const documents = Number(args.find((arg) => /^\d+$/.test(arg)) ?? usual);
  // Half as much of somebody else's, which no answer may show or wait for.
  const elsewhere = Math.round(documents / 2);
  await using bench = await benchDatabase();
  const { database } = bench;
  const [mine, other] = [await aBusiness(), await aBusiness()];
  for (const [business, count] of [
    [mine, documents],
    [other, elsewhere],
  ] as const) {
    await fillInvoices(database, business.id, count);
    await fillDocuments(database, business.id, count);
    console.error(`search: ${count} documents and items are there`);
  }
  await database.query('vacuum analyze');
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++)
    for (const words of typed(1_000 + round * 7_919)) {
      const startedAt = performance.now();
      const found = await search(database, mine.id, { seesBank: false }, { typed: words, amountMinor: amountOf(words), limit: 50 });
      const took = performance.now() - startedAt;
      // The first round fills caches.
      if (round > 0) times.push(took);
      if (took > 100) console.error(`search: ${words}: ${found.length} found in ${rounded(took)} ms`);
    }
  const figure = (name: string, ms: number) => waited(name, ms, times.length, { must: 200, aim: 50 });
  return {
    bench: 'search',
    figures: [figure(`search at ${documents} documents, p95`, percentile(times, 0.95)), figure('the slowest', Math.max(...times))],
  };
}

const amountOf = (words: string): bigint | null => (/^\d+$/.test(words) ? BigInt(words) * 100n : null);
