import type { Migration } from '../migrate.ts';

/** Letters of Europe and what stands for them when accents do not count; both cases, so that no locale is needed. */
const accents: readonly [plain: string, letters: string][] = [
  ['a', 'áàâäãåāăą'],
  ['c', 'çćč'],
  ['d', 'ďđ'],
  ['e', 'éèêëēėęě'],
  ['g', 'ğ'],
  ['i', 'íìîïīı'],
  ['l', 'łľĺ'],
  ['n', 'ñńň'],
  ['o', 'óòôöõőōø'],
  ['r', 'ŕř'],
  ['s', 'śšșşß'],
  ['t', 'ťțţ'],
  ['u', 'úùûüũűūů'],
  ['y', 'ýÿ'],
  ['z', 'źżž'],
];
const pairs = accents.flatMap(([plain, letters]) =>
  [...letters].flatMap((letter) => [
    [letter, plain],
    [upperOf(letter), plain],
  ]),
);
const from = pairs.map(([letter]) => letter).join('');
const to = pairs.map(([, plain]) => plain).join('');

/** `ß` has no single capital; then the letter itself. */
function upperOf(letter: string): string {
  const upper = letter.toUpperCase();
  return upper.length === 1 ? upper : letter;
}

/**
 * Search over pages, numbers, partners and amounts (docs/adr/0065). What is searched is kept folded, each word as it stands and by
 * its Hungarian stem; the business stands first in every index, so that nobody else's rows are touched.
 */
export const up: Migration = async ({ context: db }) => {
  await db.query('create extension if not exists btree_gin');

  await db.query(`
    create function search_fold(words text) returns text language sql immutable parallel safe
    return translate(lower(words), '${from}', '${to}')`);
  // Letters and digits, by which a number is found whatever stands between its parts.
  await db.query(`
    create function search_compact(words text) returns text language sql immutable parallel safe
    return regexp_replace(search_fold(words), '[^a-z0-9]+', '', 'g')`);
  // A page of more letters than this is no page; a vector has room for a million bytes.
  await db.query(`
    create function search_vector(words text) returns tsvector language sql immutable parallel safe
    return strip(
      to_tsvector('pg_catalog.simple', regexp_replace(search_fold(left(words, 100000)), '[^[:alnum:]\u0080-\uffff]+', ' ', 'g'))
      || search_fold(strip(to_tsvector('pg_catalog.hungarian', left(words, 100000)))::text)::tsvector)`);
  // Every word typed: its beginning as it stands, or its stem; a vowel at the stem's end comes and goes (hagyma, hagymák, hagymát).
  await db.query(`
    create function search_query(typed text) returns tsquery language sql immutable parallel safe
    return (
      select string_agg(
        '(''' || search_fold(word) || '''' || case when length(word) > 1 then ':*' else '' end
        || coalesce(' | ''' || case when length(stem) > 4 then regexp_replace(stem, '[aeiou]$', '') || ''':*' else stem || '''' end, '')
        || ')', ' & ')::tsquery
      from regexp_split_to_table(left(typed, 200), '[^[:alnum:]\u0080-\uffff]+') word,
        lateral search_fold((ts_lexize('pg_catalog.hungarian_stem', lower(word)))[1]) stem
      where word <> '')`);

  await db.query(`alter table partners add column search tsvector generated always as (search_vector(
    coalesce(name, '') || ' ' || coalesce(base_number, '') || ' ' || coalesce(eu_vat_number, ''))) stored`);
  await db.query('create index partners_search on partners using gin (business_id, search)');
  await db.query('alter table documents add column search tsvector generated always as (search_vector(name)) stored');
  await db.query('create index documents_search on documents using gin (business_id, search)');
  await db.query('alter table document_pages add column search tsvector generated always as (search_vector(text)) stored');
  await db.query('create index document_pages_search on document_pages using gin (business_id, search)');
  await db.query(`
    alter table invoices add column search tsvector generated always as (search_vector(
      coalesce(number, '') || ' ' || coalesce(supplier_name, '') || ' ' || coalesce(customer_name, '') || ' '
      || coalesce(supplier_tax_number, '') || ' ' || coalesce(customer_tax_number, '') || ' '
      || coalesce(supplier_eu_vat_number, '') || ' ' || coalesce(customer_eu_vat_number, '') || ' '
      || regexp_replace(coalesce(supplier_tax_number, ''), '[^0-9]', '', 'g') || ' ' || regexp_replace(coalesce(customer_tax_number, ''), '[^0-9]', '', 'g') || ' '
      || coalesce(order_number, '') || ' ' || coalesce(original_number, '') || ' '
      || coalesce(jsonb_path_query_array(lines, '$[*].description')::text, ''))) stored`);
  await db.query('create index invoices_search on invoices using gin (business_id, search)');
  await db.query('create index invoices_number on invoices using gin (business_id, search_compact(number) gin_trgm_ops)');
  await db.query('create index invoices_gross on invoices (business_id, gross_minor)');
  await db.query('create index invoices_payable on invoices (business_id, payable_minor) where payable_minor is distinct from gross_minor');
};
