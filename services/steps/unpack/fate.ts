import type { FileForm } from '#services/domain/identified.ts';
import type { UnpackedPart } from '#services/domain/mail-tree.ts';
import { activeContent } from '#services/domain/part-actions.ts';
import { isActiveHtml } from './active-html.ts';
import { latin1 } from './bytes.ts';
import { maxFileBytes } from './container.ts';
import { isLocked } from './locked.ts';

/** A leaf as its fate needs it. */
export type Leaf = {
  name: string | null;
  mediaType: string;
  form: FileForm;
  disposition: string;
  contentId: string | null;
  bytes: Buffer;
};

type Fate = Pick<UnpackedPart, 'fate' | 'because'>;
const document: Fate = { fate: 'document', because: null };
const review = (because: string): Fate => ({ fate: 'review', because });
const ignored = (because: string): Fate => ({ fate: 'ignored', because });
const refused = (because: string): Fate => ({ fate: 'refused', because });

/** H-066: smaller inline pictures are logos and lines. */
const logoBytes = 10_000;
/** H-053, and the office files of H-066. */
const accepted =
  /^(application\/(pdf|xml|[\w.+-]+\+xml|json|rtf|msword|x-mt940|vnd\.ms-excel|vnd\.openxmlformats-officedocument\.(wordprocessingml\.document|spreadsheetml\.sheet)|vnd\.oasis\.opendocument\.(text|spreadsheet)|vnd\.ms-(word\.document|excel\.sheet)\.macroenabled\.12)|image\/(jpeg|png|tiff|webp|heic|heif|avif|gif|bmp|x-ms-bmp|jp2|jpx|j2c)|text\/(plain|csv|xml|rtf|tab-separated-values))$/;
/** The antivirus industry's test string; a scanner is not needed to know it. */
const eicar = 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!';

/** `hasPasswords`: a person gave one, or the business keeps some. What becomes of one part that is no container and no body text, by H-061, H-066 and H-071. */
export async function fateOf(
  { name, mediaType, form, disposition, contentId, bytes }: Leaf,
  contentIds: ReadonlySet<string>,
  hasPasswords = false,
): Promise<Fate> {
  // A locked document is one that its own reader opens, where there are passwords for it.
  const locked = hasPasswords ? document : review('encrypted');
  if (bytes.length === 0) return ignored('empty-file');
  if (form === 'executable') return refused('executable');
  if (bytes.length < 200 && latin1(bytes).includes(eicar)) return refused('malware');
  if (
    /pkcs7-signature|pgp-signature/.test(mediaType) ||
    (/\.(p7s|asc|sig)$/i.test(name ?? '') && /BEGIN PGP SIGNATURE|^0/.test(latin1(bytes.subarray(0, 40))))
  )
    return ignored('signature');
  // What a Mac keeps of a file beside it (AppleDouble): its icon, where its window stood.
  if (latin1(bytes.subarray(0, 4)) === '\0\x05\x16\x07') return ignored('own-data');
  if (mediaType === 'text/calendar') return ignored('calendar');
  if (/^text\/((x-)?vcard|directory)$/.test(mediaType)) return ignored('contact-card');
  if (mediaType === 'application/pgp-encrypted' && /^\s*Version:\s*1\s*$/.test(latin1(bytes.subarray(0, 40))))
    return ignored('encryption-header');
  if (mediaType === 'application/pgp-encrypted' || latin1(bytes.subarray(0, 60)).includes('-----BEGIN PGP MESSAGE'))
    return review('encrypted');
  if (mediaType === 'application/x-encrypted-office') return locked;
  if (/^message\/(delivery-status|disposition-notification|feedback-report|global-)|^text\/rfc822-headers/.test(mediaType))
    return ignored('delivery-report');
  if (form === 'archive') return review('archive-not-opened');
  if (mediaType.startsWith('image/') && disposition !== 'attachment' && isDecoration(contentId, bytes, contentIds))
    return ignored('inline-image');
  if (mediaType === 'image/svg+xml') return review(activeContent);
  if (bytes.length > maxFileBytes) return review('too-large');
  // Its text is read and nothing of it is ever run; that it would, is a question to a person.
  if (mediaType === 'text/html') return isActiveHtml(bytes) ? { ...document, because: activeContent } : document;
  if (await isLocked(bytes, mediaType)) return locked;
  return accepted.test(mediaType) ? document : review('unknown-type');
}

const isDecoration = (contentId: string | null, bytes: Buffer, contentIds: ReadonlySet<string>): boolean =>
  bytes.length < logoBytes || (contentId !== null && contentIds.has(contentId));
