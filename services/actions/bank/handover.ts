import { Readable } from 'node:stream';
import { TextReader, ZipWriter } from '@zip.js/zip.js';
import type { Sequelize } from 'sequelize';
import type { Caller } from '#services/domain/caller.ts';
import type { Day } from '#services/domain/day.ts';
import { DomainError } from '#services/domain/errors.ts';
import { divideRounded, formatMinor } from '#services/domain/money.ts';
import { appendAudit } from '#storage/audit.ts';
import type { ObjectStore } from '#storage/objects/object-store.ts';
import { type Place, row, rows } from '#storage/sql.ts';
import { demandNothingPrivate } from '../documents/private-file.ts';
import { actorOf } from '../house.ts';
import { demandBothConsents } from './outside-consent.ts';

/** The thirteen data of H-104, and no other. Amounts are decimal strings. */
export type HandedItem = {
  invoiceNumber: string | null;
  paymentMethod: string | null;
  invoiceComment: string | null;
  partnerName: string | null;
  partnerTaxNumber: string | null;
  issuedOn: Day | null;
  suppliedOn: Day | null;
  dueOn: Day | null;
  currency: string;
  total: string;
  remaining: string;
  totalHuf: string | null;
  remainingHuf: string | null;
};

type Row = Omit<HandedItem, 'total' | 'remaining' | 'totalHuf' | 'remainingHuf' | 'invoiceComment'> & {
  gross: bigint;
  open: bigint;
  grossHuf: bigint | null;
};

/** Open items as an outside service may see them. A comment is no field of the register, so there is none. */
export async function handedItems(place: Place, businessId: string): Promise<HandedItem[]> {
  const found = await rows<Row>(
    place,
    `select number as "invoiceNumber", payment_method as "paymentMethod",
       case direction when 'payable' then supplier_name else customer_name end as "partnerName",
       case direction when 'payable' then supplier_tax_number else customer_tax_number end as "partnerTaxNumber",
       issued_on::text as "issuedOn", supplied_on::text as "suppliedOn", due_on::text as "dueOn", trim(currency) as currency,
       coalesce(payable_minor, gross_minor) as gross, open_minor(item) as open, gross_huf_minor as "grossHuf"
     from invoices item where business_id = $1 and state <> 'discarded' and currency is not null
       and open_minor(item) <> 0 order by created_at, id`,
    businessId,
  );
  return found.map(({ gross, open, grossHuf, currency, ...item }) => {
    const huf = currency === 'HUF' ? gross : grossHuf;
    return {
      ...item,
      invoiceComment: null,
      currency,
      total: formatMinor(gross, currency),
      remaining: formatMinor(open, currency),
      totalHuf: huf === null ? null : formatMinor(huf, 'HUF'),
      remainingHuf: huf === null ? null : formatMinor(divideRounded(huf * open, gross), 'HUF'),
    };
  });
}

export type Handover = { documentName: string; sha256: string; items: HandedItem[] };

/**
 * What an outside matching service gets, when a person asks for it (H-105): the open items in thirteen data each and one history
 * file as it was uploaded. Both sides must have accepted; each handover is in the audit.
 *
 * @throws DomainError `conflict` without both consents, `not-allowed` for a program, `not-found` for a document that is no bank history,
 *   `private-lines` for one that the caller may not open
 */
export function beginHandover(database: Sequelize, caller: Caller, businessId: string, documentId: string): Promise<Handover> {
  if (caller.userId === null) throw new DomainError('not-allowed', 'a person starts each run');
  return database.transaction(async (transaction) => {
    await demandBothConsents(transaction, businessId);
    const document = await row<{ name: string; sha256: string }>(
      transaction,
      `select name, trim(sha256) as sha256 from documents where id = $1 and business_id = $2 and state not in ('deleted', 'quarantined', 'waiting-scan')
         and exists (select from bank_statements where document_id = documents.id)`,
      documentId,
      businessId,
    );
    if (!document) throw new DomainError('not-found', 'there is no such bank history');
    await demandNothingPrivate(transaction, caller, businessId, documentId);
    const items = await handedItems(transaction, businessId);
    await appendAudit(transaction, businessId, {
      actor: actorOf(caller),
      action: 'outside-matching.handover',
      subject: { type: 'document', id: documentId },
      facts: { items: items.length },
    });
    return { documentName: document.name, sha256: document.sha256, items };
  });
}

/** Writes a handover as a ZIP: `tetelek.json` and the bank's file under its own name. */
export async function writeHandover(
  target: WritableStream<Uint8Array>,
  { documentName, sha256, items }: Handover,
  { businessId, objects }: { businessId: string; objects: ObjectStore },
): Promise<void> {
  const zip = new ZipWriter(target, { zip64: false, bufferedWrite: false, keepOrder: true });
  await zip.add('tetelek.json', new TextReader(JSON.stringify(items, null, 2)));
  await zip.add(`bank/${documentName}`, Readable.toWeb(await objects.open(businessId, sha256)) as ReadableStream);
  await zip.close();
}
