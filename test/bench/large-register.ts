import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sequelize } from 'sequelize';
import { openDatabase } from '#storage/database.ts';
import { startEmbeddedPostgres } from '#storage/embedded/embedded-postgres.ts';
import { migrate } from '#storage/migrate.ts';

/** A migrated database of its own, fast and forgetful; triggers and outside rows are not wanted while it is filled. */
export async function benchDatabase(): Promise<AsyncDisposable & { url: string; database: Sequelize }> {
  await using opened = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'hub-bench-rows-'));
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o711); // as root, PostgreSQL runs as another user, who passes through
  const { url } = opened.use(await startEmbeddedPostgres(folder, { isDurable: false }));
  const database = openDatabase(url);
  opened.defer(() => database.close());
  await migrate(url);
  const kept = opened.move();
  return { url, database, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

const words = [
  'csavar',
  'doboz',
  'papír',
  'szállítás',
  'karbantartás',
  'őszirózsa',
  'villanyszerelés',
  'bérleti',
  'díj',
  'toner',
  'könyvelés',
  'gázolaj',
];
const pick = (list: readonly string[], by: string): string =>
  `(array[${list.map((word) => `'${word}'`).join(',')}])[1 + ${by} % ${list.length}]`;

/** The same id for the same words, in the form of a random one. */
const idOf = (words: string): string => `overlay(overlay(md5($1::text || ${words}) placing '4' from 13) placing '8' from 17)::uuid`;

/** Runs statements on one connection that fires no trigger: a register of a million rows is no news to anybody. */
async function quietly(database: Sequelize, statements: readonly { sql: string; bind: unknown[] }[]): Promise<void> {
  await database.transaction(async (transaction) => {
    await database.query(`set local session_replication_role = 'replica'`, { transaction });
    await database.query(`set local statement_timeout = 0`, { transaction });
    for (const { sql, bind } of statements) await database.query(sql, { bind, transaction });
  });
}

/** `count` register items of one business over five years, with partners, one source each. */
export async function fillInvoices(database: Sequelize, businessId: string, count: number): Promise<void> {
  const partners = Math.max(1, Math.round(count / 100));
  await quietly(database, [
    {
      sql: `insert into partners (id, business_id, base_number, name)
        select ${idOf(`'p' || n`)}, $1::uuid, lpad((98000000 + n)::text, 8, '0'), ${pick(words, 'n')} || ' ' || n || ' Kft.' from generate_series(1, $2::int) n`,
      bind: [businessId, partners],
    },
    {
      sql: `insert into invoices (id, business_id, direction, family, identity, partner_id, state, because, number, kind, supplier_name, supplier_tax_number,
          customer_name, issued_on, supplied_on, due_on, payment_method, currency, net_minor, vat_minor, gross_minor, settled_minor, possible_duplicate, order_number, created_at)
        select ${idOf(`'i' || n`)}, $1::uuid, case when n % 3 = 0 then 'receivable' else 'payable' end, 'invoice',
          (98000000 + n % $3::int) || '/sz-' || n, ${idOf(`'p' || (1 + n % $3::int)`)},
          case when n % 50 = 0 then 'needs-review' else 'ready' end, case when n % 50 = 0 then 'doubtful-fields' end,
          'SZ-' || (2021 + n % 6) || '/' || lpad(n::text, 7, '0'), case when n % 40 = 0 then 'advance' else 'invoice' end,
          ${pick(words, 'n')} || ' ' || (1 + n % $3::int) || ' Kft.', lpad((98000000 + n % $3::int)::text, 8, '0') || '-2-42', 'Vevő ' || n % 997 || ' Bt.',
          date '2021-01-01' + n % 2100, date '2021-01-01' + n % 2100, date '2021-01-15' + n % 2100,
          case n % 4 when 0 then 'cash' when 1 then 'card' else 'transfer' end, case when n % 20 = 0 then 'EUR' else 'HUF' end,
          n * 100, n * 27, n * 127, case when n % 5 = 0 then 0 else n * 127 end, n % 1000 = 0, case when n % 7 = 0 then 'R-' || n end,
          timestamptz '2021-01-01' + n * interval '20 minutes'
        from generate_series(1, $2::int) n`,
      bind: [businessId, count, partners],
    },
    {
      sql: `insert into invoice_sources (id, invoice_id, business_id, source, origin, reading)
        select ${idOf(`'s' || n`)}, ${idOf(`'i' || n`)}, $1::uuid, 'nav', 'nav:' || n, '{}' from generate_series(1, $2::int) n`,
      bind: [businessId, count],
    },
  ]);
}

/** `count` bank lines of one business over five years, of as many payers as partners, each for the item of its number. */
export async function fillLines(database: Sequelize, businessId: string, count: number): Promise<void> {
  await quietly(database, [
    {
      sql: `insert into bank_accounts (id, business_id, account) values (${idOf(`'a'`)}, $1::uuid, '999000010000000100000000')`,
      bind: [businessId],
    },
    {
      sql: `insert into bank_statements (id, business_id, account_id, format, currency, line_count, new_count, origin)
        values (${idOf(`'b'`)}, $1::uuid, ${idOf(`'a'`)}, 'camt.053', 'HUF', $2::int, $2::int, 'uploaded')`,
      bind: [businessId, count],
    },
    {
      sql: `insert into bank_transactions (id, business_id, account_id, statement_id, key_sha256, booked_on, amount_minor, currency, counterparty_name,
          counterparty_account, memo, raw)
        select ${idOf(`'l' || n`)}, $1::uuid, ${idOf(`'a'`)}, ${idOf(`'b'`)}, md5(n::text) || md5($1::text), date '2021-01-20' + n % 2100,
          case when n % 3 = 0 then n * 127 else -n * 127 end, 'HUF', ${pick(words, 'n')} || ' ' || n % 200 || ' Kft.',
          '99900001' || lpad((n % 200)::text, 16, '0'), 'SZ-' || (2021 + n % 6) || '/' || lpad(n::text, 7, '0'), '{}'
        from generate_series(1, $2::int) n`,
      bind: [businessId, count],
    },
    {
      sql: `insert into statement_lines (statement_id, transaction_id) select ${idOf(`'b'`)}, ${idOf(`'l' || n`)} from generate_series(1, $2::int) n
        where $1::uuid is not null`,
      bind: [businessId, count],
    },
  ]);
}

/** `count` documents of one business, each with a page of some forty words. */
export async function fillDocuments(database: Sequelize, businessId: string, count: number): Promise<void> {
  const line = Array.from({ length: 8 }, (_, at) => `${pick(words, `(n * ${at + 3} / 5)`)} || ' ' || (n * ${at + 7} % 10007)`).join(
    ` || ' ' || `,
  );
  await quietly(database, [
    {
      sql: `insert into intakes (id, business_id, door) values (${idOf(`'in'`)}, $1::uuid, 'upload')`,
      bind: [businessId],
    },
    {
      sql: `insert into documents (id, business_id, intake_id, sha256, name, media_type, size, state, kind, page_count, received_at)
        select ${idOf(`'d' || n`)}, $1::uuid, ${idOf(`'in'`)}, md5(n::text) || md5($1::text), 'szamla-' || n || '.pdf', 'application/pdf', 1000,
          'ready', case when n % 30 = 0 then 'bank-statement' else 'invoice' end, 1, timestamptz '2021-01-01' + n * interval '20 minutes'
        from generate_series(1, $2::int) n`,
      bind: [businessId, count],
    },
    {
      sql: `insert into document_pages (document_id, number, business_id, width, height, text_from, text, words)
        select ${idOf(`'d' || n`)}, 1, $1::uuid, 1, 1, 'embedded',
          'Számla sorszáma: SZ-' || (2021 + n % 6) || '/' || lpad(n::text, 7, '0') || ' Eladó: ' || ${pick(words, 'n')} || ' Kft. Vevő: Próba Bt. Fizetendő összesen ' || n * 127 || ' Ft '
            || ${line}, '[]'
        from generate_series(1, $2::int) n`,
      bind: [businessId, count],
    },
  ]);
}
