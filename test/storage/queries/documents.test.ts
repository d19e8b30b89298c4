import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { deleteDocument } from '#services/actions/documents/delete-document.ts';
import { Document } from '#storage/models/document.ts';
import { findDocument, listDocuments } from '#storage/queries/documents.ts';
import { aBusiness, anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

const everybody = { seesBank: true };

describe('documents of a business', () => {
  test('paging shows every row once, also when many came in the same instant', async ({ db }) => {
    const deps = ingestDeps(db);
    const { id: businessId } = await aBusiness();
    const made: string[] = [];
    for (let count = 0; count < 12; count += 1) made.push((await anUpload(deps, businessId, Buffer.from(randomUUID()))).documentId);
    await db.query(`update documents set received_at = '2026-11-24 08:00:00.123456+00' where business_id = $1`, { bind: [businessId] });
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const { rows, next } = await listDocuments(db, businessId, everybody, {}, { limit: 5, cursor });
      seen.push(...rows.map(({ id }) => id));
      if (next === null) break;
      cursor = next;
    }
    expect(seen.sort()).toEqual(made.sort());
  });

  test('B-035 statements and histories are seen only by those who see bank data', async ({ db }) => {
    const { id: businessId } = await aBusiness();
    const { documentId } = await anUpload(ingestDeps(db), businessId, Buffer.from('kivonat'));
    await Document.update({ kind: 'bank-statement' }, { where: { id: documentId } });
    expect(await findDocument(db, businessId, { seesBank: false }, documentId)).toBeNull();
    expect((await listDocuments(db, businessId, { seesBank: false }, {}, { limit: 10 })).rows).toEqual([]);
    expect(await findDocument(db, businessId, everybody, documentId)).not.toBeNull();
  });

  test('H-056 the same bytes are one document in a business, another one elsewhere, and may come again once deleted', async ({ db }) => {
    const deps = ingestDeps(db);
    const [one, other] = [await aBusiness(), await aBusiness()];
    const bytes = Buffer.from(randomUUID());
    const first = await anUpload(deps, one.id, bytes, 'első.txt');
    const again = await anUpload(deps, one.id, bytes, 'második.txt');
    expect([first.isNew, again.isNew, again.documentId === first.documentId]).toEqual([true, false, true]);
    expect((await anUpload(deps, other.id, bytes)).isNew).toBe(true);
    await deleteDocument({ businessId: one.id, documentId: first.documentId, actor: { kind: 'hub', id: null } }, deps);
    expect(await Array.fromAsync(deps.objects.list(one.id))).toEqual([]);
    const afterwards = await anUpload(deps, one.id, bytes);
    expect(afterwards.isNew).toBe(true);
    expect(afterwards.documentId).not.toBe(first.documentId);
  });

  test('forty uploads of five files at once make five documents', async ({ db }) => {
    const deps = ingestDeps(db);
    const { id: businessId } = await aBusiness();
    const files = Array.from({ length: 5 }, () => Buffer.from(randomUUID()));
    const answers = await Promise.all(Array.from({ length: 40 }, (_each, index) => anUpload(deps, businessId, files[index % 5]!)));
    expect(new Set(answers.map(({ documentId }) => documentId)).size).toBe(5);
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(5);
  });
});
