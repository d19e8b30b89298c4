import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '#services/domain/errors.ts';
import { identify } from '#services/domain/identify/identify.ts';
import { beginsWithHeader } from '#services/domain/identify/text-forms.ts';
import type { UnpackedMail, UnpackedPart, UnpackNotice } from '#services/domain/mail-tree.ts';
import { gunzip, mboxMessages, untar } from './archives.ts';
import { type Body, type BodySource, readBody } from './body.ts';
import { latin1, sha256Of } from './bytes.ts';
import { type Budget, type Entry, maxEntries, maxFiles, maxUnpackedBytes, spend, spendFiles } from './container.ts';
import { fateOf } from './fate.ts';
import { filesInside } from './inside.ts';
import { appleSingleFile, binHexFile } from './mac-files.ts';
import { type Counter, type Entity, entitiesInText, parseEntity, parseMessage } from './mime.ts';
import { freePath, harmlessName, harmlessPath } from './names.ts';
import { type OutlookMessage, readOutlook } from './outlook.ts';
import { pastedFiles } from './pasted-files.ts';
import { signedContent } from './signed.ts';
import { tnefEntries } from './tnef.ts';
import { filesInText } from './transfer.ts';
import { decodeCharset } from './words.ts';
import { unzipWith } from './zip.ts';

export type UnpackOptions = {
  /** Where the bytes of `document` and `review` parts are written, as `0001`, `0002`, … */
  outputFolder: string;
  /** The file's own name, a hint where its content says nothing. */
  name?: string | null;
  /** Tried once on whatever is locked; not kept. */
  password?: string;
  /** What the business keeps for its suppliers' files: archives are tried with each; other locked files become documents, whose readers try them. */
  passwords?: readonly string[];
  /** Prints a bill that is the mail's body; without it such a mail waits for a person. */
  print?: (body: BodySource & Pick<UnpackedMail, 'from' | 'subject' | 'date'>) => Promise<Buffer>;
  /** The path of a part that a person wants: a document whatever else would have become of it, with all the files that it carries. */
  wanted?: string;
};

/** Messages in messages and archives in archives (H-066). */
const maxDepth = 3;

/** One delivery being taken apart. */
export type Work = {
  options: UnpackOptions;
  budget: Budget;
  counter: Counter;
  files: { count: number };
  parts: UnpackedPart[];
  warnings: UnpackNotice[];
  taken: Set<string>;
};
export type Found = { path: string; name: string | null; declared: string; disposition: string; contentId: string | null; bytes: Buffer };

export const newWork = (options: UnpackOptions): Work => ({
  options,
  budget: { bytesLeft: maxUnpackedBytes, filesLeft: maxFiles },
  counter: { parts: 0 },
  files: { count: 0 },
  parts: [],
  warnings: [],
  taken: new Set(),
});

/** Adds a message's leaves and answers its body text, which its own fate depends on. */
export async function addEntities(root: Entity, depth: number, work: Work): Promise<Body> {
  const leaves = leavesOf(root);
  const bodies = leaves.filter(isBodyText).map((entity) => ({ entity, text: decodeCharset(entity.bytes(), entity.charset) }));
  const body = readBody(bodies.map(({ entity, text }) => ({ path: entity.path, mediaType: entity.mediaType, text })));
  for (const entity of leaves) {
    const text = bodies.find((each) => each.entity === entity)?.text;
    if (text !== undefined) await addBodyText(entity, text, depth, work);
    else {
      const { path, name, mediaType: declared, disposition, contentId } = entity;
      const bytes = entity.bytes();
      if (entity.isTooDeep)
        await addPart({ path, name, declared, disposition, contentId, bytes }, declared, { fate: 'review', because: 'too-deep' }, work);
      else await addFound({ path, name, declared, disposition, contentId, bytes }, depth, body.contentIds, work);
    }
  }
  return body;
}

const leavesOf = (entity: Entity): Entity[] => (entity.children.length === 0 ? [entity] : entity.children.flatMap(leavesOf));

/** Nameless text that is not marked as an attachment is what the sender wrote. */
const isBodyText = ({ mediaType, name, disposition, children, isTooDeep }: Entity): boolean =>
  children.length === 0 &&
  !isTooDeep &&
  disposition !== 'attachment' &&
  name === null &&
  (/^text\/(plain|html|enriched|x-amp-html|richtext|watch-html)$/.test(mediaType) || mediaType.startsWith('multipart/'));

