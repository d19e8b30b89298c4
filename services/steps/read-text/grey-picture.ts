/** A grey picture, one byte a pixel, rows from the top. 0 is black. */
export type GreyPicture = { data: Uint8Array; width: number; height: number };

/** Paper in deep shadow is brighter than this, cloth and lids mostly darker. */
const darkestPaper = 76;
/** How far below white the pixels of good print lie on average. */
const usualInk = 150;
const strongestDarkening = 3;

/** Ink against its own neighbourhood: what is darker than the paper round it by a clear step. One byte a pixel, 1 is ink. */
export function inkOf({ data, width, height }: GreyPicture, window = 31): Uint8Array {
  const ink = new Uint8Array(width * height);
  const half = window >> 1;
  const before = half + 1;
  // Mean over a window, slid by rows and columns: column sums first, then a running sum along the row.
  // Empty columns stand on both sides and empty rows above and below, so that the window may hang over.
  const columns = new Int32Array(width + before + half);
  const across = Int32Array.from({ length: width }, (_, x) => Math.min(width - 1, x + half) - Math.max(0, x - half) + 1);
  const empty = new Uint8Array(width);
  const rowAt = (y: number) => (y < 0 || y >= height ? empty : data.subarray(y * width, (y + 1) * width));
  for (let y = -half; y < height; y++) {
    const entering = rowAt(y + half);
    const leaving = rowAt(y - half - 1);
    for (let x = 0; x < width; x++) columns[x + before]! += entering[x]! - leaving[x]!;
    if (y < 0) continue;
    const rows = Math.min(height - 1, y + half) - Math.max(0, y - half) + 1;
    let sum = 0;
    for (let x = 0; x < before + half; x++) sum += columns[x]!;
    for (let x = 0, at = y * width; x < width; x++, at++) {
      sum += columns[x + before + half]! - columns[x]!;
      // A fifth darker than its surroundings: paper's grain and JPEG's noise stay below (measured on grey scans).
      if (data[at]! * rows * across[x]! * 50 < sum * 41) ink[at] = 1;
    }
  }
  return ink;
}

/** A smaller copy, each pixel the mean of a square of `factor` × `factor`. */
export function shrink({ data, width, height }: GreyPicture, factor: number): GreyPicture {
  if (factor <= 1) return { data, width, height };
  const smallWidth = Math.floor(width / factor);
  const smallHeight = Math.floor(height / factor);
  const small = new Uint8Array(smallWidth * smallHeight);
  const area = factor * factor;
  for (let y = 0; y < smallHeight; y++)
    for (let x = 0; x < smallWidth; x++) {
      let sum = 0;
      for (let row = y * factor * width + x * factor, end = row + factor * width; row < end; row += width)
        for (let at = row; at < row + factor; at++) sum += data[at]!;
      small[y * smallWidth + x] = sum / area;
    }
  return { data: small, width: smallWidth, height: smallHeight };
}

/** Turns by quarters, clockwise. */
export function quarterTurned(picture: GreyPicture, degrees: number): GreyPicture {
  const { data, width, height } = picture;
  const turn = ((degrees % 360) + 360) % 360;
  if (turn === 0) return picture;
  const turned = new Uint8Array(data.length);
  const isSideways = turn !== 180;
  const newWidth = isSideways ? height : width;
  // Where a row's first pixel goes, and how far apart its pixels then lie.
  const step = turn === 90 ? newWidth : turn === 180 ? -1 : -newWidth;
  for (let y = 0; y < height; y++) {
    let to = turn === 90 ? height - 1 - y : turn === 180 ? (height - y) * width - 1 : (width - 1) * newWidth + y;
    for (let at = y * width; at < (y + 1) * width; at++, to += step) turned[to] = data[at]!;
  }
  return { data: turned, width: newWidth, height: isSideways ? width : height };
}

/**
 * Makes the paper white everywhere: each pixel is divided by the brightness of the paper round it, so that shadows and
 * a lamp's glow go. Large dark areas (a coloured table head) keep their contrast: only what is paper is lifted.
 */
