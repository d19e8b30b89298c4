import type { Migration } from '../migrate.ts';

/**
 * Numbers as eyes and OCR confuse them: `FA-2O26/0017` and `fa 2026-17`. A hint that two items may be one invoice, never an
 * identity (promise 4).
 */
export const up: Migration = async ({ context: db }) => {
  await db.query(`
    create function loose_number(number text) returns text language sql immutable parallel safe
    return nullif(regexp_replace(
      regexp_replace(translate(search_fold(number), 'oil|', '0111'), '(^|[^0-9])0+(?=[0-9])', '\\1', 'g'),
      '[^a-z0-9]', '', 'g'), '')`);
  await db.query(`create index invoices_loose_number on invoices (business_id, partner_id, loose_number(number)) where number is not null`);
};
