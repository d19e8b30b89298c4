import type { Migration } from '../migrate.ts';

/** What a page's understanding rests on beside its words: read once, used again when a person says something of the file. */
export const up: Migration = async ({ context: db }) => {
  await db.query(`
    alter table document_pages
      add column second_words jsonb,
      add column codes jsonb not null default '[]'`);
};