export function evenPaper(picture: GreyPicture): GreyPicture {
  const { data, width, height } = picture;
  const cell = Math.max(8, Math.round(Math.max(width, height) / 100));
  const across = Math.ceil(width / cell);
  const down = Math.ceil(height / cell);
  const bright = new Float32Array(across * down);
  for (let v = 0; v < down; v++)
    for (let u = 0; u < across; u++) {
      const histogram = new Uint32Array(32);
      let count = 0;
      const [right, bottom] = [Math.min(width, (u + 1) * cell), Math.min(height, (v + 1) * cell)];
      for (let y = v * cell; y < bottom; y++)
        for (let at = y * width + u * cell; at < y * width + right; at++) {
          histogram[data[at]! >> 3]! += 1;
          count++;
        }
      let above = 0;
      let level = 31;
      // The brightest fifth of a cell is paper, if the cell has any.
      for (; level > 0; level--) {
        above += histogram[level]!;
        if (above >= count * 0.2) break;
      }
      bright[v * across + u] = level * 8 + 4;
    }
  const around = widest(bright, across, down);
  const isOutside = outsideOf(around, across, down);
  const paper = smoothed(smoothed(around, across, down), across, down);
  // Where each column lies between the middles of two cells.
  const between = Float64Array.from({ length: width }, (_, x) => Math.min(across - 1, Math.max(0, x / cell - 0.5)));
  const first = Uint16Array.from(between, Math.floor);
  const share = between.map((u, x) => u - first[x]!);
  // The paper's brightness along a row; one more than there are cells: beyond the last middle it is as there.
  const ground = new Float64Array(across + 1);
  const even = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    const v = Math.min(down - 1, Math.max(0, y / cell - 0.5));
    const v0 = Math.floor(v);
    const dv = v - v0;
    const upper = v0 * across;
    const lower = Math.min(down - 1, v0 + 1) * across;
    for (let u = 0; u <= across; u++) {
      const at = Math.min(across - 1, u);
      ground[u] = paper[upper + at]! * (1 - dv) + paper[lower + at]! * dv;
    }
    const row = y * width;
    for (let u = 0; u < across; u++) {
      const end = Math.min(width, (u + 1) * cell);
      if (isOutside[Math.floor(y / cell) * across + u]) {
        even.fill(255, row + u * cell, row + end);
        continue;
      }
      for (let x = u * cell; x < end; x++) {
        const left = ground[first[x]!]!;
        const here = left + (ground[first[x]! + 1]! - left) * share[x]!;
        even[row + x] = Math.min(255, (data[row + x]! * 250) / Math.max(64, here));
      }
    }
  }
  return { data: even, width, height };
}

/**
 * Dark cells that hang together with the picture's edge: a lid, a table, what a torn corner shows. Left black they would
 * set the threshold of the whole page and faint print would count as paper.
 */
function outsideOf(bright: Float32Array, across: number, down: number): Uint8Array {
  const outside = new Uint8Array(bright.length);
  const edge: number[] = [];
  const visit = (u: number, v: number) => {
    const at = v * across + u;
    if (u < 0 || v < 0 || u >= across || v >= down || outside[at] || bright[at]! >= darkestPaper) return;
    outside[at] = 1;
    edge.push(at);
  };
  for (let u = 0; u < across; u++) for (const v of [0, down - 1]) visit(u, v);
  for (let v = 0; v < down; v++) for (const u of [0, across - 1]) visit(u, v);
  for (let at = edge.pop(); at !== undefined; at = edge.pop()) {
    const u = at % across;
    const v = Math.floor(at / across);
    visit(u - 1, v);
    visit(u + 1, v);
    visit(u, v - 1);
    visit(u, v + 1);
  }
  return outside;
}

/** Faint print made as dark as print should be; what is dark enough stays as it is. Paper is near white already. */
export function darkened(picture: GreyPicture): GreyPicture {
  const ink = inkOf(picture);
  let sum = 0;
  let count = 0;
  for (let at = 0; at < ink.length; at++)
    if (ink[at]) {
      sum += 255 - picture.data[at]!;
      count++;
    }
  const factor = count === 0 ? 1 : Math.min(strongestDarkening, usualInk / (sum / count));
  if (factor < 1.1) return picture;
  const darker = Uint8Array.from({ length: 256 }, (_, value) => Math.max(0, 255 - (255 - value) * factor));
  const data = new Uint8Array(picture.data.length);
  for (let at = 0; at < data.length; at++) data[at] = darker[picture.data[at]!]!;
  return { ...picture, data };
}

/** The brightest of each cell's neighbourhood: letters and rules never count as paper. */
function widest(values: Float32Array, across: number, down: number): Float32Array {
  return around(values, across, down, (near) => Math.max(...near));
}

function smoothed(values: Float32Array, across: number, down: number): Float32Array {
  return around(values, across, down, (near) => near.reduce((sum, value) => sum + value, 0) / near.length);
}

function around(values: Float32Array, across: number, down: number, join: (near: number[]) => number): Float32Array {
  return values.map((_, at) => {
    const u = at % across;
    const v = Math.floor(at / across);
    const near: number[] = [];
    for (let y = Math.max(0, v - 1); y <= Math.min(down - 1, v + 1); y++)
      for (let x = Math.max(0, u - 1); x <= Math.min(across - 1, u + 1); x++) near.push(values[y * across + x]!);
    return join(near);
  });
}

/**
 * As Leptonica keeps a picture itself, so that it only copies it: seven words of head, then rows of whole words, four
 * pixels each, the first the highest byte (`spix`, Leptonica's `pixSerializeToMemory`). A PGM it reads byte by byte.
 */
export function asSpix({ data, width, height }: GreyPicture): Uint8Array {
  const words = Math.ceil(width / 4);
  const spix = Buffer.alloc(28 + 4 * words * height);
  spix.write('spix', 'latin1');
  for (const [at, value] of [width, height, 8, words, 0, 4 * words * height].entries()) spix.writeUInt32LE(value, 4 * (at + 1));
  const pixels = spix.subarray(28);
  for (let y = 0; y < height; y++) pixels.set(data.subarray(y * width, (y + 1) * width), 4 * words * y);
  pixels.swap32();
  return spix;
}
