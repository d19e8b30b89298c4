import { decodeText } from '#services/domain/decode-text.ts';
import type { EmbeddedFile } from '#services/domain/embedded-file.ts';
import { DomainError } from '#services/domain/errors.ts';
import { outermost, parseXml, textAt, type XmlElement } from '#services/domain/xml-tree.ts';

/** Elements whose own text is a file in base64, by dialect: UBL, CII, FatturaPA, Számlázz.hu. */
const holders: ReadonlySet<string> = new Set(['EmbeddedDocumentBinaryObject', 'AttachmentBinaryObject', 'Attachment', 'pdf']);

const isBase64 = (text: string): boolean => text.length >= 16 && /^[A-Za-z0-9+/=\s]+$/.test(text);

/** OSA+ puts the image of the invoice into a named value (H-038); a re-sent one holds only a placeholder (H-039). */
const isImageOfInvoice = (element: XmlElement): boolean =>
  element.name === 'additionalInvoiceData' && textAt(element, 'dataName')?.startsWith('C00000') === true;

function fileOf(holder: XmlElement): EmbeddedFile | null {
  const text = isImageOfInvoice(holder) ? textAt(holder, 'dataValue') : holder.text;
  if (text === null || !isBase64(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  const isPdf = bytes.subarray(0, 5).toString('latin1') === '%PDF-';
  const name = holder.attributes['filename']?.split(/[\\/]/).at(-1);
  return {
    name: name || (isPdf ? 'invoice.pdf' : 'attachment'),
    mediaType: holder.attributes['mimeCode'] ?? (isPdf ? 'application/pdf' : 'application/octet-stream'),
    bytes,
  };
}

/** The files that an e-invoice carries as text; none for XML that cannot be read, which its own reader refuses. */
export function xmlAttachments(bytes: Uint8Array): EmbeddedFile[] {
  let root: XmlElement;
  try {
    root = parseXml(decodeText(bytes).text);
  } catch (error) {
    if (error instanceof DomainError) return [];
    throw error;
  }
  return outermost(root, (element) => (holders.has(element.name) && element.children.length === 0) || isImageOfInvoice(element)).flatMap(
    (holder) => fileOf(holder) ?? [],
  );
}
