import { type GreyPicture, inkOf } from './grey-picture.ts';

/** Enough letters for a steady middle value. */
const enoughPixels = 3_000_000;

/** The usual height of the letters in pixels (between small letters and capitals); null where there is hardly any print. */
export function letterHeightOf(picture: GreyPicture): number | null {
  const { data, width, height } = middleOf(picture);
  const heights = shapesOf(inkOf({ data, width, height }, 41), width, height)
    .map(({ left, right, top, bottom }) => ({ across: right - left + 1, down: bottom - top + 1 }))
    // Dots, grain and rules are no letters.
    .filter(({ across, down }) => down >= 5 && down <= 160 && across >= 2 && across < down * 3 && down < across * 8)
    .map(({ down }) => down)
    .sort((a, b) => a - b);
  return heights.length < 30 ? null : heights[heights.length >> 1]!;
}

type Shape = { left: number; right: number; top: number; bottom: number };
/** Ink side by side in one row; `shape` is an index. */
type Run = { from: number; to: number; shape: number };

/** The boxes of what hangs together in ink: each row's runs, joined with those they touch in the row above, corners too. */
function shapesOf(ink: Uint8Array, width: number, height: number): Shape[] {
  const shapes: Shape[] = [];
  const parents: number[] = [];
  const rootOf = (shape: number): number => {
    let root = shape;
    while (parents[root]! !== root) root = parents[root]!;
    parents[shape] = root;
    return root;
  };
  let above: Run[] = [];
  for (let y = 0; y < height; y++) {
    const runs: Run[] = [];
    let next = 0;
    for (let x = 0; x < width; x++) {
      if (!ink[y * width + x]) continue;
      const from = x;
      while (x + 1 < width && ink[y * width + x + 1]) x++;
      let shape = -1;
      while (next < above.length && above[next]!.to < from - 1) next++;
      for (let at = next; at < above.length && above[at]!.from <= x + 1; at++) {
        const other = rootOf(above[at]!.shape);
        if (shape === -1) shape = other;
        else if (other !== shape) {
          widen(shapes[shape]!, shapes[other]!);
          parents[other] = shape;
        }
      }
      const own = { left: from, right: x, top: y, bottom: y };
      if (shape === -1) {
        shape = shapes.push(own) - 1;
        parents.push(shape);
      } else widen(shapes[shape]!, own);
      runs.push({ from, to: x, shape });
    }
    above = runs;
  }
  return shapes.filter((_, shape) => parents[shape] === shape);
}

function widen(shape: Shape, by: Shape): void {
  shape.left = Math.min(shape.left, by.left);
  shape.right = Math.max(shape.right, by.right);
  shape.top = Math.min(shape.top, by.top);
  shape.bottom = Math.max(shape.bottom, by.bottom);
}

/** The middle band of a large picture stands for all of it. */
function middleOf({ data, width, height }: GreyPicture): GreyPicture {
  const rows = Math.min(height, Math.max(64, Math.floor(enoughPixels / width)));
  const first = Math.floor((height - rows) / 2);
  return { data: data.subarray(first * width, (first + rows) * width), width, height: rows };
}
