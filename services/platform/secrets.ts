import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Envelope encryption: secrets are sealed with data keys, data keys are wrapped by a master key that never enters the database.
 * AES-256-GCM throughout; every sealed text is bound to its place by `context`, so it cannot be moved to another row.
 */

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

export type MasterKey = { id: string; key: Buffer };
/** The key that wraps now, asked for whenever something is wrapped, and those that still unwrap. */
export type MasterKeys = { current(): MasterKey; find(id: string): MasterKey | undefined };

/** A key names itself by its hash, so that a wrong key is seen before it is used. */
const named = (key: Buffer): MasterKey => ({ id: createHash('sha256').update(key).digest('hex').slice(0, 16), key });

/**
 * Reads master keys: base64 of 32 bytes each, the first in force, the rest only for unwrapping; separated by commas or lines.
 *
 * @throws Error in plain words, without the text itself
 */
export function parseMasterKeys(text: string): MasterKey[] {
  const keys = text
    .split(/[\s,]+/)
    .filter((each) => each !== '')
    .map((each) => Buffer.from(each, 'base64'));
  if (keys.length === 0) throw new Error('the master key is empty');
  if (keys.some((key) => key.length !== keyBytes)) throw new Error(`a master key must be ${keyBytes} bytes in base64`);
  return keys.map(named);
}

export const newMasterKey = (): MasterKey => named(randomBytes(keyBytes));

/** Keys given in the environment; they change only with a restart. */
export function masterKeysFrom(text: string): MasterKeys {
  const [current, ...older] = parseMasterKeys(text) as [MasterKey, ...MasterKey[]];
  return { current: () => current, find: (id) => [current, ...older].find((key) => key.id === id) };
}

/**
 * Keys in a file, made when missing. Another process may rotate them: the one in force is read anew each time, and so is the
 * file when a row names a key that this process has not seen. What it has seen it keeps, for rows read before the change.
 */
export function masterKeysInFile(path: string): MasterKeys {
  if (!existsSync(path)) makeMasterKeyFile(path);
  const seen = new Map<string, MasterKey>();
  const readAgain = (): MasterKey => {
    const keys = parseMasterKeys(readFileSync(path, 'utf8'));
    for (const key of keys) seen.set(key.id, key);
    return keys[0]!;
  };
  readAgain();
  return {
    current: readAgain,
    find(id) {
      if (!seen.has(id)) readAgain();
      return seen.get(id);
    },
  };
}

/** Of several processes that start together, the first one's key stays. */
function makeMasterKeyFile(path: string): void {
  const own = `${path}.${process.pid}`;
  writeMasterKeys(own, [newMasterKey()]);
  try {
    linkSync(own, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(own);
  }
}

/** Replaces the file whole and synced: a crash leaves the old one or the new one. Readable by its owner only. */
export function writeMasterKeys(path: string, keys: readonly MasterKey[]): void {
  mkdirSync(dirname(path), { recursive: true });
  const next = `${path}.next`;
  const file = openSync(next, 'w', 0o600);
  writeSync(file, `${keys.map(({ key }) => key.toString('base64')).join('\n')}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(next, path);
}

/** Where the master key is, as the settings say: in the environment, in a named file, or in a generated one. */
export const masterKeyFile = (settings: { MASTER_KEY_FILE?: string | undefined; HUB_DATA: string }): string =>
  settings.MASTER_KEY_FILE ?? join(settings.HUB_DATA, 'master-key');

export const openMasterKeys = (settings: {
  MASTER_KEY?: string | undefined;
  MASTER_KEY_FILE?: string | undefined;
  HUB_DATA: string;
}): MasterKeys => (settings.MASTER_KEY === undefined ? masterKeysInFile(masterKeyFile(settings)) : masterKeysFrom(settings.MASTER_KEY));

export const newDataKey = (): Buffer => randomBytes(keyBytes);

/** `v1.` and nonce, ciphertext, tag in base64url. */
export function seal(key: Buffer, plain: Buffer | string, context: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return `v1.${sealed.toString('base64url')}`;
}

/** @throws Error when the text was changed, belongs elsewhere or was sealed with another key */
export function unseal(key: Buffer, sealed: string, context: string): Buffer {
  if (!sealed.startsWith('v1.')) throw new Error('a sealed text of an unknown form');
  const bytes = Buffer.from(sealed.slice(3), 'base64url');
  if (bytes.length < nonceBytes + tagBytes) throw new Error('a sealed text that is too short');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes))
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(-tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
}
