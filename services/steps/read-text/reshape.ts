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
    for (let x = 0; x < width; x++) {
      const u = x - width / 2;
      const fromX = cos * u - sin * v + width / 2;
      const fromY = sin * u + cos * v + height / 2;
      const x0 = Math.floor(fromX);
      const y0 = Math.floor(fromY);
      if (x0 < 0 || y0 < 0 || x0 >= width - 1 || y0 >= height - 1) continue;
      const dx = fromX - x0;
      const dy = fromY - y0;
      const at = y0 * width + x0;
      straight[y * width + x] =
        (data[at]! * (1 - dx) + data[at + 1]! * dx) * (1 - dy) + (data[at + width]! * (1 - dx) + data[at + width + 1]! * dx) * dy;
    }
  }
  return { data: straight, width, height };
}
