import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Box, PageCode } from '#services/domain/reading.ts';
import { type GreyPicture, quarterTurned, shrink } from './grey-picture.ts';
import { boxOf } from './page-lines.ts';

/** What stands on vouchers: payment and receipt codes, parcel and product labels. */
const formats = ['QRCode', 'DataMatrix', 'PDF417', 'Aztec', 'Code128', 'Code39', 'EAN13', 'ITF'] as const;
/** Codes are far larger than letters: this is enough, and quick. */
const mostPixels = 2_500_000;

let prepared: Promise<unknown> | undefined;

/** The reader's own default is to fetch its program from a CDN; ours lies beside the code. */
async function prepare(): Promise<unknown> {
  const program = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')));
  const wasmBinary = program.buffer.slice(program.byteOffset, program.byteOffset + program.byteLength);
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

/** The QR and bar codes on a picture, boxes on the page turned upright by `rotationDegrees`. */
export async function findCodes(picture: GreyPicture, rotationDegrees: number): Promise<PageCode[]> {
  prepared ??= prepare();
  await prepared;
  const factor = Math.max(1, Math.round(Math.sqrt((picture.width * picture.height) / mostPixels)));
  const { data, width, height } = quarterTurned(shrink(picture, factor), rotationDegrees);
  // Four equal bytes a pixel, written at once; zxing does not look at the fourth.
  const pixels = new Uint32Array(data.length);
  for (let at = 0; at < data.length; at++) pixels[at] = data[at]! * 0x01010101;
  const results = await readBarcodes({ data: new Uint8ClampedArray(pixels.buffer), width, height, colorSpace: 'srgb' } as ImageData, {
    formats: [...formats],
    maxNumberOfSymbols: 12,
    tryHarder: true,
  });
  return results
    .filter(({ isValid, text }) => isValid && text !== '')
    .map(({ format, text, position }) => ({ format, text, box: boxAround(position, width, height) }));
}

type Corner = { x: number; y: number };

function boxAround(
  position: { topLeft: Corner; topRight: Corner; bottomLeft: Corner; bottomRight: Corner },
  width: number,
  height: number,
): Box {
  const corners = [position.topLeft, position.topRight, position.bottomLeft, position.bottomRight];
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  return boxOf({ left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) }, width, height);
}
