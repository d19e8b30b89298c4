import { DomainError } from '#services/domain/errors.ts';
import type { FileForm } from '#services/domain/identified.ts';
import { identify } from '#services/domain/identify/identify.ts';
import type { UnpackedMail, UnpackedPart } from '#services/domain/mail-tree.ts';
import { mboxMessages } from './archives.ts';
import { type Body, billInBody } from './body.ts';
import { addressesOf } from './headers.ts';
import { parseMessage } from './mime.ts';
import { freePath } from './names.ts';
import { readOutlook } from './outlook.ts';
import { addEntities, addFound, addOutlook, addPart, type Found, newWork, type UnpackOptions, type Work } from './parts.ts';
import { decodeWords } from './words.ts';

/** What stands in a message that lacks its headers. */
const letters: ReadonlySet<FileForm> = new Set(['mail', 'text', 'html', 'xml', 'csv', 'mt940']);

/**
 * Takes a mail apart: `.eml`, Outlook `.msg`, winmail.dat, signed `.p7m`, mbox. Every part that is not itself a multipart
 * is listed with its fate; what cannot be read comes back with `refused`, never as an exception. Any bytes that are no
 * known file are read as a message: a mail door cannot choose what it is sent.
 */
export async function unpackMail(bytes: Uint8Array, options: UnpackOptions): Promise<UnpackedMail> {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (source.length === 0) return refusedMail('empty-file', 'the file is empty');
  const work = newWork(options);
  const { mediaType, form } = identify(source, options.name ?? null, 'message/rfc822');
  try {
    if (mediaType === 'application/mbox') return await unpackMbox(source, work);
    if (mediaType === 'application/vnd.ms-outlook') return await unpackOutlook(source, work);
    if (mediaType === 'application/ms-tnef' || mediaType === 'application/pkcs7-mime') return await unpackBare(source, mediaType, work);
    if (!letters.has(form) && !mediaType.startsWith('message/')) return refusedMail('unknown-type', `not a mail: ${mediaType}`);
    return await unpackMessage(source, work);
  } catch (error) {
    if (error instanceof DomainError) return refusedMail(error.code, error.message);
    throw error;
  }
}

/**
 * Takes an uploaded container apart (ZIP, TAR, gzip, a mail inside one): the container itself is `1`, its entries `1/name`.
 * One that cannot be opened is a single part with fate `review` and the reason.
 */
export async function unpackArchive(bytes: Uint8Array, options: UnpackOptions): Promise<UnpackedPart[]> {
  const work = newWork(options);
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = options.name ?? null;
  const declared = /\.eml$/i.test(name ?? '') ? 'message/rfc822' : 'application/octet-stream';
  await addFound({ path: '1', name, declared, disposition: 'attachment', contentId: null, bytes: source }, 0, new Set(), work);
  return work.parts;
}

async function unpackMessage(source: Buffer, work: Work): Promise<UnpackedMail> {
  const root = parseMessage(source, '1', work.counter);
  const header = (name: string) => root.headers.get(name);
  const body = await addEntities(root, 0, work);
  const date = new Date(header('date') ?? '');
  const subject = header('subject') === undefined ? null : decodeWords(header('subject')!).trim();
  const head = { from: addressesOf(header('from'))[0] ?? null, subject, date: Number.isNaN(date.getTime()) ? null : date.toISOString() };
  const isAutomatic = /auto-(replied|generated|notified)/i.test(header('auto-submitted') ?? '') || header('x-autoreply') !== undefined;
  const bill = isAutomatic ? null : billInBody(subject ?? '', body);
  await addPrintedBody(bill, body, head, work);
  return {
    messageId: header('message-id')?.trim() ?? null,
    to: addressesOf(header('to')),
    ...head,
    ...fateOfMail(work.parts, bill),
    parts: work.parts,
    refused: null,
    warnings: work.warnings,
  };
}

