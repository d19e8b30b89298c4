import { QueryTypes, type Sequelize } from 'sequelize';
import type { Doubt } from '#services/domain/doubts.ts';
import type { Entered } from '#services/domain/entered.ts';
import type { ImportReport } from '#services/domain/import-report.ts';
import type { Said } from '#services/domain/reading.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';

export type DocumentRow = {
  id: string;
  kind: string | null;
  state: string;
  because: string | null;
  doubts: Doubt[] | null;
  sha256: string;
  name: string;
  media_type: string;
  size: bigint;
  received_at: Date;
  intake_id: string;
  invoice_ids: string[];
  stated_kind: string | null;
  kind_confidence: number | null;
  page_count: number | null;
  language: string | null;
  said: Said | null;
  entered: Entered | null;
  received_at_exact: string;
};

const columns = `d.id, d.kind, d.state, d.because, d.sha256, d.name, d.media_type, d.size, d.received_at, d.intake_id, d.stated_kind,
  d.kind_confidence, d.page_count, d.language, d.said, d.entered, d.received_at::text as received_at_exact,
  array(select distinct s.invoice_id from invoice_sources s where s.document_id = d.id) as invoice_ids,
  case when d.state = 'needs-review' then (select i.doubts from invoice_sources s join invoices i on i.id = s.invoice_id
    where s.document_id = d.id and i.state = 'needs-review' order by s.page_from, i.created_at limit 1) end as doubts`;

/** Statements and histories are bank data: only those see them who may see that (B-035). */
export type Viewer = { seesBank: boolean };
export const visibleTo = (place: string): string =>
  `(${place}::boolean or coalesce(d.kind, d.stated_kind, '') not in ('bank-statement', 'bank-history'))`;

export type DocumentFilter = {
  state?: string | undefined;
  kind?: string | undefined;
  intakeId?: string | undefined;
  sha256?: string | undefined;
};

/** A page of a business's documents, newest first. Deleted ones only when asked for by state. */
export async function listDocuments(
  database: Sequelize,
  businessId: string,
  { seesBank }: Viewer,
  filter: DocumentFilter,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ rows: DocumentRow[]; next: string | null }> {
  const [at, id] = decodeCursor(cursor);
  const rows = await database.query<DocumentRow>(
    `select ${columns} from documents d
     where d.business_id = $1 and ($2::timestamptz is null or (d.received_at, d.id) < ($2, $3::uuid))
       and ($4::text is null and d.state <> 'deleted' or d.state = $4) and ($5::text is null or d.kind = $5)
       and ($6::uuid is null or d.intake_id = $6) and ($7::text is null or d.sha256 = $7) and ${visibleTo('$8')}
     order by d.received_at desc, d.id desc limit $9`,
    {
      bind: [
        businessId,
        at,
        id,
        filter.state ?? null,
        filter.kind ?? null,
        filter.intakeId ?? null,
        filter.sha256 ?? null,
        seesBank,
        limit + 1,
      ],
      type: QueryTypes.SELECT,
    },
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? encodeCursor(last.received_at_exact, last.id) : null };
}

/** One document of a business that the viewer may see, or null. */
export async function findDocument(database: Sequelize, businessId: string, { seesBank }: Viewer, id: string): Promise<DocumentRow | null> {
  const [row] = await database.query<DocumentRow>(
    `select ${columns} from documents d where d.business_id = $1 and d.id = $2 and ${visibleTo('$3')}`,
    {
      bind: [businessId, id, seesBank],
      type: QueryTypes.SELECT,
    },
  );
  return row ?? null;
}

type PageRow = { number: number; width: number; height: number; text_from: string };

/** What was read from a document, and its pages without their words. */
export async function readingOf(
  database: Sequelize,
  businessId: string,
  id: string,
): Promise<{
  reading: Record<string, unknown> | null;
  importReport: ImportReport | null;
  pages: { number: number; width: number; height: number; textFrom: string }[];
}> {
  const bind = [businessId, id];
  const [document] = await database.query<{ reading: Record<string, unknown> | null; import_report: ImportReport | null }>(
    'select reading, import_report from documents where business_id = $1 and id = $2',
    { bind, type: QueryTypes.SELECT },
  );
  const pages = await database.query<PageRow>(
    'select number, width, height, text_from from document_pages where business_id = $1 and document_id = $2 order by number',
    { bind, type: QueryTypes.SELECT },
  );
  return {
    reading: document?.reading ?? null,
    importReport: document?.import_report ?? null,
    pages: pages.map(({ text_from, ...page }) => ({ ...page, textFrom: text_from })),
  };
}

/** What is needed to draw a page as it was read; null where the business has no such document. */
export async function pageDrawing(
  database: Sequelize,
  businessId: string,
  id: string,
  number: number,
): Promise<{ rotationDegrees: number; sealedPassword: string | null } | null> {
  const [row] = await database.query<{ rotationDegrees: number; sealedPassword: string | null }>(
    `select coalesce(p.rotation_degrees, 0)::int as "rotationDegrees", d.sealed_password as "sealedPassword"
     from documents d left join document_pages p on p.document_id = d.id and p.number = $3 where d.business_id = $1 and d.id = $2`,
    { bind: [businessId, id, number], type: QueryTypes.SELECT },
  );
  return row ?? null;
}

export type StoredWord = { text: string; box: [number, number, number, number]; line: number; confidence: number };

/** One page with its words, or null. */
export async function pageWords(
  database: Sequelize,
  businessId: string,
  id: string,
  number: number,
): Promise<{ number: number; width: number; height: number; textFrom: string; words: StoredWord[] } | null> {
  const [row] = await database.query<PageRow & { words: StoredWord[] }>(
    'select number, width, height, text_from, words from document_pages where business_id = $1 and document_id = $2 and number = $3',
    { bind: [businessId, id, number], type: QueryTypes.SELECT },
  );
  return row ? { number: row.number, width: row.width, height: row.height, textFrom: row.text_from, words: row.words } : null;
}

export type DocumentEventRow = { at: Date; step: string; state: string | null; because: string | null; actor: string };

/** Every step of a document's fate, oldest first. */
export const documentHistory = (database: Sequelize, businessId: string, id: string): Promise<DocumentEventRow[]> =>
  database.query<DocumentEventRow>(
    'select at, step, state, because, actor from document_events where business_id = $1 and document_id = $2 order by id',
    {
      bind: [businessId, id],
      type: QueryTypes.SELECT,
    },
  );
