import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Sequelize } from 'sequelize';
import { receiveFile } from '#ingest/receive.ts';
import { type InvoiceWire, toWire } from '#services/domain/invoice-wire.ts';
import { noInvoice, noParty } from '#services/domain/reading.ts';
import { Business } from '#storage/models/business.ts';
import { folderStore } from '#storage/objects/folder-store.ts';
import { openSpool } from '#storage/objects/spool.ts';

/** An eight-digit base number with its check digit, of nobody (98…). */
export function aBaseNumber(): string {
  const seven = `98${String(randomInt(100_000)).padStart(5, '0')}`;
  const sum = [9, 7, 3, 1, 9, 7, 3].reduce((total, weight, index) => total + weight * Number(seven[index]), 0);
  return `${seven}${(10 - (sum % 10)) % 10}`;
}

export async function aBusiness(given: { name?: string; baseNumber?: string } = {}): Promise<Business> {
  const baseNumber = given.baseNumber ?? aBaseNumber();
  return Business.create({ name: given.name ?? 'Próba Kft.', taxNumber: `${baseNumber}-2-42`, baseNumber });
}

/** A business with a mail address; answers its local part. */
export async function aMailAddress(database: Sequelize, businessId: string): Promise<string> {
  const localPart = `proba.${randomBytes(6).toString('hex')}`;
  await database.query('insert into mail_addresses (local_part, business_id) values ($1, $2)', { bind: [localPart, businessId] });
  return localPart;
}

/** What doors are handed, with objects and spool in a folder of its own. */
export function ingestDeps(database: Sequelize) {
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-ingest-'));
  return { folder, database, objects: folderStore(join(folder, 'objects')), spool: openSpool(join(folder, 'spool')) };
}

/** A file handed in by upload; answers its document. */
export async function anUpload(deps: ReturnType<typeof ingestDeps>, businessId: string, bytes: Buffer, name = 'próba.txt') {
  await using spooled = await deps.spool.write(Readable.from([bytes]), { maxBytes: 30_000_000 });
  return await receiveFile(
    { door: 'upload', businessId, sender: null, name, mediaType: 'text/plain', statedKind: null, reference: null, uploadedBy: null },
    spooled,
    deps,
  );
}

/** An invoice as a source says it; everything not given is unknown. */
export const anInvoice = (given: Partial<InvoiceWire> = {}): InvoiceWire => ({ ...toWire(noInvoice()), ...given });

export const aParty = (taxNumber: string | null, name: string | null = null) => ({ ...noParty(), taxNumber, name });
