import type { Identified } from '../identified.ts';
import { lettersOf } from '../letters.ts';
import { oleContainer, zipContainer } from './containers.ts';
import { bySignature, latePdf } from './signatures.ts';
import { beginsWithHeader, mailForm, textForm } from './text-forms.ts';

/** Extensions of plain text that tells nothing of itself; never asked about a file that does. */
const textByName: Readonly<Record<string, Identified>> = {
  csv: { mediaType: 'text/csv', form: 'csv' },
  // XML so broken that nothing of it shows; its reader says so.
  xml: { mediaType: 'application/xml', form: 'xml' },
  sta: { mediaType: 'application/x-mt940', form: 'mt940' },
  eml: { mediaType: 'message/rfc822', form: 'mail' },
  html: { mediaType: 'text/html', form: 'html' },
  htm: { mediaType: 'text/html', form: 'html' },
  ics: { mediaType: 'text/calendar', form: 'text' },
  vcf: { mediaType: 'text/vcard', form: 'text' },
  // Programs of letters alone exist, and so do those that a mail's way has spoilt.
  exe: { mediaType: 'application/vnd.microsoft.portable-executable', form: 'executable' },
  com: { mediaType: 'application/x-dosexec', form: 'executable' },
  scr: { mediaType: 'application/vnd.microsoft.portable-executable', form: 'executable' },
  bat: { mediaType: 'application/x-bat', form: 'executable' },
  cmd: { mediaType: 'application/x-bat', form: 'executable' },
  ps1: { mediaType: 'text/x-powershell', form: 'executable' },
  vbs: { mediaType: 'text/vbscript', form: 'executable' },
  js: { mediaType: 'text/javascript', form: 'executable' },
};

/**
 * What a file is, by its content (H-053). Its name, and the media type that a sender declares, only sharpen what the content
 * leaves open: a plain text may by its name be a table or a script. Never throws, whatever the bytes.
 */
export function identify(bytes: Uint8Array, name: string | null = null, declared = ''): Identified {
  const unknown = { mediaType: declared || 'application/octet-stream', form: 'unknown' } as const;
  if (bytes.length === 0) return { mediaType: declared || 'application/x-empty', form: 'empty' };
  const extension = /\.([a-z0-9]+)$/i.exec(name ?? '')?.[1]?.toLowerCase() ?? '';
  const called = calledMail(bytes, extension, declared);
  const found = called ?? zipContainer(bytes) ?? oleContainer(bytes) ?? bySignature(bytes) ?? mailForm(bytes) ?? latePdf(bytes);
  // A letter's headers may be all that a text attachment is about.
  if (found && !(found.form === 'mail' && !called && declared.startsWith('text/'))) return sharpened(found, extension, declared);
  const text = textForm(bytes);
  if (text) return sharpenedText(text, bytes, extension, declared);
  return declared.startsWith('text/') ? { ...unknown, mediaType: 'application/octet-stream' } : unknown;
}

/** What is called a mail is one if a header stands at its beginning; by itself it needs more. */
function calledMail(bytes: Uint8Array, extension: string, declared: string): Identified | null {
  const isCalled = declared.startsWith('message/') || extension === 'eml';
  if (!isCalled || !beginsWithHeader(bytes)) return null;
  return { mediaType: declared.startsWith('message/') ? declared : 'message/rfc822', form: 'mail' };
}

function sharpened(found: Identified, extension: string, declared: string): Identified {
  // A mailbox with a single mail looks like that mail.
  if (found.form === 'mail' && (extension === 'mbox' || extension === 'mbx')) return { mediaType: 'application/mbox', form: 'mbox' };
  // What was signed lies beside its signature.
  if (found.dialect === 'signed-data' && (extension === 'p7s' || declared.includes('signature')))
    return { mediaType: 'application/pkcs7-signature', form: 'unknown', dialect: 'signature' };
  return found;
}

function sharpenedText(found: Identified, bytes: Uint8Array, extension: string, declared: string): Identified {
  // Old pages begin with any element, and with document types of their own.
  const isCalledPage = declared === 'text/html' || extension === 'html' || extension === 'htm';
  if (found.form === 'xml' && isCalledPage && (found.dialect ?? '{}').startsWith('{}')) return { ...textByName['html']! };
  if (found.form !== 'text' || found.mediaType !== 'text/plain') return found;
  // The same as a signed message in PEM, or in base64 alone.
  if (extension === 'p7m' && /^(-----BEGIN (PKCS7|CMS)|MI)/.test(lettersOf(bytes, 0, 20)))
    return { mediaType: 'application/pkcs7-mime', form: 'archive', dialect: 'signed-data' };
  const named = isCalledPage ? textByName['html'] : textByName[extension];
  if (named) return { ...named };
  return /^(text\/|message\/|application\/(pgp-|(x-)?pkcs7-mime))/.test(declared) ? { ...found, mediaType: declared } : found;
}
