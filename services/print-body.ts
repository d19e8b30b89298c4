import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import { htmlLines } from './steps/read-text/html-lines.ts';

export type PrintedBody = {
  mediaType: string;
  text: string;
  from: string | null;
  subject: string | null;
  /** The mail's own date, RFC 3339; null where it has none. */
  date: string | null;
};

const font = (name: string): string => fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));
const page = { width: 595, height: 842, margin: 50 };
const sizes = { head: 8, text: 10 };
/** A body is a page or two; the rest of an endless one is cut, its source is kept. */
const mostLines = 2_000;
const longestLine = 2_000;

/**
 * A mail's body as a PDF: what a reader of it would see, its tables as rows. HTML is only a tree here: no script, no
 * form, no picture, nothing is fetched. The same body gives the same bytes.
 */
export async function printBody({ mediaType, text, from, subject, date }: PrintedBody): Promise<Buffer> {
  const lines =
    mediaType === 'text/html'
      ? htmlLines(text)
      : text.split(/\r\n|\r|\n/).map((line) => ({ pieces: line.trim() === '' ? [] : [{ text: line, at: 0 }], bold: false }));
  const document = new PDFDocument({
    size: [page.width, page.height],
    margin: page.margin,
    info: { Title: subject ?? '', CreationDate: date === null ? new Date(0) : new Date(date) },
  });
  const pieces: Buffer[] = [];
  document.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = new Promise<void>((resolve) => document.once('end', resolve));
  document.registerFont('regular', font('DejaVuSans')).registerFont('bold', font('DejaVuSans-Bold'));

  const width = page.width - 2 * page.margin;
  const bottom = page.height - page.margin;
  let y = page.margin;
  const print = (columns: readonly { text: string; at: number }[], name: 'regular' | 'bold', size: number) => {
    document.font(name).fontSize(size);
    const cells = columns.map(({ text: cell, at }, index) => {
      const room = Math.max(40, ((columns[index + 1]?.at ?? 1) - at) * width - 6);
      const shown = cell.slice(0, longestLine);
      return { shown, x: page.margin + at * width, room, height: document.heightOfString(shown, { width: room }) };
    });
    const height = Math.min(Math.max(size, ...cells.map((cell) => cell.height)), bottom - page.margin);
    if (y + height > bottom) {
      document.addPage();
      y = page.margin;
    }
    for (const { shown, x, room } of cells) document.text(shown, x, y, { width: room, height });
    y += height + 3;
  };
  const head = [from, subject, date?.slice(0, 10)].filter((each) => each !== null && each !== undefined);
  if (head.length > 0) print([{ text: head.join(' · '), at: 0 }], 'regular', sizes.head);
  for (const { pieces: columns, bold } of lines.slice(0, mostLines)) print(columns, bold ? 'bold' : 'regular', sizes.text);
  document.end();
  await ended;
  return Buffer.concat(pieces);
}
