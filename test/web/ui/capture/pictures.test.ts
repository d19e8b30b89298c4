import { createHash } from 'node:crypto';
import { PDFDocument } from '@cantoo/pdf-lib';
import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { findEdges, type Pixels } from '#web/ui/capture/find-edges.ts';
import { pagesToPdf } from '#web/ui/capture/pages-to-pdf.ts';
import { areaOf, type Quad } from '#web/ui/capture/quad.ts';
import { straighten } from '#web/ui/capture/straighten.ts';

/** A photographed sheet: light paper with dark lines, on a darker table, drawn as SVG. */
async function photo(quad: Quad, { width = 160, height = 213, table = '#5a4030', paper = '#e9e4da' } = {}): Promise<Pixels> {
  const points = quad.map(({ x, y }) => `${x * width},${y * height}`).join(' ');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${table}"/><polygon points="${points}" fill="${paper}"/></svg>`;
  const { data, info } = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
}

const corner = (x: number, y: number) =>
  fc.record({ x: fc.double({ min: x, max: x + 0.14, noNaN: true }), y: fc.double({ min: y, max: y + 0.14, noNaN: true }) });

test('H-073 the corners of a sheet are proposed wherever it lies and however it is turned', async () => {
  await fc.assert(
    fc.asyncProperty(fc.tuple(corner(0.04, 0.04), corner(0.8, 0.04), corner(0.8, 0.8), corner(0.04, 0.8)), async (quad) => {
      const found = findEdges(await photo(quad))!;
      expect(found).not.toBeNull();
      for (const [index, { x, y }] of found.entries()) expect(Math.hypot(x - quad[index]!.x, y - quad[index]!.y)).toBeLessThan(0.05);
    }),
    { numRuns: 30 },
  );
});

test('H-073 no sheet is made up where there is none', async () => {
  const nothing: Quad = [
    { x: 0.45, y: 0.45 },
    { x: 0.5, y: 0.45 },
    { x: 0.5, y: 0.5 },
    { x: 0.45, y: 0.5 },
  ];
  expect(findEdges(await photo(nothing))).toBeNull();
  expect(findEdges(await photo(nothing, { table: '#808080', paper: '#808080' }))).toBeNull();
});

test('H-073 a sheet seen aslant comes out as a rectangle with its marks where they belong', async () => {
  const quad: Quad = [
    { x: 0.2, y: 0.1 },
    { x: 0.75, y: 0.2 },
    { x: 0.9, y: 0.95 },
    { x: 0.1, y: 0.8 },
  ];
  const picture = await photo(quad, { width: 800, height: 1000, table: '#000000', paper: '#ffffff' });
  const flat = straighten(picture, quad);
  expect(areaOf(quad)).toBeGreaterThan(0.4);
  let dark = 0;
  for (let index = 0; index < flat.data.length; index += 4) if (flat.data[index]! < 128) dark += 1;
  // All paper: of the table only a seam of half-covered pixels may be left.
  expect(dark / (flat.width * flat.height)).toBeLessThan(0.01);
});

test('H-073 several photographed pages are one PDF that readers open, and the same pages are the same bytes', async () => {
  const pages = await Promise.all(
    ['#ffffff', '#eeeeee', '#dddddd'].map(async (background, index) => {
      const [width, height] = [600, 800 + index * 100];
      const jpeg = await sharp({ create: { width, height, channels: 3, background } })
        .jpeg()
        .toBuffer();
      return { jpeg: new Uint8Array(jpeg), width, height };
    }),
  );
  const pdf = pagesToPdf(pages);
  const opened = await PDFDocument.load(pdf);
  expect(opened.getPages().map((page) => [page.getWidth(), page.getHeight()])).toEqual([
    [595, 793],
    [595, 893],
    [595, 992],
  ]);
  // The JPEGs lie in it as they were.
  for (const { jpeg } of pages) expect(Buffer.from(pdf).includes(Buffer.from(jpeg))).toBe(true);
  const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  expect(hash(pagesToPdf(pages))).toBe(hash(pdf));
});
