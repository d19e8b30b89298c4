import type { Pixels } from './find-edges.ts';
import type { Quad } from './quad.ts';

/** Longest side of a page that is sent: 300 dpi of a receipt, 170 of an A4 sheet. */
const longestSide = 2_000;

/** How large the sheet is when it lies flat, in pixels of the picture. */
export function flatSize(quad: Quad, width: number, height: number): { width: number; height: number } {
  const [a, b, c, d] = quad.map(({ x, y }) => ({ x: x * width, y: y * height })) as [Corner, Corner, Corner, Corner];
  const wide = Math.max(length(a, b), length(d, c));
  const high = Math.max(length(a, d), length(b, c));
  const scale = Math.min(1, longestSide / Math.max(wide, high));
  return { width: Math.max(1, Math.round(wide * scale)), height: Math.max(1, Math.round(high * scale)) };
}

type Corner = { x: number; y: number };
const length = (from: Corner, to: Corner): number => Math.hypot(to.x - from.x, to.y - from.y);

/** The sheet between the four corners as a rectangle (RGBA): perspective is taken out, nothing else is changed. */
export function straighten({ data, width, height }: Pixels, quad: Quad): Pixels {
  const size = flatSize(quad, width, height);
  const [x0, y0, x1, y1, x2, y2, x3, y3] = quad.flatMap(({ x, y }) => [x * width, y * height]) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  // The projective map of the unit square onto the quadrangle (Heckbert 1989).
  const [dx1, dx2, sx] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, sy] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / determinant;
  const h = (dx1 * sy - sx * dy1) / determinant;
  const [a, b] = [x1 - x0 + g * x1, x3 - x0 + h * x3];
  const [d, e] = [y1 - y0 + g * y1, y3 - y0 + h * y3];

  const flat = new Uint8ClampedArray(size.width * size.height * 4);
  for (let row = 0; row < size.height; row++) {
    const v = (row + 0.5) / size.height;
    for (let column = 0; column < size.width; column++) {
      const u = (column + 0.5) / size.width;
      const w = g * u + h * v + 1;
      const x = Math.min(width - 1, Math.max(0, (a * u + b * v + x0) / w - 0.5));
      const y = Math.min(height - 1, Math.max(0, (d * u + e * v + y0) / w - 0.5));
      const left = Math.floor(x);
      const top = Math.floor(y);
      const right = Math.min(width - 1, left + 1);
      const bottom = Math.min(height - 1, top + 1);
      const [fx, fy] = [x - left, y - top];
      const target = (row * size.width + column) * 4;
      for (let channel = 0; channel < 3; channel++) {
        const above = data[(top * width + left) * 4 + channel]! * (1 - fx) + data[(top * width + right) * 4 + channel]! * fx;
        const below = data[(bottom * width + left) * 4 + channel]! * (1 - fx) + data[(bottom * width + right) * 4 + channel]! * fx;
        flat[target + channel] = above * (1 - fy) + below * fy;
      }
      flat[target + 3] = 255;
    }
  }
  return { data: flat, ...size };
}
