import { describe, expect } from 'vitest';
import { deleteDocument } from '#services/actions/documents/delete-document.ts';
import { type PageWanted, pagePicture } from '#services/actions/documents/page-picture.ts';
import { silentLog } from '#services/platform/log.ts';
import { Document } from '#storage/models/document.ts';
import { rows } from '#storage/sql.ts';
import { aBusiness, anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

const hub = { kind: 'hub', id: null } as const;

describe('the picture of a page', () => {
  test('is drawn once, and leaves with its document as does what was learnt of it', async ({ db }) => {
    const { id: businessId } = await aBusiness();
    const deps = { ...ingestDeps(db), log: silentLog };
    const { documentId } = await anUpload(deps, businessId, Buffer.from('lap'));
    const { sha256 } = await Document.findByPk(documentId, { rejectOnEmpty: true });
    await rows(
      db,
      `insert into kind_lessons (business_id, document_id, kind, words) values ($1, $2, 'invoice', '{titkos}')`,
      businessId,
      documentId,
    );
    let drawn = 0;
    const view = (given: Partial<PageWanted> = {}) =>
      pagePicture({ businessId, sha256, number: 1, width: 1_600, rotationDegrees: 0, mayBeKept: true, ...given }, deps, async () => {
        drawn += 1;
        return Buffer.from(`picture ${drawn}`);
      });
    // Asked for at once by the page and the strip above the field: drawn once for both.
    expect(await Promise.all([view(), view()])).toEqual([Buffer.from('picture 1'), Buffer.from('picture 1')]);
    expect(await view()).toEqual(Buffer.from('picture 1'));
    expect(await view({ rotationDegrees: 90 })).toEqual(Buffer.from('picture 2'));
    expect(await view({ width: 1_601 })).toEqual(Buffer.from('picture 3'));
    expect(await view({ width: 1_601 })).toEqual(Buffer.from('picture 4'));
    // Of a file that a password opened nothing lies about unlocked.
    expect(await view({ number: 2, mayBeKept: false })).toEqual(Buffer.from('picture 5'));
    expect(await view({ number: 2, mayBeKept: false })).toEqual(Buffer.from('picture 6'));

    await deleteDocument({ businessId, documentId, actor: hub }, deps);
    expect(await deps.objects.derived(businessId, sha256, '1-1-1600-0.webp')).toBeNull();
    expect(await view()).toEqual(Buffer.from('picture 7'));
    expect(await view()).toEqual(Buffer.from('picture 8'));
    expect(await rows(db, 'select from kind_lessons where document_id = $1', documentId)).toEqual([]);
  });

  test('is shown though it cannot be kept', async ({ db }) => {
    const { id: businessId } = await aBusiness();
    const { objects } = ingestDeps(db);
    const full = { ...objects, putDerived: () => Promise.reject(new Error('no space left')) };
    const wanted = { businessId, sha256: 'a'.repeat(64), number: 1, width: 96, rotationDegrees: 0, mayBeKept: true };
    expect(await pagePicture(wanted, { objects: full, log: silentLog }, async () => Buffer.from('x'))).toEqual(Buffer.from('x'));
  });
});
