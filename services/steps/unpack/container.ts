import { DomainError } from '#services/domain/errors.ts';

/** One file taken out of a container. */
export type Entry = {
  /** As it stands in the container: it may hold folders and anything else. */
  name: string;
  bytes: Buffer;
  /** What the container says of it; the content decides where it can. */
  mediaType?: string;
  contentId?: string;
  /** Why there are no bytes, or none that may be used. */
  because?: 'damaged' | 'linked-file' | 'encrypted' | 'too-large' | 'archive-not-opened' | OwnReason;
};

/** Not files of their own: data that is read with the document around it, an object that holds no file. */
export type OwnReason = 'own-data' | 'no-file';

/** What one delivery may still unpack to, over all its containers (H-053). */
export type Budget = { bytesLeft: number; filesLeft: number };
export const maxUnpackedBytes = 500 * 1024 * 1024;
/** Of one container (H-053). */
export const maxEntries = 200;
/** Of all containers of one delivery: archives in archives multiply. */
export const maxFiles = 2_000;
/** The largest file that becomes a document (H-053). */
export const maxFileBytes = 25 * 1024 * 1024;
/** Office files and XML pack to a tenth, seldom to a fiftieth; what goes further, and is large, is a bomb. */
const maxRatio = 200;
const ratioMattersFrom = 10 * 1024 * 1024;

/** Takes `bytes` from the budget. @throws DomainError `too-large-unpacked` */
export function spend(budget: Budget, bytes: number): void {
  budget.bytesLeft -= bytes;
  if (budget.bytesLeft < 0) tooLarge();
}

/** Takes `files` from the budget; none may be taken once it is spent. @throws DomainError `too-many-entries` */
export function spendFiles(budget: Budget, files: number): void {
  budget.filesLeft -= files;
  if (budget.filesLeft < 0) tooMany(maxFiles);
}

/** @throws DomainError `too-large-unpacked` */
export function proveRatio(packed: number, unpacked: number): void {
  if (unpacked > ratioMattersFrom && unpacked / Math.max(packed, 1) > maxRatio) tooLarge();
}

export function tooLarge(): never {
  throw new DomainError('too-large-unpacked', 'unpacks to more than is allowed', { limitMiB: maxUnpackedBytes / 1024 / 1024 });
}
export function tooMany(limit = maxEntries): never {
  throw new DomainError('too-many-entries', 'holds more files than are allowed', { limit });
}
export function unreadable(message: string): never {
  throw new DomainError('unreadable', message);
}
