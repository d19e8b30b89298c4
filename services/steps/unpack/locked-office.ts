import { createDecipheriv, createHmac, hash } from 'node:crypto';
import { CFB } from '@e965/xlsx';
import { SaxesParser } from 'saxes';
import { DomainError } from '#services/domain/errors.ts';

/**
 * An office file (DOCX, XLSX) that was locked with a password, in the clear: the ZIP that Office packed before it was
 * encrypted. Reads both ways in use, *standard* (Office 2007) and *agile* (since 2010). Source: [MS-OFFCRYPTO] §2.3.4.
 *
 * @throws DomainError `wrong-password`, `unreadable` when it is damaged or locked in another way
 */
export function openLockedOffice(bytes: Uint8Array, password: string): Buffer {
  const { info, locked } = streamsOf(bytes);
  try {
    const [major, minor] = [info.readUInt16LE(0), info.readUInt16LE(2)];
    if (major === 4 && minor === 4) return openAgile(info, locked, password);
    if (major >= 2 && major <= 4 && minor === 2) return openStandard(info, locked, password);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    damaged(error); // a length or a number that cannot be
  }
  throw new DomainError('unreadable', 'the office file is locked in a way that is not known');
}

function damaged(cause?: unknown): never {
  throw Object.assign(new DomainError('unreadable', 'the locked office file is damaged'), { cause });
}

type Stream = { name: string; content: Uint8Array };

function streamsOf(bytes: Uint8Array): { info: Buffer; locked: Buffer } {
  let streams: Stream[];
  try {
    streams = (CFB.read(bytes, { type: 'buffer' }) as { FileIndex: Stream[] }).FileIndex;
  } catch (error) {
    damaged(error);
  }
  const named = (wanted: string) => Buffer.from(streams.find(({ name }) => name === wanted)?.content ?? damaged());
  return { info: named('EncryptionInfo'), locked: named('EncryptedPackage') };
}

/** Hash functions of the format, as Node names them. */
const hashNames: Readonly<Record<string, string>> = { SHA1: 'sha1', SHA256: 'sha256', SHA384: 'sha384', SHA512: 'sha512' };
const mostSpins = 10_000_000;
/** The package's own length stands before it. */
const lengthBytes = 8;

const digest = (algorithm: string, ...pieces: Uint8Array[]): Buffer => hash(algorithm, Buffer.concat(pieces), 'buffer');

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

/** Made slow on purpose: the hash of the hash, as often as the file says. §2.3.4.7, §2.3.4.11 */
function spun(algorithm: string, salt: Buffer, password: string, times: number): Buffer {
  if (!(times <= mostSpins)) damaged();
  let key = digest(algorithm, salt, Buffer.from(password, 'utf16le'));
  for (let time = 0; time < times; time++) key = digest(algorithm, uint32(time), key);
  return key;
}

function decrypt(mode: 'cbc' | 'ecb', key: Buffer, iv: Buffer | null, locked: Uint8Array): Buffer {
  const decipher = createDecipheriv(`aes-${key.length * 8}-${mode}`, key, iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(locked), decipher.final()]);
}

/** Encrypted bytes are whole blocks; the real length was written in front. */
const wholeBlocks = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length - (bytes.length % 16));
function cutToLength(opened: Buffer, locked: Buffer): Buffer {
  const length = Number(locked.readBigUInt64LE(0));
  return length <= opened.length ? opened.subarray(0, length) : damaged();
}

/** §2.3.4.5 to §2.3.4.9: AES in single blocks, SHA-1, 50 000 rounds. */
function openStandard(info: Buffer, locked: Buffer, password: string): Buffer {
  const header = 12;
  const keyBytes = info.readUInt32LE(header + 16) / 8;
  const verifier = header + info.readUInt32LE(8);
  const salt = info.subarray(verifier + 4, verifier + 4 + info.readUInt32LE(verifier));
  const proof = info.subarray(verifier + 20, verifier + 36);
  const proofHash = info.subarray(verifier + 40, verifier + 72);

  const last = digest('sha1', spun('sha1', salt, password, 50_000), uint32(0));
  const mixed = (filling: number) => {
    const block = Buffer.alloc(64, filling);
    for (const [index, byte] of last.entries()) block[index] = block[index]! ^ byte;
    return digest('sha1', block);
  };
  const key = Buffer.concat([mixed(0x36), mixed(0x5c)]).subarray(0, keyBytes);
  const expected = decrypt('ecb', key, null, proofHash).subarray(0, 20);
  if (!digest('sha1', decrypt('ecb', key, null, proof)).equals(expected)) wrongPassword();
  return cutToLength(decrypt('ecb', key, null, wholeBlocks(locked.subarray(lengthBytes))), locked);
}

