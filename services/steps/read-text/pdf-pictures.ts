import { type PDFiumDocument, PDFiumLibrary, type PDFiumPage } from '@hyzyla/pdfium';
import { DomainError } from '#services/domain/errors.ts';
import type { GreyPicture } from './grey-picture.ts';

/** PDF 32000-1 annex C: 200 inches. Kilometres are a bomb. */
const largestSidePoints = 14_400;
/** Of one picture inside a page; pdfium unpacks it whole before it scales. */
export const largestPicturePixels = 100_000_000;
/** A drawn page: 300 dpi of A4 and a bit; larger paper has larger print or is drawn coarser. */
const largestRenderPixels = 12_000_000;

/** The smallest QR code has 21 squares a side. */
const leastCodePixels = 21 * 21;

let library: Promise<PDFiumLibrary> | undefined;

/** Pages of a PDF as pictures, upright as the file says. Dispose it: the memory is not Node's. */
export type PdfPictures = Disposable & {
  readonly pageCount: number;
  /** Whether a picture large enough for a code stands on the page. */
  hasPictures(pageNumber: number): boolean;
  /** @throws DomainError `too-many-pixels`, `unreadable` */
  grey(pageNumber: number, dpi: number): Promise<GreyPicture>;
  /** Red, green, blue, unused: four bytes a pixel. @throws DomainError as `grey` */
  colour(pageNumber: number, size: { widthPixels: number }): Promise<{ data: Uint8Array; width: number; height: number }>;
};

/** @throws DomainError `encrypted`, `wrong-password`, `unreadable` */
export async function openPdfPictures(bytes: Uint8Array, password?: string): Promise<PdfPictures> {
  library ??= PDFiumLibrary.init();
  const document = await (await library).loadDocument(bytes, password).catch((error: Error) => {
    if (/password/i.test(error.message))
      throw new DomainError(password === undefined ? 'encrypted' : 'wrong-password', 'the PDF asks for a password');
    throw new DomainError('unreadable', 'the PDF cannot be drawn');
  });
  return {
    pageCount: document.getPageCount(),
    hasPictures: (pageNumber) =>
      [...document.getPage(pageNumber - 1).objects()].some(
        (object) => object.type === 'form' || (object.type === 'image' && pixelsOf(object) >= leastCodePixels),
      ),
    async grey(pageNumber, dpi) {
      const page = pageOf(document, pageNumber);
      const scale = scaleFor(page, dpi);
      const { data, width, height } = await page.render({ scale, colorSpace: 'Gray', render: 'bitmap', renderFormFields: true });
      return { data, width, height };
    },
    async colour(pageNumber, { widthPixels }) {
      const page = pageOf(document, pageNumber);
      const scale = scaleFor(page, (72 * widthPixels) / page.getOriginalSize().originalWidth);
      const { data, width, height } = await page.render({ scale, render: 'bitmap', renderFormFields: true });
      return { data, width, height };
    },
    [Symbol.dispose]: () => document.destroy(),
  };
}

/** A page that may be drawn: of a possible size, and without a picture that unpacks to a bomb. */
function pageOf(document: PDFiumDocument, pageNumber: number): PDFiumPage {
  const page = document.getPage(pageNumber - 1);
  const { originalWidth: width, originalHeight: height } = page.getOriginalSize();
  if (!(width > 0 && height > 0)) throw new DomainError('unreadable', 'the page has no size', { page: pageNumber });
  if (Math.max(width, height) > largestSidePoints)
    throw new DomainError('too-many-pixels', 'the page is larger than paper can be', { page: pageNumber });
  for (const object of page.objects()) {
    if (object.type !== 'image') continue;
    const pixels = pixelsOf(object);
    if (pixels > largestPicturePixels)
      throw new DomainError('too-many-pixels', 'a picture in the PDF is too large', { page: pageNumber, pixels });
  }
  return page;
}

/** Big posters are drawn at fewer dots an inch. */
function scaleFor(page: PDFiumPage, dpi: number): number {
  const { originalWidth, originalHeight } = page.getOriginalSize();
  return Math.min(dpi / 72, Math.sqrt(largestRenderPixels / (originalWidth * originalHeight)));
}

/** pdfium knows a picture's size without unpacking it; the wrapper has no call for that alone. */
function pixelsOf(object: object): number {
  const { module, objectIdx } = object as unknown as {
    objectIdx: number;
    module: {
      HEAPU8: Uint8Array;
      wasmExports: { malloc(size: number): number; free(pointer: number): void };
      _FPDFImageObj_GetImagePixelSize(object: number, width: number, height: number): number;
    };
  };
  const pointer = module.wasmExports.malloc(8);
  try {
    if (!module._FPDFImageObj_GetImagePixelSize(objectIdx, pointer, pointer + 4)) return 0;
    const sides = new DataView(module.HEAPU8.buffer, pointer, 8);
    return sides.getUint32(0, true) * sides.getUint32(4, true);
  } finally {
    module.wasmExports.free(pointer);
  }
}
