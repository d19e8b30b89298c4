import pg from 'pg';
import { type InvoiceQuery, invoiceFilters } from '#services/domain/invoice-query.ts';
import { openApp } from '#test/support/app.ts';
import { aBusiness, aFirm, cookieFor, houseOn } from '#test/support/office.ts';
import { type Figure, median, percentile, rounded } from './figures.ts';
import { benchDatabase, fillInvoices } from './large-register.ts';

const mine = 100_000;
const others = 9;
const pages = 120;
/** A table of fewer rows may be read whole. */
const smallTable = 1_000;

/** One value of each filter that some of the items have. */
const values: { [name in (typeof invoiceFilters)[number]]: string } = {
  direction: 'receivable',
  state: 'needs-review',
  kind: 'advance',
  number: '2023/00',
  supplierName: 'papír',
  supplierTaxNumber: '98000123',
  customerName: 'Vevő 12',
  customerTaxNumber: '98000123',
  partnerId: '',
  issuedFrom: '2025-01-01',
  issuedTo: '2023-01-01',
  suppliedFrom: '2025-01-01',
  suppliedTo: '2023-01-01',
  dueFrom: '2025-01-01',
  dueTo: '2023-01-01',
  paymentMethod: 'card',
  currency: 'EUR',
  grossFrom: '120000',
  grossTo: '100',
  netFrom: '90000',
  netTo: '100',
  originalNumber: 'nincs',
  orderNumber: 'R-7',
  isOpen: 'true',
  possibleDuplicate: 'true',
  accountChanged: 'true',
  period: '2023-Q2',
};

type Statement = { text: string; values: unknown[] };

/**
 * A page of 50 invoices over HTTP, without a filter and with each one, of a business with 100 000 of a million; beside it
 * the same statements sent by `pg` alone. Plans that read a large table whole are counted.
 */
export async function run(args: string[]): Promise<{ bench: string; figures: Figure[] }> {
  const scale = Number(args.find((arg) => /^\d+$/.test(arg)) ?? mine);
  await using bench = await benchDatabase();
  const house = houseOn(bench.database);
  const firm = await aFirm(house);
  const own = await aBusiness(house, firm.accountantId);
  for (let at = 0; at < others; at++) await fillInvoices(bench.database, (await aBusiness(house, firm.accountantId)).businessId, scale);
  await fillInvoices(bench.database, own.businessId, scale);
  console.error('api: the register is there');
  await bench.database.query('vacuum analyze');
  const [partner] = (await bench.database.query(`select id from partners where business_id = '${own.businessId}' limit 1`))[0] as {
    id: string;
  }[];
  await using app = await openApp(house, bench.url);
  const headers = { cookie: await cookieFor(house, own.email) };
  const client = new pg.Client({ connectionString: bench.url });
  await client.connect();
  try {
    const asked: InvoiceQuery[] = [{}, ...invoiceFilters.map((name) => ({ [name]: name === 'partnerId' ? partner!.id : values[name] }))];
    const [http, bare, whole]: [number[], number[], Set<string>] = [[], [], new Set()];
    for (const filter of asked) {
      const address = `${app.url}/api/v1/businesses/${own.businessId}/invoices?${new URLSearchParams({ limit: '50', ...filter } as Record<string, string>)}`;
      const statements = await sentBy(() => fetch(address, { headers }).then((answer) => answer.text()));
      for (const statement of statements)
        for (const table of await readWhole(client, statement)) whole.add(`${JSON.stringify(filter)}: ${table}`);
      const times: [number[], number[]] = [[], []];
      for (let page = 0; page < Math.ceil(pages / asked.length) + 5; page++) {
        times[0].push(
          await timed(async () => {
            const answer = await fetch(address, { headers });
            if (!answer.ok) throw new Error(`${address} was answered ${answer.status}`);
            await answer.text();
          }),
        );
        times[1].push(
          await timed(async () => {
            for (const statement of statements) await client.query(statement);
          }),
        );
      }
      // The first ones warm caches.
      http.push(...times[0].slice(2));
      bare.push(...times[1].slice(2));
      if (median(times[0]) > 50)
        console.error(`api: ${JSON.stringify(filter)} takes ${rounded(median(times[0]))} ms, bare ${rounded(median(times[1]))} ms`);
    }
    for (const each of whole) console.error(`api: reads a table whole: ${each}`);
    const [value, reference] = [percentile(http, 0.99), percentile(bare, 0.99)];
    return {
      bench: 'api',
      figures: [
        {
          name: 'a page of 50 invoices, p99',
          value: rounded(value),
          unit: 'ms',
          reference: rounded(reference),
          ratio: rounded(value / reference),
          n: http.length,
          must: 3,
          aim: 1.5,
        },
        {
          name: 'the same, median',
          value: rounded(median(http)),
          unit: 'ms',
          reference: rounded(median(bare)),
          ratio: rounded(median(http) / median(bare)),
          n: http.length,
          must: 3,
          aim: 1.5,
        },
        {
          name: 'plans that read a large table whole',
          value: whole.size,
          unit: 'plans',
          reference: null,
          ratio: null,
          n: asked.length,
          must: 0,
          aim: 0,
        },
      ],
    };
  } finally {
    await client.end();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** The reading statements of a request, the caller's own look-up aside: both sides are then asked the same of the register. */
async function sentBy(work: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [given, values] = args as [string | { text: string; values?: unknown[] }, unknown];
    const text = typeof given === 'string' ? given : given.text;
    if (/\b(invoices|invoice_sources)\b/i.test(text) && /^\s*(select|with)/i.test(text))
      statements.push({ text, values: Array.isArray(values) ? values : ((typeof given === 'string' ? [] : given.values) ?? []) });
    return (query as (...all: unknown[]) => unknown).apply(this, args);
  } as typeof query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return statements;
}

type Plan = { 'Node Type': string; 'Relation Name'?: string; Plans?: Plan[] };

/** Large tables that a statement's plan reads from beginning to end. */
async function readWhole(client: pg.Client, { text, values }: Statement): Promise<string[]> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>({ text: `explain (format json) ${text}`, values });
  const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];
  const scanned = nodes(rows[0]!['QUERY PLAN'][0].Plan).flatMap((node) =>
    node['Node Type'] === 'Seq Scan' && node['Relation Name'] ? [node['Relation Name']] : [],
  );
  const large: string[] = [];
  for (const table of scanned) {
    const { rows: sizes } = await client.query<{ rows: number }>('select reltuples::float8 as rows from pg_class where relname = $1', [
      table,
    ]);
    if ((sizes[0]?.rows ?? 0) > smallTable) large.push(table);
  }
  return large;
}
