import type { Migration } from '../migrate.ts';

/**
 * Cursors of the change feed hold transaction ids, which mean something in one database only: a restored one begins another
 * life, and cursors of the former are refused. Empty: the first life, whose cursors name none.
 */
export const up: Migration = async ({ context: db }) => {
  await db.query(`create table feed_life (life text not null)`);
  await db.query(`create unique index feed_life_once on feed_life ((true))`);
  await db.query(`insert into feed_life values ('')`);
};
