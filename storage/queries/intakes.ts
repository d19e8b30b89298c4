import { QueryTypes, type Sequelize } from 'sequelize';
import type { DocumentState } from '#services/domain/document-state.ts';
import type { Doubt } from '#services/domain/doubts.ts';
import type { DocumentKind } from '#services/domain/reading.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { Document } from '../models/document.ts';
import { Intake } from '../models/intake.ts';
import { IntakePart } from '../models/intake-part.ts';
import { rows } from '../sql.ts';

export type IntakeWithParts = {
  intake: Intake;
  parts: IntakePart[];
  /** Who handed it in by hand; null for other doors and for programs. */
  uploader: string | null;
  /** Of the parts that became documents, by id. */
  documents: ReadonlyMap<string, { state: DocumentState; because: string | null; kind: DocumentKind | null }>;
  /** The one register item that a document speaks of, by the document's id. */
  items: ReadonlyMap<string, ItemOfDocument>;
};

export type ItemOfDocument = { partner: string | null; grossMinor: bigint | null; currency: string | null; doubts: Doubt[] | null };

/** A page of a business's deliveries, newest first, each with every part's fate. */
export async function listIntakes(
  database: Sequelize,
  businessId: string,
  filter: { fate?: string | undefined; waits?: 'true' | undefined; door?: string | undefined; on?: string | undefined },
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ rows: IntakeWithParts[]; next: string | null }> {
  const [at, id] = decodeCursor(cursor);
  const found = await database.query<{ id: string; exact: string }>(
    `select id, received_at::text as exact from intakes
     where business_id = $1 and ($2::timestamptz is null or (received_at, id) < ($2, $3::uuid)) and ($4::text is null or fate = $4) and ($5::text is null or door = $5)
       and ($6::date is null or received_at >= $6::date::timestamp at time zone 'Europe/Budapest'
                            and received_at < ($6::date + 1)::timestamp at time zone 'Europe/Budapest')
       and ($8::text is null or fate = 'review' or exists (
         select from intake_parts part left join documents document on document.id = part.document_id
         where part.intake_id = intakes.id and (part.fate = 'review' or document.state in ('needs-review', 'failed', 'quarantined'))))
     order by received_at desc, id desc limit $7`,
    {
      bind: [businessId, at, id, filter.fate ?? null, filter.door ?? null, filter.on ?? null, limit + 1, filter.waits ?? null],
      type: QueryTypes.SELECT,
    },
  );
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const intakes = await withParts(
    businessId,
    page.map((row) => row.id),
  );
  return { rows: intakes, next: found.length > limit && last ? encodeCursor(last.exact, last.id) : null };
}

export const findIntake = async (businessId: string, id: string): Promise<IntakeWithParts | null> =>
  (await withParts(businessId, [id]))[0] ?? null;

async function withParts(businessId: string, ids: string[]): Promise<IntakeWithParts[]> {
  if (ids.length === 0) return [];
  const intakes = new Map((await Intake.findAll({ where: { businessId, id: ids } })).map((intake) => [intake.id, intake]));
  const parts = Map.groupBy(
    await IntakePart.findAll({
      where: { businessId, intakeId: ids },
      order: [
        ['position', 'ASC'],
        ['path', 'ASC'],
      ],
    }),
    (part) => part.intakeId,
  );
  const documentIds = [...parts.values()].flat().flatMap(({ documentId }) => documentId ?? []);
  const found = await Document.findAll({ where: { businessId, id: documentIds }, attributes: ['id', 'state', 'because', 'kind'] });
  const documents = new Map(found.map(({ id, state, because, kind }) => [id, { state, because, kind }]));
  const items = new Map((await itemsOf(businessId, documentIds)).map(({ documentId, ...item }) => [documentId, item]));
  const uploaders = await rows<{ id: string; name: string }>(
    Intake.sequelize!,
    'select id, coalesce(name, email) as name from users where id = any($1)',
    [...intakes.values()].flatMap(({ uploadedBy }) => uploadedBy ?? []),
  );
  const nameOf = new Map(uploaders.map(({ id, name }) => [id, name]));
  return ids.flatMap((id) => {
    const intake = intakes.get(id);
    return intake ? [{ intake, parts: parts.get(id) ?? [], documents, items, uploader: nameOf.get(intake.uploadedBy ?? '') ?? null }] : [];
  });
}

/** Of each document that speaks of exactly one item: with whom it is, and how much. */
const itemsOf = (businessId: string, documentIds: readonly string[]) =>
  rows<ItemOfDocument & { documentId: string }>(
    Document.sequelize!,
    `select source.document_id as "documentId", min(case direction when 'payable' then supplier_name else customer_name end) as partner,
       min(gross_minor) as "grossMinor", min(currency) as currency, min(doubts::text)::jsonb as doubts
     from invoice_sources source join invoices on invoices.id = invoice_id and invoices.business_id = $1 and state <> 'discarded'
     where source.business_id = $1 and source.document_id = any($2::uuid[])
     group by source.document_id having count(distinct invoice_id) = 1`,
    businessId,
    documentIds,
  );
