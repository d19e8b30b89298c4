import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Sequelize } from 'sequelize';
import { describe, expect } from 'vitest';
import { folderChannel } from '#ingest/channels/folder/folder-channel.ts';
import { localShelf } from '#ingest/channels/folder/local-shelf.ts';
import { type Seen, takeFiles } from '#ingest/channels/folder/take-files.ts';
import { DomainError } from '#services/domain/errors.ts';
import { silentLog } from '#services/platform/log.ts';
import { Document } from '#storage/models/document.ts';
import { Intake } from '#storage/models/intake.ts';
import { IntakePart } from '#storage/models/intake-part.ts';
import { aBusiness, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

/** A watched folder of one business, looked through by hand and by a clock of its own. */
async function aShelf(db: Sequelize, { after = 'move' as 'move' | 'delete', maxBytes = 1_000 } = {}) {
  const business = await aBusiness();
  const deps = ingestDeps(db);
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-folder-'));
  const seen: Seen = new Map();
  const taking = { businessId: business.id, door: 'folder', sender: null, after, settleMs: 60_000, maxBytes };
  return {
    folder,
    deps,
    businessId: business.id,
    put(name: string, text: string) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    },
    /** A round at a second of this shelf's own time. */
    round: (second: number, given: Partial<typeof deps> = {}) =>
      takeFiles(localShelf(folder), seen, taking, { ...deps, ...given }, second * 1_000),
    restart: () => seen.clear(),
    names: async () => (await Document.findAll({ where: { businessId: business.id }, order: [['name', 'ASC']] })).map(({ name }) => name),
    intakes: () => Intake.findAll({ where: { businessId: business.id } }),
    left: () => readdirSync(folder, { recursive: true }).map(String).sort(),
  };
}

describe('the folder door', () => {
  test('H-120 a file is taken once it has been still for a minute, and moved to feldolgozott/', async ({ db }) => {
    const shelf = await aShelf(db);
    shelf.put('október/számla.pdf', 'fél');
    expect(await shelf.round(0)).toBe(0);
    appendFileSync(join(shelf.folder, 'október/számla.pdf'), ' egész');
    expect(await shelf.round(59)).toBe(0);
    expect(await shelf.round(118)).toBe(0);
    expect(await shelf.round(119)).toBe(1);
    expect(await shelf.names()).toEqual(['számla.pdf']);
    expect(shelf.left()).toEqual(['feldolgozott', 'feldolgozott/október', 'feldolgozott/október/számla.pdf', 'október']);
    const [intake] = await shelf.intakes();
    expect(intake).toMatchObject({ door: 'folder', reference: 'október/számla.pdf', fate: 'kept' });
    expect(await shelf.round(500)).toBe(0);
  });

  test('H-120 a half-written file waits for its rename; hidden files and links are nobody’s vouchers', async ({ db }) => {
    const shelf = await aShelf(db);
    for (const name of ['a.pdf.part', 'b.filepart', '.rejtett', '~$c.docx', 'd.tmp']) shelf.put(name, name);
    symlinkSync('/etc/hostname', join(shelf.folder, 'link.pdf'));
    await shelf.round(0);
    expect(await shelf.round(100)).toBe(0);
    renameSync(join(shelf.folder, 'a.pdf.part'), join(shelf.folder, 'a.pdf'));
    await shelf.round(200);
    expect(await shelf.round(300)).toBe(1);
    expect(await shelf.names()).toEqual(['a.pdf']);
  });

  test('H-056 the same bytes under two names are one document, both files are put away, neither over the other', async ({ db }) => {
    const shelf = await aShelf(db);
    shelf.put('a.pdf', 'ugyanaz');
    await shelf.round(0);
    await shelf.round(60);
    shelf.put('a.pdf', 'más');
    shelf.put('b.pdf', 'ugyanaz');
    await shelf.round(100);
    expect(await shelf.round(160)).toBe(2);
    expect((await shelf.names()).length).toBe(2);
    expect(shelf.left()).toEqual(['feldolgozott', 'feldolgozott/a (2).pdf', 'feldolgozott/a.pdf', 'feldolgozott/b.pdf']);
  });

  test('nothing is lost or doubled when the process is killed between keeping a file and putting it away', async ({ db }) => {
    const shelf = await aShelf(db);
    shelf.put('a.pdf', 'egy');
    await shelf.round(0);
    await shelf.round(60);
    // As a kill leaves it: kept, and still on the shelf.
    renameSync(join(shelf.folder, 'feldolgozott/a.pdf'), join(shelf.folder, 'a.pdf'));
    shelf.restart();
    await shelf.round(100);
    expect(await shelf.round(160)).toBe(1);
    expect(await shelf.names()).toEqual(['a.pdf']);
    expect((await shelf.intakes()).map(({ deliveries }) => deliveries)).toEqual([2]);
  });

  test('without storage the file stays and is taken when there is storage again', async ({ db }) => {
    const shelf = await aShelf(db);
    shelf.put('a.pdf', 'egy');
    await shelf.round(0);
    const objects = { ...shelf.deps.objects, put: () => Promise.reject(new DomainError('storage-full', 'full')) };
    await expect(shelf.round(60, { objects })).rejects.toThrow('full');
    expect(shelf.left()).toEqual(['a.pdf']);
    expect(await shelf.round(61)).toBe(1);
    expect(await shelf.names()).toEqual(['a.pdf']);
  });

  test('H-053 a file over the limit is put aside and its refusal is seen', async ({ db }) => {
    const shelf = await aShelf(db, { after: 'delete' });
    shelf.put('nagy.pdf', 'x'.repeat(1_001));
    shelf.put('kis.pdf', 'x');
    await shelf.round(0);
    await shelf.round(60);
    expect(await shelf.names()).toEqual(['kis.pdf']);
    expect(shelf.left()).toEqual(['elutasitott', 'elutasitott/nagy.pdf']);
    const parts = await IntakePart.findAll({ where: { businessId: shelf.businessId, fate: 'refused' } });
    expect(parts).toMatchObject([{ name: 'nagy.pdf', because: 'delivery-too-large', size: 1_001n }]);
  });

  test('each business has the folder of its tax number; others are left alone', async ({ db }) => {
    const [one, two] = [await aBusiness(), await aBusiness()];
    const root = mkdtempSync(join(tmpdir(), 'bizonylat-folders-'));
    for (const name of [one.baseNumber, two.baseNumber, '98999999', 'egyéb']) {
      mkdirSync(join(root, name));
      writeFileSync(join(root, name, 'számla.txt'), `számla ${name}`);
    }
    const door = await folderChannel({ root, after: 'delete', settleMs: 0, pauseMs: 20, log: silentLog }, ingestDeps(db)).open();
    await expect.poll(() => Document.count({ where: { businessId: [one.id, two.id] } }), { timeout: 10_000 }).toBe(2);
    await expect.poll(() => existsSync(join(root, two.baseNumber, 'számla.txt'))).toBe(false);
    await door[Symbol.asyncDispose]();
    expect(await Document.count({ where: { businessId: one.id } })).toBe(1);
    expect(existsSync(join(root, '98999999', 'számla.txt'))).toBe(true);
    expect(existsSync(join(root, 'egyéb', 'számla.txt'))).toBe(true);
    rmSync(root, { recursive: true });
  });
});
