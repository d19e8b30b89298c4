import sharp from 'sharp';
import type { GreyPicture } from './grey-picture.ts';

/** Larger or smaller; `blur`: softened before, in pixels of the picture given, 0 for none. */
export async function resized({ data, width, height }: GreyPicture, scale: number, blur = 0): Promise<GreyPicture> {
  const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  const picture = sharp(data, { raw: { width, height, channels: 1 } });
  const { data: scaled } = await (blur > 0 ? picture.blur(blur) : picture)
    .resize({ ...size, fit: 'fill', kernel: 'cubic' })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: scaled, ...size };
}

/** Turned back by its skew about its middle, same size; what comes in from outside is paper. */
export function straightened({ data, width, height }: GreyPicture, skewDegrees: number): GreyPicture {
  const radians = (skewDegrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const straight = new Uint8Array(data.length).fill(255);
  for (let y = 0; y < height; y++) {
    const v = y - height / 2;
    // Where the row's first pixel comes from; each next one from one step on.
    const fromX = (-cos * width) / 2 - sin * v + width / 2;
    const fromY = (-sin * width) / 2 + cos * v + height / 2;
    const [start, end] = within(fromX, cos, width - 1, within(fromY, sin, height - 1, [0, width]));
    for (let x = start; x < end; x++) {
      const toX = fromX + cos * x;
      const toY = fromY + sin * x;
      const x0 = Math.floor(toX);
      const y0 = Math.floor(toY);
      const dx = toX - x0;
      const dy = toY - y0;
      const at = y0 * width + x0;
      const upper = data[at]! + (data[at + 1]! - data[at]!) * dx;
      const lower = data[at + width]! + (data[at + width + 1]! - data[at + width]!) * dx;
      straight[y * width + x] = upper + (lower - upper) * dy;
    }
  }
  return { data: straight, width, height };
}

/** The whole numbers of a range, up to but without its end, at which `from + step · x` is at least 0 and under `limit`. */
function within(from: number, step: number, limit: number, [start, end]: readonly [number, number]): readonly [number, number] {
  if (step === 0) return from >= 0 && from < limit ? [start, end] : [0, 0];
  const [first, last] = step > 0 ? [-from / step, (limit - from) / step] : [(limit - from) / step, -from / step];
  // A pixel of margin: what the division rounds must not reach beyond the picture.
  return [Math.max(start, Math.floor(first) + 1), Math.min(end, Math.ceil(last) - 1)];
}
