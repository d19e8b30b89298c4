import type { Transaction } from 'sequelize';
import { findAmounts } from '#services/domain/amount-text.ts';
import { findDates } from '#services/domain/date-text.ts';
import { daysBetween } from '#services/domain/day.ts';
import { fieldOf, type InvoiceWire } from '#services/domain/invoice-wire.ts';
import { type PlacedField, placedFields, wordsToLearn } from '#services/domain/lessons.ts';
import { isSame, normalNumber, type Provenance } from '#services/domain/merge.ts';
import { type Box, type DocumentKind, type FieldEvidence, kindsWithInvoice, type Word } from '#services/domain/reading.ts';
import type { Invoice } from '#storage/models/invoice.ts';
import { InvoiceSource } from '#storage/models/invoice-source.ts';
import { row, rows } from '#storage/sql.ts';

const mostWords = 400;

/** A person said, or accepted, what kind a document is: its words count for that kind. Null takes the lesson back. */
export async function teachKind(
  transaction: Transaction,
  { businessId, documentId, userId }: { businessId: string; documentId: string; userId: string | null },
  kind: DocumentKind | null,
): Promise<void> {
  await row(transaction, 'delete from kind_lessons where business_id = $1 and document_id = $2', businessId, documentId);
  if (kind === null) return;
  const pages = await rows<{ text: string }>(
    transaction,
    'select text from document_pages where business_id = $1 and document_id = $2 order by number limit 3',
    businessId,
    documentId,
  );
  const words = [...wordsToLearn(pages.map(({ text }) => text).join(' '))].slice(0, mostWords);
  if (words.length === 0) return;
  await row(
    transaction,
    'insert into kind_lessons (business_id, document_id, kind, words, taught_by) values ($1, $2, $3, $4, $5)',
    businessId,
    documentId,
    kind,
    words,
    userId,
  );
}

/** A person accepted an item: the kind of its documents, where on this supplier's page each field stood, and its due term are remembered. */
export async function teachAccepted(transaction: Transaction, item: Invoice, userId: string | null): Promise<void> {
  const { businessId, partnerId } = item;
  const sources = await InvoiceSource.findAll({ where: { businessId, invoiceId: item.id }, transaction });
  for (const source of sources) {
    const { documentId } = source;
    if (documentId === null || (source.source !== 'embedded' && source.source !== 'ocr')) continue;
    const document = await row<{ kind: DocumentKind | null; parts: number }>(
      transaction,
      `select kind, jsonb_array_length(coalesce(reading -> 'parts', '[]'::jsonb)) as parts from documents where id = $1`,
      documentId,
    );
    if (document?.kind && kindsWithInvoice.has(document.kind) && document.parts === 0)
      await teachKind(transaction, { businessId, documentId, userId }, document.kind);
    if (item.direction === 'payable' && partnerId !== null) await teachPlaces(transaction, { item, partnerId, source, documentId, userId });
  }
}

type Taught = { item: Invoice; partnerId: string; source: InvoiceSource; documentId: string; userId: string | null };

async function teachPlaces(transaction: Transaction, { item, partnerId, source, documentId, userId }: Taught): Promise<void> {
  const { businessId, issuedOn, dueOn } = item;
  const provenance = item.provenance as Partial<Record<PlacedField, Provenance[]>>;
  const pages = await rows<{ number: number; words: Word[] }>(
    transaction,
    'select number, words from document_pages where business_id = $1 and document_id = $2 order by number',
    businessId,
    documentId,
  );
  const taught = placedFields.flatMap((field) => {
    const value = provenance[field]?.find(({ won }) => won)?.value ?? null;
    if (value === null) return [];
    const evidence = (source.evidence as Record<string, FieldEvidence>)[field];
    const isAsRead = evidence?.page && evidence.box && isSame(field, fieldOf(source.reading as Partial<InvoiceWire>, field), value);
    const place = isAsRead ? { page: evidence.page!, box: evidence.box! } : placeOf(field, String(value), pages);
    const days = field === 'dueOn' && issuedOn !== null && dueOn !== null ? daysBetween(issuedOn, dueOn) : null;
    return place || days !== null ? [{ field, page: place?.page ?? null, box: place?.box ?? null, days }] : [];
  });
  if (taught.length === 0) return;
  await row(
    transaction,
    `insert into place_lessons (business_id, partner_id, document_id, field, page, box, due_days, taught_by)
     select $1, $2, $3, field, page, box, days, $5 from jsonb_to_recordset($4::jsonb) as taught (field text, page int, box real[], days int)
     on conflict (document_id, field) do update set partner_id = excluded.partner_id, page = excluded.page, box = excluded.box,
       due_days = excluded.due_days, taught_by = excluded.taught_by, taught_at = clock_timestamp()`,
    businessId,
    partnerId,
    documentId,
    JSON.stringify(taught),
    userId,
  );
}

/** Where on the pages a value that a person entered stands; null when nowhere, or at several places. */
export function placeOf(
  field: PlacedField,
  value: string,
  pages: readonly { number: number; words: readonly Word[] }[],
): { page: number; box: Box } | null {
  const found = pages.flatMap(({ number, words }) =>
    [...Map.groupBy(words, ({ line }) => line).values()].flatMap((line) =>
      spansOf(field, value, line).map((span) => ({ page: number, box: around(span) })),
    ),
  );
  return found.length === 1 ? found[0]! : null;
}

/** The runs of words of a line that say the value. */
function spansOf(field: PlacedField, value: string, line: readonly Word[]): Word[][] {
  if (field === 'number')
    return line.filter(({ text }) => normalNumber(text.replace(/[.,:;]+$/, '')) === normalNumber(value)).map((word) => [word]);
  const starts: number[] = [];
  let text = '';
  for (const word of line) {
    starts.push(text.length);
    text += `${word.text} `;
  }
  const said = field.endsWith('On')
    ? findDates(text).filter(({ day }) => day === value)
    : findAmounts(text).filter((amount) => isSame(field, amount.value, value));
  return said.map(({ from, to }) => line.filter((word, index) => starts[index]! < to && starts[index]! + word.text.length > from));
}

function around(words: readonly Word[]): Box {
  const left = Math.min(...words.map(({ box }) => box[0]));
  const top = Math.min(...words.map(({ box }) => box[1]));
  return [
    left,
    top,
    Math.max(...words.map(({ box }) => box[0] + box[2])) - left,
    Math.max(...words.map(({ box }) => box[1] + box[3])) - top,
  ];
}
