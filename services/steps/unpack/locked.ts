import { PDFiumLibrary } from '@hyzyla/pdfium';

let library: Promise<PDFiumLibrary> | undefined;

/** A file that shows nothing without a password: PDF by trying, OpenDocument by its manifest (H-071). */
export async function isLocked(bytes: Buffer, mediaType: string): Promise<boolean> {
  if (mediaType.startsWith('application/vnd.oasis.opendocument')) return bytes.includes('manifest:encryption-data');
  if (mediaType !== 'application/pdf' || !bytes.includes('/Encrypt')) return false;
  library ??= PDFiumLibrary.init();
  try {
    const document = await (await library).loadDocument(bytes);
    document.destroy();
    return false;
  } catch (error) {
    // Damage is the next reader's matter; only the missing password counts here.
    return /password/i.test(error instanceof Error ? `${error.name} ${error.message}` : String(error));
  }
}