async function addBodyText({ path, mediaType, ...entity }: Entity, text: string, depth: number, work: Work): Promise<void> {
  const bytes = entity.bytes();
  const entities = depth < maxDepth ? entitiesInText(bytes, path, work.counter) : [];
  const isFileAmong = entities.flatMap(leavesOf).some((leaf) => !isBodyText(leaf));
  const files = filesInText(latin1(bytes));
  const pasted = mediaType === 'text/html' ? pastedFiles(text) : [];
  const declared = mediaType.startsWith('multipart/') ? 'text/plain' : mediaType;
  let fate: Pick<UnpackedPart, 'fate' | 'because'> = { fate: 'ignored', because: 'body' };
  if (isFileAmong || pasted.length > 0) fate = { fate: 'unpacked', because: 'parts-in-text' };
  if (files.length > 0) fate = { fate: 'unpacked', because: 'uuencoded' };
  const isFlood = files.length + pasted.length > maxEntries;
  if (isFlood) fate = { fate: 'review', because: 'too-many-entries' };
  if (text.includes('-----BEGIN PGP MESSAGE-----')) fate = { fate: 'review', because: 'encrypted' };
  await addPart({ path, name: null, declared, disposition: 'inline', contentId: null, bytes }, declared, fate, work);
  if (isFlood) return;
  await addEntries(path, files, depth, work);
  for (const { name, bytes, mediaType: declared = '' } of pasted) {
    const found = {
      path: freePath(`${path}/${harmlessPath(name)}`, work.taken),
      name,
      declared,
      disposition: 'inline',
      contentId: name,
      bytes,
    };
    await addFound(found, depth + 1, new Set([name]), work);
  }
  if (isFileAmong) for (const each of entities) await addEntities(each, depth + 1, work);
}

/** A part whose bytes are in hand: opened when it is a container, else given its fate. */
export async function addFound(found: Found, depth: number, contentIds: ReadonlySet<string>, work: Work): Promise<void> {
  const { mediaType, form } = identify(found.bytes, found.name, found.declared);
  const open = containers[mediaType];
  if (!open || found.bytes.length === 0) {
    const { password, passwords = [] } = work.options;
    const fate = await fateOf({ ...found, mediaType, form }, contentIds, password !== undefined || passwords.length > 0);
    return fate.fate === 'document' ? addDocument(found, mediaType, fate.because, depth, work) : addPart(found, mediaType, fate, work);
  }
  if (depth >= maxDepth) return addPart(found, mediaType, { fate: 'review', because: 'too-deep' }, work);
  try {
    const content = await open(found, work);
    await addPart(found, mediaType, { fate: 'unpacked', because: null }, work);
    await content(depth + 1);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await addPart(found, mediaType, { fate: 'review', because: error.code }, work);
  }
}

/** A document, and the files that it carries; why they were not opened stands beside it. */
async function addDocument(found: Found, mediaType: string, doubt: string | null, depth: number, work: Work): Promise<void> {
  let inside: Entry[] = [];
  let because = doubt;
  try {
    const { password, wanted } = work.options;
    inside = await filesInside(found.bytes, mediaType, work.budget, { password, isWanted: wanted === found.path });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    because = error.code;
  }
  await addPart(found, mediaType, { fate: 'document', because }, work);
  if (depth < maxDepth) return addEntries(found.path, inside, depth + 1, work);
  for (const { name, bytes } of inside) {
    const path = freePath(`${found.path}/${harmlessPath(name)}`, work.taken);
    const deep: Found = { path, name, declared: 'application/octet-stream', disposition: 'attachment', contentId: null, bytes };
    await addPart(deep, identify(bytes, name, deep.declared).mediaType, { fate: 'review', because: 'too-deep' }, work);
  }
}

/** Opens a container without listing anything yet, so that one that cannot be opened is listed as itself. */
type Open = (found: Found, work: Work) => Promise<(depth: number) => Promise<unknown>>;

const openMessage: Open = async ({ path, bytes }, work) => {
  const root = parseMessage(bytes, `${path}.m`, work.counter);
  return (depth) => addEntities(root, depth, work);
};

/** RFC 2046 §5.2.2: the first piece of a mail sent in pieces begins with the inner headers; the others are only bytes. */
const openPartial: Open = async ({ path, bytes }, work) => {
  if (!beginsWithHeader(bytes)) throw new DomainError('unreadable', 'a later piece of a mail that was sent in pieces');
  const root = parseEntity(bytes, `${path}.1`, work.counter);
  work.warnings.push({ code: 'partial-message', message: 'one piece of a mail that was sent in pieces' });
  return (depth) => addEntities(root, depth, work);
};

const openGzip: Open = async ({ path, name, bytes }, work) => {
  const inner = await gunzip(bytes, work.budget);
  const innerName = name?.replace(/\.tgz$/i, '.tar').replace(/\.gz$/i, '') ?? 'tartalom';
  return (depth) => addEntries(path, [{ name: innerName, bytes: inner }], depth, work);
};

const openSigned: Open = async ({ path, name, declared, disposition, bytes }, work) => {
  const content = signedContent(bytes);
  if (beginsWithHeader(content)) return openMessage({ path, name, declared, disposition, contentId: null, bytes: content }, work);
  return (depth) => addEntries(path, [{ name: name?.replace(/\.p7m$/i, '') ?? 'tartalom', bytes: content }], depth, work);
};