async function unpackOutlook(source: Buffer, work: Work): Promise<UnpackedMail> {
  const message = readOutlook(source);
  const body = await addOutlook(message, '1', 0, work);
  const { messageId, from, to, subject, date } = message;
  const bill = billInBody(subject ?? '', body);
  await addPrintedBody(bill, body, { from, subject, date }, work);
  return {
    messageId,
    from,
    to,
    subject,
    date,
    ...fateOfMail(work.parts, bill),
    parts: work.parts,
    refused: null,
    warnings: work.warnings,
  };
}

async function unpackBare(bytes: Buffer, declared: string, work: Work): Promise<UnpackedMail> {
  await addFound(
    { path: '1', name: work.options.name ?? null, declared, disposition: 'attachment', contentId: null, bytes },
    0,
    new Set(),
    work,
  );
  return {
    messageId: null,
    from: null,
    to: [],
    subject: null,
    date: null,
    ...fateOfMail(work.parts, null),
    parts: work.parts,
    refused: null,
    warnings: work.warnings,
  };
}

async function unpackMbox(source: Buffer, work: Work): Promise<UnpackedMail> {
  const messages: UnpackedMail[] = [];
  for (const message of mboxMessages(source))
    messages.push(await unpackMessage(message, { ...work, parts: [], warnings: [], taken: new Set(), counter: { parts: 0 } }));
  return {
    messageId: null,
    from: null,
    to: [],
    subject: null,
    date: null,
    ...fateOfMail(
      messages.flatMap(({ parts }) => parts),
      null,
    ),
    parts: [],
    messages,
    refused: null,
    warnings: [],
  };
}

/** Phones set a photographed receipt among the words, as letters do with a logo; so large a picture is not dropped unseen. */
const photoBytes = 150_000;

/** Promise 2: usable parts keep a mail, doubtful ones and bills and photos in the body bring it before a person, the rest may go. */
function fateOfMail(parts: UnpackedPart[], bill: string | null): Pick<UnpackedMail, 'fate' | 'because'> {
  if (parts.some(({ fate }) => fate === 'document')) return { fate: 'kept', because: 'has-documents' };
  const doubtful = parts.find(({ fate }) => fate === 'review' || fate === 'refused');
  if (doubtful) return { fate: 'review', because: doubtful.because };
  if (bill) return { fate: 'review', because: bill };
  const isPhotoAmong = parts.some(({ because, size }) => because === 'inline-image' && size >= photoBytes);
  return isPhotoAmong ? { fate: 'review', because: 'inline-photo' } : { fate: 'discarded', because: 'no-usable-part' };
}

/** A bill that is the body itself becomes a document where the business wants it (H-063); beside an attached one it is only a letter. */
async function addPrintedBody(
  bill: string | null,
  { source }: Body,
  head: Pick<UnpackedMail, 'from' | 'subject' | 'date'>,
  work: Work,
): Promise<void> {
  const { print } = work.options;
  if (!print || !source || bill !== 'body-looks-like-a-bill' || work.parts.some(({ fate }) => fate === 'document')) return;
  const printed = await print({ ...source, ...head });
  const own = work.parts.find(({ path }) => path === source.path);
  if (own) Object.assign(own, { fate: 'unpacked', because: 'receipt-in-body' });
  const found: Found = {
    path: freePath(`${source.path}/level.pdf`, work.taken),
    name: `${head.subject ?? 'levél'}.pdf`,
    declared: 'application/pdf',
    disposition: 'attachment',
    contentId: null,
    bytes: printed,
  };
  await addPart(found, 'application/pdf', { fate: 'document', because: 'receipt-in-body' }, work);
}

const refusedMail = (code: string, message: string): UnpackedMail => ({
  messageId: null,
  from: null,
  to: [],
  subject: null,
  date: null,
  fate: 'review',
  because: code,
  parts: [],
  refused: { code, message },
  warnings: [],
});
