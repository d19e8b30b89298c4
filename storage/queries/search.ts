import type { Sequelize } from 'sequelize';
import { folded } from '#services/domain/text.ts';
import { rows } from '../sql.ts';
import { type Viewer, visibleTo } from './documents.ts';

export type FoundInvoice = {
  type: 'invoice';
  id: string;
  number: string | null;
  partner: string | null;
  direction: 'receivable' | 'payable';
  issuedOn: string | null;
  gross: string | null;
  currency: string | null;
};
export type FoundDocument = {
  type: 'document';
  id: string;
  name: string;
  kind: string | null;
  page: number | null;
  snippet: string | null;
};
export type FoundPartner = { type: 'partner'; id: string; name: string | null; taxNumber: string | null };
export type Found = FoundInvoice | FoundDocument | FoundPartner;
export type FoundType = Found['type'];

export type Search = {
  typed: string;
  /** What was typed as an amount in minor units of a currency of two decimals; null when it is none. */
  amountMinor: bigint | null;
  only?: FoundType | undefined;
  limit: number;
};

/** Fewer letters of a number say nothing. */
const leastFragment = 3;
const mostPartners = 5;

/** What of a business's papers fits the words, numbers or amount typed: partners, then register items, then documents, the newest first. */
export async function search(database: Sequelize, businessId: string, viewer: Viewer, asked: Search): Promise<Found[]> {
  if (!/[\p{L}\p{N}]/u.test(asked.typed)) return [];
  const wants = (type: FoundType) => asked.only === undefined || asked.only === type;
  const [partners, invoices, documents] = await Promise.all([
    wants('partner') ? partnersFound(database, businessId, asked) : [],
    wants('invoice') ? invoicesFound(database, businessId, asked) : [],
    wants('document') ? documentsFound(database, businessId, viewer, asked) : [],
  ]);
  // Neither sort crowds the other out.
  const left = asked.limit - partners.length;
  const half = Math.max(Math.ceil(left / 2), left - documents.length);
  const shown = invoices.slice(0, half);
  return [...partners, ...shown, ...documents.slice(0, left - shown.length)];
}

const partnersFound = (database: Sequelize, businessId: string, { typed, only, limit }: Search): Promise<FoundPartner[]> =>
  rows<FoundPartner>(
    database,
    `select 'partner' as type, id, name, coalesce(base_number, eu_vat_number) as "taxNumber" from partners
     where business_id = $1 and (search @@ search_query($2) or word_similarity(search_fold($2), search_fold(name)) > 0.7)
     order by word_similarity(search_fold($2), search_fold(coalesce(name, ''))) desc, name limit $3`,
    businessId,
    typed,
    only === 'partner' ? limit : Math.min(limit, mostPartners),
  );

/**
 * A rare word is looked up and its few rows sorted; a common one is met soon when walking from the newest. Nothing in a plan's
 * statistics tells the two apart for beginnings of words, so the first so many hits do.
 */
const few = 1_000;
const fewOrWalk = (hits: string, columns: string, walk: string): string =>
  `(with hits as materialized (${hits} limit ${few + 1})
    select ${columns} from hits where (select count(*) from hits) <= ${few}
    union all select ${columns} from (${walk}) walked where (select count(*) from hits) > ${few})`;

async function invoicesFound(database: Sequelize, businessId: string, { typed, amountMinor, limit }: Search): Promise<FoundInvoice[]> {
  const fragment = folded(typed).replace(/[^a-z0-9]+/g, '');
  const ways = ['search @@ search_query($2)', 'gross_minor = any($4::bigint[])', 'payable_minor = any($4::bigint[])'];
  if (fragment.length >= leastFragment && /\d/.test(fragment)) ways.push(`search_compact(number) like '%' || $3::text || '%'`);
  // Each way has its own index; one condition with "or" between them would read more.
  const found = ways.map((way) => {
    const hits = `select id, created_at from invoices where business_id = $1 and ${way}`;
    return fewOrWalk(hits, 'id, created_at', `${hits} order by created_at desc, id desc limit $5`);
  });
  return rows<FoundInvoice>(
    database,
    `select 'invoice' as type, i.id, i.number, case i.direction when 'payable' then i.supplier_name else i.customer_name end as partner, i.direction,
       i.issued_on::text as "issuedOn", i.gross_minor::text as gross, i.currency
     from (${found.join(' union ')}) hit join invoices i on i.id = hit.id
     order by (search_compact(i.number) = $3) desc nulls last, i.created_at desc, i.id desc limit $5`,
    businessId,
    typed,
    fragment,
    amountMinor === null ? [] : [amountMinor.toString(), (-amountMinor).toString()],
    limit,
  );
}

async function documentsFound(
  database: Sequelize,
  businessId: string,
  { seesBank }: Viewer,
  { typed, limit }: Search,
): Promise<FoundDocument[]> {
  const isShown = `d.business_id = $1 and d.state <> 'deleted' and ${visibleTo('$3')}`;
  const newest = 'order by d.received_at desc, d.id desc limit $4';
  // Words of an earlier reading stay shut with the file (H-057).
  const page = `lateral (
    select p.number, p.text from document_pages p
    where p.document_id = d.id and d.state not in ('waiting-scan', 'quarantined') and p.search @@ search_query($2)
    order by p.number limit 1) page`;
  const inPages = fewOrWalk(
    'select document_id as id from document_pages where business_id = $1 and search @@ search_query($2)',
    'id',
    `select d.id from documents d cross join ${page} where ${isShown} ${newest}`,
  );
  const inNames = fewOrWalk(
    'select d.id from documents d where d.business_id = $1 and d.search @@ search_query($2)',
    'id',
    `select d.id from documents d where ${isShown} and d.search @@ search_query($2) ${newest}`,
  );
  const found = await rows<Omit<FoundDocument, 'snippet'> & { text: string | null }>(
    database,
    `select 'document' as type, shown.id, shown.name, shown.kind, page.number as page, page.text
     from (
       select d.* from (${inNames} union ${inPages}) hit join documents d on d.id = hit.id where ${isShown} ${newest}
     ) shown left join ${page.replaceAll(' d.', ' shown.')} on true
     order by shown.received_at desc, shown.id desc`,
    businessId,
    typed,
    seesBank,
    limit,
  );
  return found.map(({ text, ...document }) => ({ ...document, snippet: text === null ? null : snippetOf(text, typed) }));
}

const around = 60;

/** The words around the first one that was typed. */
function snippetOf(text: string, typed: string): string {
  const plain = folded(text);
  const places = (folded(typed).match(/[\p{L}\p{N}]{2,}/gu) ?? []).map((word) => plain.indexOf(word)).filter((place) => place >= 0);
  const at = Math.max(0, Math.min(...(places.length > 0 ? places : [0])) - around / 2);
  const piece = text
    .slice(at, at + 2 * around)
    .replace(/\s+/g, ' ')
    .trim();
  // Not from the middle of a word.
  const cut = at > 0 ? piece.replace(/^\S+ /, '') : piece;
  return `${at > 0 ? '… ' : ''}${cut}${at + 2 * around < text.length ? ' …' : ''}`;
}
