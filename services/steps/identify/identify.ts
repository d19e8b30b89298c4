import type { Identified } from '#services/domain/identified.ts';
import { oleContainer, zipContainer } from './containers.ts';
import { bySignature, latePdf } from './signatures.ts';
import { mailForm, textForm } from './text-forms.ts';

/** Extensions of plain text that tells nothing of itself; never asked about a file that does. */
const textByName: Readonly<Record<string, Identified>> = {
  csv: { mediaType: 'text/csv', form: 'csv' },
  // XML so broken that nothing of it shows; its reader says so.
  xml: { mediaType: 'application/xml', form: 'xml' },
  sta: { mediaType: 'application/x-mt940', form: 'mt940' },
  eml: { mediaType: 'message/rfc822', form: 'mail' },
  bat: { mediaType: 'application/x-bat', form: 'executable' },
  cmd: { mediaType: 'application/x-bat', form: 'executable' },
  ps1: { mediaType: 'text/x-powershell', form: 'executable' },
  vbs: { mediaType: 'text/vbscript', form: 'executable' },
  js: { mediaType: 'text/javascript', form: 'executable' },
};

/**
 * What a file is, by its content (H-053). The name only sharpens what the content leaves open: a plain text
 * may by its name be a table or a script. Never throws, whatever the bytes.
 */
export function identify(bytes: Uint8Array, name: string | null = null): Identified {
  if (bytes.length === 0) return { mediaType: 'application/x-empty', form: 'empty' };
  const found = zipContainer(bytes) ?? oleContainer(bytes) ?? bySignature(bytes) ?? mailForm(bytes) ?? latePdf(bytes) ?? textForm(bytes);
  if (!found) return { mediaType: 'application/octet-stream', form: 'unknown' };
  const extension = /\.([a-z0-9]+)$/i.exec(name ?? '')?.[1]?.toLowerCase();
  // A mailbox with a single mail looks like that mail.
  if (found.form === 'mail' && (extension === 'mbox' || extension === 'mbx')) return { mediaType: 'application/mbox', form: 'mbox' };
  const named = found.form === 'text' && extension !== undefined ? textByName[extension] : undefined;
  return named ? { ...named } : found;
}
