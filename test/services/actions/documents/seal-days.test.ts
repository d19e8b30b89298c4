import { expect } from 'vitest';
import { deleteDocument } from '#services/actions/documents/delete-document.ts';
import { brokenSeals, sealDays } from '#services/actions/documents/seal-days.ts';
import { verifyAudit } from '#storage/audit.ts';
import { row, rows } from '#storage/sql.ts';
import { aBusiness, anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

test('LG-010 LG-014 the files of a finished day are sealed once into the chain; one exchanged, added or taken out is found', async ({
  db,
}) => {
  const deps = ingestDeps(db);
  const { id: businessId } = await aBusiness();
  const ids: string[] = [];
  for (const text of ['egy', 'kettő', 'három']) ids.push((await anUpload(deps, businessId, Buffer.from(text))).documentId);
  expect(await sealDays(db)).toBe(0);
  await row(db, `update documents set received_at = now() - interval '2 days' where business_id = $1`, businessId);
  expect((await Promise.all([sealDays(db), sealDays(db)])).sort()).toEqual([0, 1]);
  expect(await sealDays(db)).toBe(0);
  expect(await rows(db, `select facts ->> 'documents' as documents from audit where chain_id = $1`, businessId)).toEqual([
    { documents: '3' },
  ]);
  expect((await verifyAudit(db)).broken).toEqual([]);

  // A deletion by right keeps the row and its hash; what the law of the hub does not know of is seen.
  await deleteDocument({ businessId, documentId: ids[0]!, actor: { kind: 'hub', id: null } }, deps);
  expect(await brokenSeals(db)).toEqual([]);
  const broken = async (act: string, back: string) => {
    await row(db, act, ids[1]);
    const found = await brokenSeals(db);
    await row(db, back, ids[1]);
    return found.map((each) => each.businessId);
  };
  expect(
    await broken(
      `update documents set sha256 = reverse(sha256) where id = $1`,
      `update documents set sha256 = reverse(sha256) where id = $1`,
    ),
  ).toEqual([businessId]);
  expect(
    await broken(
      `update documents set received_at = now() where id = $1`,
      `update documents set received_at = now() - interval '2 days' where id = $1`,
    ),
  ).toEqual([businessId]);
  expect(await brokenSeals(db)).toEqual([]);
});
