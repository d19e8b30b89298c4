import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { DomainError } from '#services/domain/errors.ts';
import { type Budget, type Entry, maxEntries, maxFileBytes, proveRatio, spend, tooMany, unreadable } from './container.ts';

/** The one file of a gzip stream. @throws DomainError `unreadable`, `too-large-unpacked` */
export async function gunzip(gzip: Buffer, budget: Budget): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of Readable.from([gzip]).pipe(createGunzip()) as AsyncIterable<Buffer>) {
      size += piece.length;
      spend(budget, piece.length);
      proveRatio(gzip.length, size);
      pieces.push(piece);
    }
  } catch (error) {
    if (error instanceof DomainError) throw error;
    unreadable(`the gzip file is damaged: ${error instanceof Error ? error.message : 'unknown reason'}`);
  }
  return Buffer.concat(pieces);
}

/** The files of a tar; links and devices are named and not followed. @throws DomainError `unreadable`, `too-many-entries`, `too-large-unpacked` */
export async function untar(tar: Buffer, budget: Budget): Promise<Entry[]> {
  const entries: Entry[] = [];
  try {
    const archive = Readable.from([tar]).pipe(extract());
    for await (const entry of archive) {
      const { name, type, size = 0 } = entry.header;
      if (type === 'directory') entry.resume();
      else if (entries.length >= maxEntries) tooMany();
      else if (type !== 'file' && type !== 'contiguous-file') {
        entry.resume();
        entries.push({ name, bytes: Buffer.alloc(0), because: 'linked-file' });
      } else if (size > maxFileBytes) {
        entry.resume();
        entries.push({ name, bytes: Buffer.alloc(0), because: 'too-large' });
      } else {
        spend(budget, size);
        const pieces: Buffer[] = [];
        for await (const piece of entry as AsyncIterable<Buffer>) pieces.push(piece);
        entries.push({ name, bytes: Buffer.concat(pieces) });
      }
    }
  } catch (error) {
    if (error instanceof DomainError) throw error;
    unreadable(`the tar file is damaged: ${error instanceof Error ? error.message : 'unknown reason'}`);
  }
  return entries;
}

/** The messages of an mbox: each begins with a `From ` line after an empty one; `>From ` inside is unquoted. RFC 4155 */
export function mboxMessages(mbox: Buffer): Buffer[] {
  const text = mbox.toString('latin1');
  const starts = [...text.matchAll(/(?:^|\r?\n\r?\n)From \S.*\r?\n(?=[\x21-\x39\x3b-\x7e]+:)/g)].map(
    ({ index, 0: found }) => index + found.indexOf('From '),
  );
  return starts.map((start, at) => {
    const message = text.slice(start, starts[at + 1] ?? text.length).replace(/^From .*\r?\n/, '');
    return Buffer.from(message.replace(/^>(>*From )/gm, '$1'), 'latin1');
  });
}
