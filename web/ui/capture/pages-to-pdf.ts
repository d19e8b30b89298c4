/** A page as it was photographed: a baseline JPEG in RGB. */
export type JpegPage = { jpeg: Uint8Array; width: number; height: number };

/** Width of an A4 sheet in points; the height follows the picture. */
const pageWidth = 595;

/**
 * One PDF of photographed pages, each JPEG as it is (ISO 32000-1, 8.9.5). No date and no id in it: the same pages are
 * the same bytes, and so the same document however often they are sent.
 */
export function pagesToPdf(pages: readonly JpegPage[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const chunks: Uint8Array[] = [];
  const offsets: number[] = [];
  let size = 0;
  const write = (chunk: string | Uint8Array) => {
    const bytes = typeof chunk === 'string' ? encoder.encode(chunk) : chunk;
    chunks.push(bytes);
    size += bytes.length;
  };
  const object = (number: number, ...body: (string | Uint8Array)[]) => {
    offsets[number] = size;
    write(`${number} 0 obj\n`);
    for (const part of body) write(part);
    write('\nendobj\n');
  };
  const pageOf = (index: number) => 3 + index * 3;

  write('%PDF-1.4\n');
  write(new Uint8Array([0x25, 0xe2, 0xe3, 0xcf, 0xd3, 0x0a]));
  object(1, '<< /Type /Catalog /Pages 2 0 R >>');
  object(2, `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${pageOf(index)} 0 R`).join(' ')}] >>`);
  for (const [index, { jpeg, width, height }] of pages.entries()) {
    const [page, content, picture] = [pageOf(index), pageOf(index) + 1, pageOf(index) + 2];
    const pageHeight = Math.round((pageWidth * height) / width);
    const drawing = `q ${pageWidth} 0 0 ${pageHeight} 0 0 cm /P Do Q`;
    object(
      page,
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${pageWidth} ${pageHeight}] /Contents ${content} 0 R /Resources << /XObject << /P ${picture} 0 R >> >> >>`,
    );
    object(content, `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`);
    object(
      picture,
      `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.length} >>\nstream\n`,
      jpeg,
      '\nendstream',
    );
  }
  const startOfTable = size;
  write(`xref\n0 ${offsets.length}\n0000000000 65535 f \n`);
  for (const offset of offsets.slice(1)) write(`${String(offset).padStart(10, '0')} 00000 n \n`);
  write(`trailer\n<< /Size ${offsets.length} /Root 1 0 R >>\nstartxref\n${startOfTable}\n%%EOF\n`);

  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
