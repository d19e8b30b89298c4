import { type GreyPicture, inkOf } from './grey-picture.ts';

export type Area = { left: number; top: number; width: number; height: number };

/** Clusters of fewer cells are dust, holes and staples. */
const leastCells = 3;
/** Of a cell's pixels; a letter fills far more. */
const leastInkShare = 0.04;
/** Cutting less than this away is not worth the copy. */
const worthCutting = 0.75;

/**
 * The part of the picture that holds print, with a margin; the whole of it where nearly all is printed on.
 * A small slip on a large sheet is read in a fraction of the time, and may be enlarged to the size that reads best.
 */
export function printAreaOf(picture: GreyPicture, letterHeight: number): Area {
  const { width, height } = picture;
  const whole = { left: 0, top: 0, width, height };
  const cell = Math.max(8, Math.round(letterHeight));
  const across = Math.ceil(width / cell);
  const down = Math.ceil(height / cell);
  const counts = new Uint32Array(across * down);
  const ink = inkOf(picture);
  const cellOf = Uint32Array.from({ length: width }, (_, x) => Math.floor(x / cell));
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / cell) * across;
    for (let x = 0; x < width; x++) if (ink[y * width + x]) counts[row + cellOf[x]!]! += 1;
  }
  const isInk = counts.map((count) => (count >= cell * cell * leastInkShare ? 1 : 0));
  let [left, top, right, bottom] = [across, down, -1, -1];
  for (let at = 0; at < isInk.length; at++) {
    if (!isInk[at]) continue;
    const cells = clusterFrom(at, isInk, across, down);
    if (cells.length < leastCells) continue;
    for (const each of cells) {
      left = Math.min(left, each % across);
      right = Math.max(right, each % across);
      top = Math.min(top, Math.floor(each / across));
      bottom = Math.max(bottom, Math.floor(each / across));
    }
  }
  if (right < 0) return whole;
  const margin = 2;
  const x = Math.max(0, (left - margin) * cell);
  const y = Math.max(0, (top - margin) * cell);
  const area = {
    left: x,
    top: y,
    width: Math.min(width, (right + 1 + margin) * cell) - x,
    height: Math.min(height, (bottom + 1 + margin) * cell) - y,
  };
  return area.width * area.height > width * height * worthCutting ? whole : area;
}

/** The cells that touch one another, taken out of `isInk` as they are found. */
function clusterFrom(start: number, isInk: Uint32Array, across: number, down: number): number[] {
  const cells = [start];
  isInk[start] = 0;
  for (let next = 0; next < cells.length; next++) {
    const u = cells[next]! % across;
    const v = Math.floor(cells[next]! / across);
    for (let dv = -1; dv <= 1; dv++)
      for (let du = -1; du <= 1; du++) {
        const at = (v + dv) * across + u + du;
        if (u + du < 0 || u + du >= across || v + dv < 0 || v + dv >= down || !isInk[at]) continue;
        isInk[at] = 0;
        cells.push(at);
      }
  }
  return cells;
}

export function cut({ data, width }: GreyPicture, { left, top, ...size }: Area): GreyPicture {
  if (left === 0 && top === 0 && size.width === width && size.width * size.height === data.length) return { data, ...size };
  const piece = new Uint8Array(size.width * size.height);
  for (let y = 0; y < size.height; y++)
    piece.set(data.subarray((top + y) * width + left, (top + y) * width + left + size.width), y * size.width);
  return { data: piece, ...size };
}
