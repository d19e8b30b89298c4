import type { Sequelize } from 'sequelize';
import {
  emptyModel,
  type KindModel,
  learn,
  type PlacedField,
  type SupplierMemories,
  type SupplierMemory,
  type UsualPlace,
} from '#services/domain/lessons.ts';
import type { Box, DocumentKind } from '#services/domain/reading.ts';
import { rows } from '../sql.ts';

/** The newest lessons count; what was true years ago need not be. */
const mostKindLessons = 300;
const mostSuppliers = 500;
/** A term is usual when so many confirmed invoices had one and nearly all the same. */
const fewestTerms = 3;
const shareOfTerm = 0.8;

/** What a business's people taught of kinds, for the reader. */
export async function kindModelOf(database: Sequelize, businessId: string): Promise<KindModel> {
  const lessons = await rows<{ kind: DocumentKind; words: string[] }>(
    database,
    'select kind, words from kind_lessons where business_id = $1 order by taught_at desc limit $2',
    businessId,
    mostKindLessons,
  );
  return lessons.reduce((model, { kind, words }) => learn(model, words, kind), emptyModel());
}

export type KindLesson = {
  id: string;
  documentId: string;
  documentName: string;
  kind: DocumentKind;
  words: string[];
  taughtBy: string | null;
  taughtAt: Date;
};

/** The same lesson by lesson, the newest first. */
export const kindLessons = (database: Sequelize, businessId: string): Promise<KindLesson[]> =>
  rows<KindLesson>(
    database,
    `select l.id, l.document_id as "documentId", d.name as "documentName", l.kind, l.words, l.taught_by as "taughtBy", l.taught_at as "taughtAt"
     from kind_lessons l join documents d on d.id = l.document_id where l.business_id = $1 order by l.taught_at desc limit $2`,
    businessId,
    mostKindLessons,
  );

export type SupplierLesson = SupplierMemory & { partnerId: string; number: string | null; name: string | null; lastTaughtAt: Date };

/** What is known of each supplier's invoices, whoever was confirmed last first. */
export async function supplierLessons(database: Sequelize, businessId: string): Promise<SupplierLesson[]> {
  const suppliers = await rows<{
    partnerId: string;
    number: string | null;
    name: string | null;
    lastTaughtAt: Date;
    dueDays: number | null;
  }>(
    database,
    `select p.id as "partnerId", coalesce(p.base_number, p.eu_vat_number) as number, p.name, l."lastTaughtAt",
       case when l.terms >= $2 and l.same >= l.terms * $3::float8 then l.days end as "dueDays"
     from (
       select partner_id, max(taught_at) as "lastTaughtAt", count(due_days) as terms, mode() within group (order by due_days) as days,
         count(*) filter (where due_days = most.days) as same
       from place_lessons
         join (select partner_id as of, mode() within group (order by due_days) as days from place_lessons where business_id = $1 group by 1) most on most.of = partner_id
       where business_id = $1 group by partner_id order by 2 desc limit $4
     ) l join partners p on p.id = l.partner_id order by l."lastTaughtAt" desc`,
    businessId,
    fewestTerms,
    shareOfTerm,
    mostSuppliers,
  );
  const places = await rows<{ partnerId: string; field: PlacedField; page: number; box: Box; times: number }>(
    database,
    `select partner_id as "partnerId", field, page, array[avg(box[1]), avg(box[2]), avg(box[3]), avg(box[4])]::float8[] as box, count(*)::int as times
     from place_lessons where business_id = $1 and page is not null group by 1, 2, 3 order by 1, 2, 5 desc`,
    businessId,
  );
  const byPartner = Map.groupBy(places, ({ partnerId }) => partnerId);
  return suppliers.map((supplier) => ({
    ...supplier,
    places: (byPartner.get(supplier.partnerId) ?? []).map(({ partnerId: _, ...place }): UsualPlace => place),
  }));
}

/** The same by the supplier's number, for the reader. */
export async function supplierMemories(database: Sequelize, businessId: string): Promise<SupplierMemories> {
  const known = await supplierLessons(database, businessId);
  return Object.fromEntries(known.flatMap(({ number, places, dueDays }) => (number === null ? [] : [[number, { places, dueDays }]])));
}
