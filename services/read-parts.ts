import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UnpackedPart } from './domain/mail-tree.ts';
import type { Notice, Reading, ReadingPart } from './domain/reading.ts';
import { unpackArchive, unpackMail } from './steps/unpack/unpack.ts';

export type PartsOptions = {
  name: string | null;
  password?: string | undefined;
  /** Reads one of the files inside. */
  read: (bytes: Uint8Array, name: string | null) => Promise<Reading>;
  progress?: ((done: number) => void) | undefined;
};
type Inside = {
  parts: ReadingPart[];
  refused: Notice | null;
  /** Why the files that a document carries were not taken out of it; it is read all the same. */
  left: Notice | null;
  warnings: Notice[];
};

/**
 * The files inside a mail, an archive, or a document that carries others: each that may be a document is read, each
 * that was not opened says why. A container that cannot be opened at all is refused itself.
 */
export async function readParts(bytes: Uint8Array, isMail: boolean, { name, password, read, progress }: PartsOptions): Promise<Inside> {
  const outputFolder = await mkdtemp(join(tmpdir(), 'hub-parts-'));
  try {
    const unpacking = { outputFolder, name, ...(password === undefined ? {} : { password }) };
    const mail = isMail ? await unpackMail(bytes, unpacking) : null;
    const found = mail
      ? [...mail.parts, ...(mail.messages ?? []).flatMap((message) => message.parts)]
      : await unpackArchive(bytes, unpacking);
    const parts: ReadingPart[] = [];
    for (const part of found) {
      // The container itself is the file that is being read.
      if (!mail && part.path === '1') continue;
      const known = await readPart(part, outputFolder, read);
      if (!known) continue;
      parts.push(known);
      progress?.(parts.length);
    }
    const closed = mail ? undefined : found.find(({ path, fate }) => path === '1' && (fate === 'review' || fate === 'refused'));
    const full = mail ? undefined : found.find(({ path, fate, because }) => path === '1' && fate === 'document' && because !== null);
    return {
      parts,
      refused: closed ? notOpened(closed) : (mail?.refused ?? null),
      left: full ? notOpened(full) : null,
      warnings: mail?.warnings ?? [],
    };
  } finally {
    await rm(outputFolder, { recursive: true, force: true });
  }
}

async function readPart(part: UnpackedPart, folder: string, read: PartsOptions['read']): Promise<ReadingPart | null> {
  const { path, name, fate, file, sha256, mediaType } = part;
  if (fate === 'document' && file !== null) {
    const inner = await readFile(join(folder, file));
    return { ...(await read(inner, name)), path, sha256: createHash('sha256').update(inner).digest('hex') };
  }
  if (fate !== 'review' && fate !== 'refused') return null;
  return { ...unread(mediaType), path, sha256, refused: notOpened(part) };
}

/** What is known of a file that was not read. */
export const unread = (mediaType: string): Reading => ({
  mediaType,
  kind: 'other',
  kindConfidence: 0,
  pages: 0,
  textFrom: 'none',
  language: null,
  invoice: null,
  fields: {},
  parts: [],
  refused: null,
  warnings: [],
});

const notOpened = ({ because }: UnpackedPart): Notice => ({ code: because ?? 'review', message: 'not opened; a person is asked' });
