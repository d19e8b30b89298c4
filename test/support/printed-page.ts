import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { seeded } from '#fixtures/seeded.ts';
import { openPdfPictures } from '#services/steps/read-text/pdf-pictures.ts';

const fonts = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');

const vocabulary =
  'számla szállító vevő teljesítés fizetési határidő átutalás bruttó nettó összesen műszaki tanácsadás könyvelés őrzés üzemeltetés gépjármű javítás fűtés víz csatorna egység mennyiség árvíztűrő tükörfúrógép Zöldhegyi Kőműves Bt. Kft. Győr Székesfehérvár Tücsök utca'.split(
    ' ',
  );

/** Lines of made-up Hungarian business prose with figures. */
export function printedLines(seed: number, lines = 40): string[] {
  const random = seeded(seed);
  return Array.from({ length: lines }, () =>
    Array.from({ length: 9 }, () =>
      random() < 0.2
        ? `${1 + Math.floor(random() * 99)} ${100 + Math.floor(random() * 900)}`
        : vocabulary[Math.floor(random() * vocabulary.length)]!,
    ).join(' '),
  );
}

export type Printing = { font?: string; size?: number; password?: string; rotate?: 0 | 90 | 180 | 270 };

/** Each item one A4 page of lines. */
export async function printedPdf(
  pages: readonly (readonly string[])[],
  { font = 'DejaVuSans', size = 10, password, rotate }: Printing = {},
): Promise<Uint8Array> {
  const document = new PDFDocument({
    size: 'A4',
    margin: 50,
    autoFirstPage: false,
    ...(password === undefined ? {} : { userPassword: password }),
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => document.on('end', resolve));
  document.registerFont('body', join(fonts, `${font}.ttf`));
  for (const lines of pages) {
    document.addPage();
    if (rotate) Object.assign(document.page.dictionary.data, { Rotate: rotate });
    document.font('body').fontSize(size);
    for (const [number, line] of lines.entries()) document.text(line, 50, 50 + number * size * 1.8, { lineBreak: false });
  }
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

/** The page as a scanner gives it at 300 dpi: turned a little, soft, grainy, as JPEG. */
export async function scanned(
  lines: readonly string[],
  { turnDegrees = 0.7, quality = 70, seed = 1 }: { turnDegrees?: number; quality?: number; seed?: number } = {},
): Promise<Buffer> {
  using pictures = await openPdfPictures(await printedPdf([lines]));
  const { data, width, height } = await pictures.grey(1, 300);
  const random = seeded(seed);
  const grainy = Uint8Array.from(data, (value) => Math.min(245, Math.max(20, value * 0.85 + 20 + (random() - 0.5) * 24)));
  return sharp(grainy, { raw: { width, height, channels: 1 } })
    .rotate(turnDegrees, { background: '#e0e0e0' })
    .blur(0.6)
    .jpeg({ quality })
    .toBuffer();
}
