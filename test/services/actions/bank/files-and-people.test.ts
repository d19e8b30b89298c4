import fc from 'fast-check';
import { expect } from 'vitest';
import { importStatements } from '#services/actions/bank/import-statement.ts';
import { runMatch } from '#services/actions/bank/run-match.ts';
import { settle, undoSettlement } from '#services/actions/bank/settle.ts';
import { deleteDocument } from '#services/actions/documents/delete-document.ts';
import { DomainError } from '#services/domain/errors.ts';
import { rows } from '#storage/sql.ts';
import { aLine, anItem, aStatement } from '#test/support/bank.ts';
import { aBusiness, anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

const actor = { kind: 'hub', id: null } as const;
const acts = ['confirm', 'confirm', 'import', 'delete', 'match', 'undo'] as const;

test('H-107 H-110 B-034 confirming, matching, importing again and deleting the file at once: no money is made or lost, no line twice', {
  timeout: 120_000,
}, async ({ db }) => {
  const { id: businessId } = await aBusiness();
  const where = { businessId, actor };
  const ingest = ingestDeps(db);
  const items = [
    await anItem(db, businessId, { gross: 500n, number: 'A-2026-1' }),
    await anItem(db, businessId, { gross: 400n, number: 'A-2026-2' }),
  ];
  // Two files of overlapping days: each alone holds its first line, both hold the second.
  const [first, both, last] = [aLine(500n, { memo: 'A-2026-1' }), aLine(600n, { memo: 'egyben' }), aLine(400n, { memo: 'A-2026-2' })];
  const files = [
    [first, both],
    [both, last],
  ].map((lines) => ({ statements: [aStatement(lines)], bytes: Buffer.from(lines.map(({ memo }) => memo).join()) }));
  const bringIn = async (at: number) => {
    const { statements, bytes } = files[at]!;
    const { documentId } = await anUpload(ingest, businessId, bytes, `${at}.csv`);
    return importStatements(db, where, { format: 'test', statements, documentId }, { mayAddAccount: true });
  };
  const idsOf = async (sql: string) => (await rows<{ id: string }>(db, `${sql} order by id`, businessId)).map(({ id }) => id);
  const act = fc.record({ what: fc.constantFrom(...acts), line: fc.nat(2), item: fc.nat(1), file: fc.nat(1), amount: fc.bigInt(1n, 600n) });
  type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;
  const perform = async ({ what, line, item, file, amount }: Act): Promise<unknown> => {
    if (what === 'import') return bringIn(file);
    if (what === 'match') return runMatch(db, businessId);
    if (what === 'confirm') {
      const lines = await idsOf('select id from bank_transactions where business_id = $1');
      return lines[line] && settle(db, where, { transactionId: lines[line], allocations: [{ item: items[item]!, amount }] });
    }
    if (what === 'undo') {
      const [made] = await idsOf('select id from settlements where business_id = $1');
      return made && undoSettlement(db, where, made);
    }
    const documents = await idsOf('select distinct document_id as id from bank_statements where business_id = $1');
    const documentId = documents[file];
    return documentId && deleteDocument({ businessId, documentId, actor }, ingest);
  };
  let confirmed = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 8 }), async (given) => {
      await Promise.allSettled([bringIn(0), bringIn(1)]);
      for (const done of await Promise.allSettled(given.map(perform)))
        if (done.status === 'rejected') expect(done.reason).toBeInstanceOf(DomainError);
      const wrong = await rows(
        db,
        `select 'line' as side from bank_transactions line left join allocations on transaction_id = line.id where line.business_id = $1
           group by line.id having coalesce(sum(taken_minor), 0) <> line.settled_minor or abs(settled_minor) > abs(line.amount_minor)
         union all
         select 'item' from invoices item left join allocations on invoice_id = item.id where item.business_id = $1
           group by item.id having coalesce(sum(allocations.amount_minor), 0) <> item.settled_minor or abs(settled_minor) > abs(gross_minor)
         union all
         select 'twin' from bank_transactions where business_id = $1 group by amount_minor having count(*) > 1
         union all
         select 'orphan' from bank_transactions line where business_id = $1
           and not exists (select from statement_lines where transaction_id = line.id)`,
        businessId,
      );
      expect(wrong).toEqual([]);
      const made = await idsOf('select id from settlements where business_id = $1');
      confirmed += made.length;
      for (const id of made) await undoSettlement(db, where, id);
      expect(await rows(db, 'select 1 from invoices where business_id = $1 and settled_minor <> 0', businessId)).toEqual([]);
      await rows(db, 'delete from refused_pairs where business_id = $1', businessId);
    }),
    { numRuns: 15 },
  );
  expect(confirmed).toBeGreaterThan(10);
});
