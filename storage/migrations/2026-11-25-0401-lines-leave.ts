import type { Migration } from '../migrate.ts';

/** A line that leaves takes its words along: of the payment the date, the amount and the rule stay (B-034). */
export const up: Migration = async ({ context: db }) => {
  await db.query(`
    create function forget_words() returns trigger language plpgsql as $$
    begin
      update settlements set evidence = '[]' where transaction_id = old.id and evidence <> '[]';
      return old;
    end $$`);
  await db.query(`create trigger forget_words before delete on bank_transactions for each row execute function forget_words()`);
};
