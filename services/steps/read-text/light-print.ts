import type { GreyPicture } from './grey-picture.ts';

/** On evened paper all that is darker is filled in, or ink. */
const darkestLight = 175;
/** Of a cell's pixels; hardly a letter fills so much. */
const filledShare = 0.55;
/** By how much letters are lighter than what they stand on. */
const letterStep = 60;
/** How much of a filled area letters take. */
const [leastLetters, mostLetters] = [0.01, 0.4];
/** Of the page; a photo of something else is no table's head. */
const mostOfPage = 0.3;
const leastNeighbours = 3;

/**
 * Light letters on a filled area, as tables have them in their heads, made dark letters on white: what reads a page takes
 * the whole of it for dark on light. Areas without such letters stay as they are.
 */
export function darkOnLight(picture: GreyPicture, letterHeight: number): GreyPicture {
  const { data, width, height } = picture;
  const size = Math.max(6, Math.round(letterHeight / 2));
  const across = Math.ceil(width / size);
  const down = Math.ceil(height / size);
  const filled = filledCells(picture, size, across, down);
  let turned: Uint8Array | null = null;
  for (let start = 0; start < filled.length; start++) {
    if (filled[start] !== 1) continue;
    const cells = areaFrom(start, filled, across, down);
    const box = boxOf(cells, across);
    const [wide, high] = [(box.right - box.left + 1) * size, (box.bottom - box.top + 1) * size];
    if (wide < 4 * letterHeight || high < 1.2 * letterHeight || wide * high > mostOfPage * width * height) continue;
    const own = new Set(cells);
    const all = [...own, ...between(own, box, across)];
    const ground = all.map((cell) => groundOf(picture, cell, size, across));
    const letters = lettersIn(picture, all, ground, size, across);
    if (letters < leastLetters || letters > mostLetters) continue;
    turned ??= Uint8Array.from(data);
    for (const [at, cell] of all.entries())
      for (const pixel of pixelsOf(cell, size, across, width, height)) {
        const light = Math.max(0, data[pixel]! - ground[at]!);
        turned[pixel] = 255 - Math.min(255, (light * 255) / (255 - ground[at]!));
      }
  }
  return turned ? { data: turned, width, height } : picture;
}

function* pixelsOf(cell: number, size: number, across: number, width: number, height: number): Generator<number> {
  const [left, top] = [(cell % across) * size, Math.floor(cell / across) * size];
  for (let y = top; y < Math.min(height, top + size); y++) for (let x = left; x < Math.min(width, left + size); x++) yield y * width + x;
}

function filledCells({ data, width, height }: GreyPicture, size: number, across: number, down: number): Uint8Array {
  const dark = new Uint32Array(across * down);
  const cellOf = Uint32Array.from({ length: width }, (_, x) => Math.floor(x / size));
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / size) * across;
    for (let x = 0; x < width; x++) if (data[y * width + x]! < darkestLight) dark[row + cellOf[x]!]! += 1;
  }
  return Uint8Array.from(dark, (count) => (count >= filledShare * size * size ? 1 : 0));
}

/** The filled cells that touch one another, marked 2 as they are found. */
function areaFrom(start: number, filled: Uint8Array, across: number, down: number): number[] {
  const cells = [start];
  filled[start] = 2;
  for (let next = 0; next < cells.length; next++) {
    const [u, v] = [cells[next]! % across, Math.floor(cells[next]! / across)];
    for (const [x, y] of [
      [u - 1, v],
      [u + 1, v],
      [u, v - 1],
      [u, v + 1],
    ] as const) {
      if (x < 0 || y < 0 || x >= across || y >= down || filled[y * across + x] !== 1) continue;
      filled[y * across + x] = 2;
      cells.push(y * across + x);
    }
  }
  return cells;
}

type CellBox = { left: number; top: number; right: number; bottom: number };

const boxOf = (cells: readonly number[], across: number): CellBox =>
  cells.reduce(
    (box, cell) => ({
      left: Math.min(box.left, cell % across),
      top: Math.min(box.top, Math.floor(cell / across)),
      right: Math.max(box.right, cell % across),
      bottom: Math.max(box.bottom, Math.floor(cell / across)),
    }),
    { left: across, top: Number.POSITIVE_INFINITY, right: 0, bottom: 0 },
  );

/** Cells that a broad letter takes: inside the area, with filled ones round them. */
function between(own: ReadonlySet<number>, { left, top, right, bottom }: CellBox, across: number): number[] {
  const cells: number[] = [];
  for (let v = top; v <= bottom; v++)
    for (let u = left; u <= right; u++) {
      const cell = v * across + u;
      if (own.has(cell)) continue;
      const near = [
        cell - across - 1,
        cell - across,
        cell - across + 1,
        cell - 1,
        cell + 1,
        cell + across - 1,
        cell + across,
        cell + across + 1,
      ];
      if (near.filter((each) => own.has(each)).length >= leastNeighbours) cells.push(cell);
    }
  return cells;
}

/** The usual brightness of what letters stand on in a cell. */
function groundOf({ data, width, height }: GreyPicture, cell: number, size: number, across: number): number {
  let [sum, count] = [0, 0];
  for (const pixel of pixelsOf(cell, size, across, width, height))
    if (data[pixel]! < darkestLight) {
      sum += data[pixel]!;
      count++;
    }
  return count === 0 ? darkestLight : sum / count;
}

function lettersIn(
  { data, width, height }: GreyPicture,
  cells: readonly number[],
  ground: readonly number[],
  size: number,
  across: number,
): number {
  let [light, all] = [0, 0];
  for (const [at, cell] of cells.entries())
    for (const pixel of pixelsOf(cell, size, across, width, height)) {
      all++;
      if (data[pixel]! > ground[at]! + letterStep) light++;
    }
  return light / all;
}
