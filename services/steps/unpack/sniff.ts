import { fileTypeFromBuffer } from 'file-type';
import { decodeText } from '#services/domain/decode-text.ts';
import { isTar } from '#services/domain/tar-header.ts';
import { latin1, startsWith } from './bytes.ts';
import { isEntity } from './headers.ts';

/** Compound files (old Office, Outlook) by the name of a stream that only they have. */
const compoundTypes = [
  ['EncryptedPackage', 'application/x-encrypted-office'],
  ['__properties_version1.0', 'application/vnd.ms-outlook'],
  ['Workbook', 'application/vnd.ms-excel'],
  ['WordDocument', 'application/msword'],
] as const;

const textTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  ics: 'text/calendar',
  vcf: 'text/vcard',
  html: 'text/html',
  htm: 'text/html',
};

/** What a part is by its content; where the content says nothing, what the sender and the name say (H-053). */
export async function mediaTypeOf(bytes: Buffer, declared: string, name: string | null): Promise<string> {
  const extension = /\.([a-z0-9]{1,5})$/i.exec(name ?? '')?.[1]?.toLowerCase() ?? '';
  if (bytes.length === 0) return declared;
  if (startsWith(bytes, 'MZ') && !isText(bytes)) return 'application/x-msdownload';
  if ((declared.startsWith('message/') || extension === 'eml') && isEntity(bytes))
    return declared.startsWith('message/') ? declared : 'message/rfc822';
  if (startsWith(bytes, '%PDF-')) return 'application/pdf';
  if (bytes.length >= 4 && bytes.readUInt32LE(0) === 0x223e9f78) return 'application/ms-tnef';
  if (startsWith(bytes, '\xd0\xcf\x11\xe0')) return compoundType(bytes) ?? 'application/x-cfb';
  if (isMailbox(bytes, extension)) return 'application/mbox';
  if (isCryptographic(bytes, extension))
    return /signature/.test(declared) || extension === 'p7s' ? 'application/pkcs7-signature' : 'application/pkcs7-mime';
  // Some printers write garbage before it; readers look through the first kilobyte (PDF 1.7, appendix H), where containers may have one too.
  const isArchive = startsWith(bytes, 'PK\x03\x04') || isTar(bytes);
  if (!isArchive && latin1(bytes.subarray(0, 1024)).includes('%PDF-')) return 'application/pdf';
  const known = await fileTypeFromBuffer(bytes).catch(() => undefined); // a cut file ends its probing early
  if (known && known.mime !== 'application/xml' && !(known.mime.startsWith('text/') && isText(bytes))) return known.mime;
  if (/^(application\/(x-)?pkcs7-mime|message\/)/.test(declared)) return declared;
  if (!isText(bytes)) return declared.startsWith('text/') ? 'application/octet-stream' : declared;
  return textType(bytes, declared, extension);
}

function textType(bytes: Buffer, declared: string, extension: string): string {
  const head = decodeText(bytes.subarray(0, 4096)).text.trimStart();
  if (/^<svg[\s>]|^<\?xml[\s\S]{0,2000}?<svg[\s>]/i.test(head)) return 'image/svg+xml';
  if (/^(<!doctype html|<html|<head|<body|<script)/i.test(head)) return 'text/html';
  if (/^<\?xml|^<[A-Za-z_][\w:.-]*[\s>/]/.test(head) && declared !== 'text/html') return 'application/xml';
  if (/^BEGIN:VCALENDAR/.test(head)) return 'text/calendar';
  if (/^BEGIN:VCARD/.test(head)) return 'text/vcard';
  if (/^-----BEGIN PGP MESSAGE-----/.test(head)) return 'application/pgp-encrypted';
  return textTypes[extension] ?? (/^(text|application\/pgp-)/.test(declared) ? declared : 'text/plain');
}

/** One message may begin with an envelope line too; two make a mailbox. RFC 4155 */
const isMailbox = (bytes: Buffer, extension: string): boolean =>
  startsWith(bytes, 'From ') && (extension === 'mbox' || /\r?\n\r?\nFrom \S+ .*\r?\n[\x21-\x39\x3b-\x7e]+:/.test(latin1(bytes)));

/** RFC 5652 §3: a sequence that begins with an object identifier of PKCS #7; or the same in PEM or base64, by its name. */
const pkcs7 = Buffer.from('06092a864886f70d01', 'hex');
const isCryptographic = (bytes: Buffer, extension: string): boolean =>
  (bytes[0] === 0x30 && bytes.subarray(0, 20).includes(pkcs7)) ||
  (extension === 'p7m' && /^(-----BEGIN (PKCS7|CMS)|MI)/.test(latin1(bytes.subarray(0, 16))));

/** Free of control characters but for white space, or UTF-16 with its mark. */
export function isText(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 8192);
  if (startsWith(head, '\xff\xfe') || startsWith(head, '\xfe\xff')) return true;
  return !head.some((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 27 && byte !== 26);
}

function compoundType(bytes: Buffer): string | undefined {
  return compoundTypes.find(([stream]) => bytes.includes(Buffer.from(stream, 'utf16le')))?.[1];
}