/** What each of the agile keys is for. §2.3.4.11 to §2.3.4.14 */
const purposes = {
  proof: Buffer.from('fea7d2763b4b9e79', 'hex'),
  proofHash: Buffer.from('d7aa0f6d3061344e', 'hex'),
  packageKey: Buffer.from('146e0be7abacd0d6', 'hex'),
  macKey: Buffer.from('5fb2ad010cb9e1f6', 'hex'),
  mac: Buffer.from('a0677f02b22c8433', 'hex'),
};
/** The package is encrypted in pieces of this size, each with its own start. §2.3.4.15 */
const pieceBytes = 4096;

type Attributes = Readonly<Record<string, string>>;

/** The attributes of every element by its local name; of several that are called the same, those of the first. */
function elementsOf(text: string): Readonly<Record<string, Attributes>> {
  const found: Record<string, Attributes> = {};
  const parser = new SaxesParser({ xmlns: true, position: false });
  parser.on('error', damaged);
  parser.on('opentag', ({ local, attributes }) => {
    found[local] ??= Object.fromEntries(Object.values(attributes).map((each) => [each.local, each.value]));
  });
  parser.write(text).close();
  return found;
}

/** §2.3.4.10: how it was locked stands as XML. */
function openAgile(info: Buffer, locked: Buffer, password: string): Buffer {
  const { keyData = {}, encryptedKey: person = {}, dataIntegrity } = elementsOf(info.subarray(8).toString('utf8'));
  const own = settingsOf(keyData);
  const { algorithm, salt, blockBytes } = settingsOf(person);

  const slow = spun(algorithm, salt, password, Number(person['spinCount']));
  const keyBytes = Number(person['keyBits']) / 8;
  const opened = (name: string, purpose: Buffer) =>
    decrypt('cbc', sized(digest(algorithm, slow, purpose), keyBytes), sized(salt, blockBytes), base64(person, name));
  const proof = opened('encryptedVerifierHashInput', purposes.proof).subarray(0, salt.length);
  const expected = opened('encryptedVerifierHashValue', purposes.proofHash);
  const found = digest(algorithm, proof);
  if (!found.equals(expected.subarray(0, found.length))) wrongPassword();

  const key = opened('encryptedKeyValue', purposes.packageKey).subarray(0, Number(keyData['keyBits']) / 8);
  const startOf = (piece: Buffer) => sized(digest(own.algorithm, own.salt, piece), own.blockBytes);
  if (dataIntegrity) {
    const sealed = (name: string, purpose: Buffer) => decrypt('cbc', key, startOf(purpose), base64(dataIntegrity, name));
    const macKey = sealed('encryptedHmacKey', purposes.macKey);
    const mac = sealed('encryptedHmacValue', purposes.mac);
    const real = createHmac(own.algorithm, macKey.subarray(0, own.hashBytes)).update(locked).digest();
    if (!real.equals(mac.subarray(0, real.length))) damaged();
  }
  const content = wholeBlocks(locked.subarray(lengthBytes));
  const pieces: Buffer[] = [];
  for (let at = 0; at < content.length; at += pieceBytes)
    pieces.push(decrypt('cbc', key, startOf(uint32(at / pieceBytes)), content.subarray(at, at + pieceBytes)));
  return cutToLength(Buffer.concat(pieces), locked);
}

function settingsOf(attributes: Attributes) {
  const algorithm = hashNames[attributes['hashAlgorithm'] ?? ''];
  if (algorithm === undefined || attributes['cipherAlgorithm'] !== 'AES' || attributes['cipherChaining'] !== 'ChainingModeCBC')
    throw new DomainError('unreadable', 'the office file is locked with a cipher that is not known');
  return {
    algorithm,
    salt: Buffer.from(attributes['saltValue'] ?? '', 'base64'),
    blockBytes: Number(attributes['blockSize']),
    hashBytes: Number(attributes['hashSize']),
  };
}

/** Cut, or filled up as the format wants it. */
const sized = (bytes: Buffer, length: number): Buffer =>
  bytes.length >= length ? bytes.subarray(0, length) : Buffer.concat([bytes, Buffer.alloc(length - bytes.length, 0x36)]);

const base64 = (attributes: Attributes, name: string): Buffer => Buffer.from(attributes[name] ?? damaged(), 'base64');

function wrongPassword(): never {
  throw new DomainError('wrong-password', 'the password does not open the office file');
}