const openWith =
  (read: (found: Found, work: Work) => Promise<Entry[]> | Entry[]): Open =>
  async (found, work) => {
    // A bomb of many archives is not opened any further once it is known for one.
    spend(work.budget, 0);
    spendFiles(work.budget, 0);
    const entries = await read(found, work);
    spendFiles(work.budget, entries.length);
    if (entries.length === 0) throw new DomainError('empty-file', 'there is no file inside');
    return (depth) => addEntries(found.path, entries, depth, work);
  };

const openZip = openWith(({ bytes }, { budget, options }) => unzipWith(bytes, budget, options));

/** What is opened, by media type. A new container is a reader and a line here. */
const containers: Readonly<Record<string, Open>> = {
  'message/rfc822': openMessage,
  'message/global': openMessage,
  'message/partial': openPartial,
  'application/zip': openZip,
  'application/x-zip-compressed': openZip,
  'application/gzip': openGzip,
  'application/x-tar': openWith(({ bytes }, { budget }) => untar(bytes, budget)),
  'application/mac-binhex40': openWith(({ bytes }) => [binHexFile(bytes)]),
  'application/x-applesingle': openWith(({ bytes }) => [appleSingleFile(bytes)]),
  'application/ms-tnef': openWith(({ bytes }) => tnefEntries(bytes)),
  'application/pkcs7-mime': openSigned,
  'application/x-pkcs7-mime': openSigned,
  'application/mbox': openWith(({ bytes }) =>
    mboxMessages(bytes).map((message, index) => ({ name: `${index + 1}.eml`, mediaType: 'message/rfc822', bytes: message })),
  ),
  'application/vnd.ms-outlook': async ({ path, bytes }, work) => {
    const message = readOutlook(bytes);
    return (depth) => addOutlook(message, `${path}.m`, depth, work);
  },
};

export async function addOutlook({ text, html, attachments }: OutlookMessage, path: string, depth: number, work: Work): Promise<Body> {
  const declared = html ? 'text/html' : 'text/plain';
  const sources = [
    { path: `${path}.1`, mediaType: 'text/html', text: html },
    { path: `${path}.1`, mediaType: 'text/plain', text },
  ];
  const body = readBody(sources.filter((each) => each.text !== ''));
  const bytes = Buffer.from(html || text);
  await addPart(
    { path: `${path}.1`, name: null, declared, disposition: 'inline', contentId: null, bytes },
    declared,
    { fate: 'ignored', because: 'body' },
    work,
  );
  for (const [index, { name, bytes, mediaType = 'application/octet-stream', contentId = null }] of attachments.entries()) {
    // A body in RTF, Outlook's own, does not name its pictures; then the Content-ID must do.
    const disposition = contentId !== null && (!html || body.contentIds.has(contentId)) ? 'inline' : 'attachment';
    await addFound(
      { path: `${path}.${index + 2}`, name, declared: mediaType, disposition, contentId, bytes },
      depth,
      body.contentIds,
      work,
    );
  }
  return body;
}

async function addEntries(path: string, entries: Entry[], depth: number, work: Work): Promise<void> {
  for (const { name, bytes, mediaType = 'application/octet-stream', contentId = null, because } of entries) {
    const entryPath = freePath(`${path}/${harmlessPath(name)}`, work.taken);
    const found: Found = { path: entryPath, name, declared: mediaType, disposition: 'attachment', contentId, bytes };
    if (because === 'linked-file' || because === 'own-data' || because === 'no-file')
      await addPart(found, mediaType, { fate: 'ignored', because }, work);
    else if (because) await addPart(found, mediaType, { fate: 'refused', because }, work);
    else await addFound(found, depth, new Set(), work);
  }
}

export async function addPart(
  { path, name, disposition, contentId, bytes }: Found,
  mediaType: string,
  decided: Pick<UnpackedPart, 'fate' | 'because'>,
  work: Work,
): Promise<void> {
  let file: string | null = null;
  // A wrong password opens nothing: that is to be seen, not kept.
  const isOpen = (decided.fate === 'review' && decided.because !== 'wrong-password') || decided.fate === 'ignored';
  const isWanted = path === work.options.wanted && isOpen && bytes.length > 0;
  const fate = isWanted ? ({ fate: 'document', because: 'by-person' } as const) : decided;
  if (fate.fate === 'document' || fate.fate === 'review') {
    work.files.count += 1;
    file = String(work.files.count).padStart(4, '0');
    await writeFile(join(work.options.outputFolder, file), bytes);
  }
  const inline = disposition === 'inline' || (contentId !== null && disposition !== 'attachment');
  work.parts.push({ path, name: harmlessName(name), mediaType, size: bytes.length, sha256: sha256Of(bytes), inline, ...fate, file });
}
