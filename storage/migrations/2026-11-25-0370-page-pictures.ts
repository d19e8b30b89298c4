import type { Migration } from '../migrate.ts';

/** What a page's picture needs beside the bytes: by how much reading turned it upright, and the password that opened the file. */
export const up: Migration = async ({ context: db }) => {
  await db.query('alter table document_pages add column rotation_degrees smallint not null default 0');
  await db.query('alter table documents add column sealed_password text');
};
