import { documentKinds } from '#services/domain/reading.ts';
import type { Migration } from '../migrate.ts';

/**
 * What a business's people taught the reader: the kind of a document by its words, and where on a supplier's page a field stood.
 * One row for each confirmation, so that it can be shown, forgotten one by one, and leaves with its document.
 */
export const up: Migration = async ({ context: db }) => {
  await db.query(`
    create table kind_lessons (
      id uuid primary key default gen_random_uuid(),
      business_id uuid not null references businesses on delete cascade,
      document_id uuid not null unique references documents on delete cascade,
      kind text not null check (kind in (${documentKinds.map((kind) => `'${kind}'`).join(', ')})),
      words text[] not null,
      taught_by uuid,
      taught_at timestamptz not null default clock_timestamp())`);
  await db.query('create index on kind_lessons (business_id, taught_at desc)');
  await db.query(`
    create table place_lessons (
      id uuid primary key default gen_random_uuid(),
      business_id uuid not null references businesses on delete cascade,
      partner_id uuid not null references partners on delete cascade,
      document_id uuid not null references documents on delete cascade,
      field text not null,
      -- Null where only the due term was learnt.
      page integer check (page > 0),
      -- x, y, width, height in fractions of the upright page.
      box real[] check (cardinality(box) = 4),
      -- Of the due day: days after the issue (AC-058).
      due_days integer,
      taught_by uuid,
      taught_at timestamptz not null default clock_timestamp(),
      unique (document_id, field))`);
  await db.query('create index on place_lessons (business_id, partner_id)');
};
