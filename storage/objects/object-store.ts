import type { Readable } from 'node:stream';

/** Bytes on their way in: complete, synced, hashed, in a local file that its owner removes. */
export type Spooled = { path: string; sha256: string; size: number };

/**
 * Where file bytes live, named by their SHA-256 under the business they belong to. Written once, never changed.
 *
 * Errors: `storage-unavailable` (ask again later), `storage-full`, `object-missing`, `object-changed` (the bytes do not have the hash they are named by).
 */
export type ObjectStore = {
  /** Durable when it resolves. Putting the same bytes again is no error and replaces nothing. */
  put(businessId: string, spooled: Spooled): Promise<void>;
  /** Whether something is stored under the name. */
  has(businessId: string, sha256: string): Promise<boolean>;
  /** Streams the bytes; the stream fails with `object-changed` at its end when they are not what the name says. */
  open(businessId: string, sha256: string): Promise<Readable>;
  /** Gives the bytes as a local file, verified, for as long as `use` runs. */
  withFile<T>(businessId: string, sha256: string, use: (path: string) => Promise<T>): Promise<T>;
  /** What was derived of the bytes leaves with them. */
  remove(businessId: string, sha256: string): Promise<void>;
  /** Something that can be made of the bytes again at any time, by its name; null when nobody has kept it. */
  derived(businessId: string, sha256: string, name: string): Promise<Buffer | null>;
  /** Keeps something derived; may be lost in a crash. Without the bytes it is made of nothing is kept. */
  putDerived(businessId: string, sha256: string, name: string, bytes: Uint8Array): Promise<void>;
  /** Forgets what was derived of one object, or of all that a business has. */
  removeDerived(businessId: string, sha256?: string): Promise<void>;
  /** Businesses that have anything. */
  owners(): AsyncIterable<string>;
  /** Everything a business has; nothing derived. */
  list(businessId: string): AsyncIterable<string>;
  /** Says in plain words what is wrong, or resolves. */
  check(): Promise<void>;
};

/** `ab/cd…`: folders of a few hundred entries instead of one of a million. */
export const objectKey = (businessId: string, sha256: string): string => `${businessId}/${sha256.slice(0, 2)}/${sha256}`;

/** Beside the objects, so that no list of them shows it; of one object, or of all of a business. */
export const derivedFolder = (businessId: string, sha256?: string): string =>
  `derived/${businessId}/${sha256 === undefined ? '' : `${sha256}/`}`;

/** Beside the businesses' own folders lies what was derived. */
export const isOwner = (name: string): boolean => /^[0-9a-f-]{36}$/.test(name);
