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
  // Empty columns stand on both sides, so that the window may hang over.
  const columns = new Int32Array(width + before + half);
  const across = Int32Array.from({ length: width }, (_, x) => Math.min(width - 1, x + half) - Math.max(0, x - half) + 1);
  for (let y = -half; y < height; y++) {
    const entering = y + half;
    const leaving = y - half - 1;
    if (entering < height) for (let x = 0, at = entering * width; x < width; x++) columns[x + before]! += data[at + x]!;
    if (leaving >= 0) for (let x = 0, at = leaving * width; x < width; x++) columns[x + before]! -= data[at + x]!;
    if (y < 0) continue;
    const rows = Math.min(height - 1, y + half) - Math.max(0, y - half) + 1;
    let sum = 0;
    for (let x = 0; x < before + half; x++) sum += columns[x]!;
    for (let x = 0, at = y * width; x < width; x++, at++) {
      sum += columns[x + before + half]! - columns[x]!;
      // A fifth darker than its surroundings: paper's grain and JPEG's noise stay below (measured on grey scans).
      if (data[at]! * rows * across[x]! < sum * 0.82) ink[at] = 1;
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
      for (let dy = 0; dy < factor; dy++) {
        const row = (y * factor + dy) * width + x * factor;
        for (let dx = 0; dx < factor; dx++) sum += data[row + dx]!;
      }
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
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const to =
        turn === 90
          ? x * newWidth + (height - 1 - y)
          : turn === 180
            ? (height - 1 - y) * newWidth + (width - 1 - x)
            : (width - 1 - x) * newWidth + y;
      turned[to] = data[y * width + x]!;
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
      for (let y = v * cell; y < Math.min(height, (v + 1) * cell); y++)
        for (let x = u * cell; x < Math.min(width, (u + 1) * cell); x++) {
          histogram[data[y * width + x]! >> 3]! += 1;
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
  const even = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    const v = Math.min(down - 1, Math.max(0, y / cell - 0.5));
    const v0 = Math.floor(v);
    const dv = v - v0;
    const upper = paper.subarray(v0 * across);
    const lower = paper.subarray(Math.min(down - 1, v0 + 1) * across);
    const row = y * width;
    for (let u = 0; u < across; u++) {
      const end = Math.min(width, (u + 1) * cell);
      if (isOutside[Math.floor(y / cell) * across + u]) {
        even.fill(255, row + u * cell, row + end);
        continue;
      }
      for (let x = u * cell; x < end; x++) {
        const u0 = first[x]!;
        const u1 = Math.min(across - 1, u0 + 1);
        const du = share[x]!;
        const top = upper[u0]! * (1 - du) + upper[u1]! * du;
        const bottom = lower[u0]! * (1 - du) + lower[u1]! * du;
        const ground = Math.max(64, top * (1 - dv) + bottom * dv);
        even[row + x] = Math.min(255, (data[row + x]! * 250) / ground);
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
  return { ...picture, data: picture.data.map((value) => Math.max(0, 255 - (255 - value) * factor)) };
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

/** As a portable grey map, which Leptonica reads without unpacking. */
export function asPgm({ data, width, height }: GreyPicture): Uint8Array {
  const head = Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1');
  const pgm = new Uint8Array(head.length + data.length);
  pgm.set(head);
  pgm.set(data, head.length);
  return pgm;
}
