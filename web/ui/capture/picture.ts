import { newId } from '../shared/new-id.ts';
import { findEdges } from './find-edges.ts';
import type { JpegPage } from './pages-to-pdf.ts';
import type { Quad } from './quad.ts';
import { straighten } from './straighten.ts';

/** Enough to see a sheet's edges, and quick on an old phone. */
const edgePixels = 160;
const jpegQuality = 0.85;
/** More than any sheet needs; a phone's camera gives up to four times as much. */
const longestSide = 3_000;

type Source = HTMLVideoElement | ImageBitmap;
const sizeOf = (source: Source) =>
  source instanceof HTMLVideoElement
    ? { width: source.videoWidth, height: source.videoHeight }
    : { width: source.width, height: source.height };

/** A still of the camera's picture or of a chosen file. */
export function still(source: Source): HTMLCanvasElement {
  const { width, height } = sizeOf(source);
  return drawn(source, Math.min(1, longestSide / Math.max(width, height)));
}

function drawn(source: Source | HTMLCanvasElement, scale: number): HTMLCanvasElement {
  const { width, height } = source instanceof HTMLCanvasElement ? source : sizeOf(source);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  contextOf(canvas).drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser gives no canvas');
  return context;
}

const pixelsOf = (canvas: HTMLCanvasElement): ImageData => contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height);

/** The proposed corners of the sheet; null where nothing looks like one. */
export function edgesOf(source: Source | HTMLCanvasElement): Quad | null {
  const { width } = source instanceof HTMLCanvasElement ? source : sizeOf(source);
  return width === 0 ? null : findEdges(pixelsOf(drawn(source, Math.min(1, edgePixels / width))));
}

/** The picture and its corners turned clockwise by a quarter. */
export function turned(picture: HTMLCanvasElement, quad: Quad): { picture: HTMLCanvasElement; quad: Quad } {
  const canvas = document.createElement('canvas');
  canvas.width = picture.height;
  canvas.height = picture.width;
  const context = contextOf(canvas);
  context.translate(canvas.width, 0);
  context.rotate(Math.PI / 2);
  context.drawImage(picture, 0, 0);
  const [a, b, c, d] = quad.map(({ x, y }) => ({ x: 1 - y, y: x })) as unknown as Quad;
  return { picture: canvas, quad: [d, a, b, c] };
}

export type Shot = JpegPage & { id: string };

/** The sheet between the corners, flat, as the JPEG that is sent. */
export async function pageOf(picture: HTMLCanvasElement, quad: Quad): Promise<Shot> {
  const flat = straighten(pixelsOf(picture), quad);
  const canvas = document.createElement('canvas');
  canvas.width = flat.width;
  canvas.height = flat.height;
  contextOf(canvas).putImageData(new ImageData(new Uint8ClampedArray(flat.data), flat.width, flat.height), 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', jpegQuality));
  if (!blob) throw new Error('this browser writes no JPEG');
  return { id: newId(), jpeg: new Uint8Array(await blob.arrayBuffer()), width: flat.width, height: flat.height };
}
