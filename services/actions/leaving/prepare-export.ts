import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Sequelize } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { hashing } from '#storage/objects/hashing.ts';
import type { ObjectStore } from '#storage/objects/object-store.ts';
import { syncFile } from '#storage/objects/spool.ts';
import { forgetRaw } from '#storage/raw-bytes.ts';
import { row, rows } from '#storage/sql.ts';
import type { House } from '../house.ts';
import type { Language } from '../mail/letter.ts';
import { post } from '../mail/post.ts';
import { writeExportZip } from './export-zip.ts';
import { type Export, type ExportedDocument, exportedDocuments, exportOf, fingerprintOf, linkHours, type Shown } from './exports.ts';

type ExportKey = { businessId: string; exportId: string };
/** Its row says how far it is after so many files. */
const progressEvery = 50;

/**
 * Makes the ZIP of a large download and keeps it until its link ends; who asked is told by mail (H-140). May be killed anywhere
 * and run again: the file on the way is written anew, and nothing is handed out before the row says so.
 */
export async function runExport(
  house: House,
  { objects, scratch }: { objects: ObjectStore; scratch: string },
  { businessId, exportId }: ExportKey,
  { closed }: Pick<Shown, 'closed'>,
): Promise<void> {
  const { database } = house;
  const asked = await preparing(database, { businessId, exportId });
  if (!asked) return;
  const shown = { closed, seesPrivate: asked.seesPrivate };
  const fingerprint = await fingerprintOf(database, businessId, asked, shown);
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  const path = join(scratch, `export-${exportId}.zip`);
  try {
    const documents = counted(database, exportId, exportedDocuments(database, businessId, asked, shown));
    const file = hashedFile(path);
    await writeExportZip(file.target, { businessId, objects, documents, madeAt: asked.createdAt });
    const zip = { path, ...(await file.end()) };
    await objects.put(businessId, zip);
    const isKept = await keep(house, { businessId, exportId }, { ...zip, fingerprint });
    // Asked for by a business that was deleted meanwhile.
    if (!isKept) await forgetRaw(database, objects, { businessId, sha256: zip.sha256 });
  } finally {
    await rm(path, { force: true });
  }
}

const preparing = (database: Sequelize, { businessId, exportId }: ExportKey): Promise<Export | null> =>
  exportOf(database, businessId, exportId).then(
    (found) => (found.state === 'preparing' ? found : null),
    (error: unknown) => {
      // Gone with its business, or nobody waits any more.
      if (error instanceof DomainError && (error.code === 'not-found' || error.code === 'link-not-valid')) return null;
      throw error;
    },
  );

async function* counted(
  database: Sequelize,
  exportId: string,
  documents: AsyncIterable<ExportedDocument>,
): AsyncGenerator<ExportedDocument> {
  let count = 0;
  for await (const document of documents) {
    yield document;
    count += 1;
    if (count % progressEvery === 1) await row(database, 'update exports set progress = $2 where id = $1', exportId, count);
  }
}

/** A file, hashed and counted as it is written, synced at its end. */
function hashedFile(path: string) {
  const { through, passed } = hashing();
  const written = pipeline(through, createWriteStream(path, { mode: 0o600 }));
  // Heard of at the end; meanwhile it fails the writing too.
  written.catch(() => undefined);
  return {
    target: Writable.toWeb(through) as WritableStream<Uint8Array>,
    async end() {
      await written;
      await syncFile(path);
      return passed();
    },
  };
}

function keep(
  house: House,
  { businessId, exportId }: ExportKey,
  zip: { sha256: string; size: number; fingerprint: string },
): Promise<boolean> {
  return house.database.transaction(async (transaction) => {
    const kept = await row<{ askedBy: string | null; documents: number; business: string }>(
      transaction,
      `update exports set state = 'ready', failure = null, progress = documents, sha256 = $2, size = $3, fingerprint = $4,
         expires_at = now() + make_interval(hours => $5)
       from businesses where exports.id = $1 and exports.state = 'preparing' and businesses.id = exports.business_id
       returning asked_by as "askedBy", documents, businesses.name as business`,
      exportId,
      zip.sha256,
      zip.size,
      zip.fingerprint,
      linkHours,
    );
    if (!kept) return false;
    const person = await row<{ email: string; language: Language }>(
      transaction,
      'select email, language from users where id::text = $1',
      kept.askedBy,
    );
    // A program asks by itself.
    if (person)
      await post(transaction, house, 'export-ready', person, {
        business: kept.business,
        documents: String(kept.documents),
        hours: String(linkHours),
        link: `${house.publicUrl}/b/${businessId}/settings/data?export=${exportId}`,
      });
    return true;
  });
}

/** One that was given up says so; asking for it anew makes another. */
export async function failExport(database: Sequelize, { exportId }: ExportKey, error: Error): Promise<void> {
  await row(
    database,
    `update exports set state = 'failed', failure = $2 where id = $1 and state = 'preparing'`,
    exportId,
    error instanceof DomainError ? error.code : 'internal-error',
  );
}

/**
 * The kept ZIP, when it is still what its fetcher may have: a file that left, was held back or got private lines since, or eyes
 * that see less than the asker's, and it is written anew from what may be seen now (null).
 *
 * @throws DomainError `not-open` while it is being made
 */
export async function keptZip(
  { database, objects }: { database: Sequelize; objects: ObjectStore },
  businessId: string,
  asked: Export,
  shown: Shown,
): Promise<{ stream: Readable; size: bigint } | null> {
  if (asked.state === 'preparing')
    throw new DomainError('not-open', 'this download is still being made', { progress: asked.progress, documents: asked.documents });
  if (asked.sha256 === null || asked.size === null) return null;
  if ((await fingerprintOf(database, businessId, asked, shown)) !== asked.fingerprint) return null;
  try {
    return { stream: await objects.open(businessId, asked.sha256), size: asked.size };
  } catch (error) {
    // A restored hub has the row without the ZIP.
    if (error instanceof DomainError && error.code === 'object-missing') return null;
    throw error;
  }
}

/** ZIPs leave when their links have ended. Answers how many. */
export async function sweepExports(database: Sequelize, objects: ObjectStore): Promise<number> {
  const over = await rows<{ businessId: string; sha256: string }>(
    database,
    `update exports set sha256 = null, size = null from (select id, trim(sha256) as sha256 from exports where sha256 is not null and expires_at < now()) over
     where exports.id = over.id returning business_id as "businessId", over.sha256`,
  );
  for (const key of over) await forgetRaw(database, objects, key);
  return over.length;
}
