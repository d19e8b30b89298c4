import { type GreyPicture, inkOf } from './grey-picture.ts';

/** Enough letters for a steady middle value. */
const enoughPixels = 3_000_000;

/** The usual height of the letters in pixels (between small letters and capitals); null where there is hardly any print. */
export function letterHeightOf(picture: GreyPicture): number | null {
  const { data, width, height } = middleOf(picture);
  const ink = inkOf({ data, width, height }, 41);
  const parents = new Int32Array(width * height).fill(-1);
  const find = (at: number): number => {
    let root = at;
    while (parents[root]! !== root) root = parents[root]!;
    for (let step = at; parents[step]! !== root; ) {
      const next = parents[step]!;
      parents[step] = root;
      step = next;
    }
    return root;
  };
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if (!ink[at]) continue;
      parents[at] = at;
      for (const near of [
        x > 0 ? at - 1 : -1,
        y > 0 ? at - width : -1,
        x > 0 && y > 0 ? at - width - 1 : -1,
        x < width - 1 && y > 0 ? at - width + 1 : -1,
      ])
        if (near >= 0 && ink[near]) parents[find(near)] = find(at);
    }
  const shapes = new Map<number, { left: number; right: number; top: number; bottom: number }>();
  for (let at = 0; at < ink.length; at++) {
    if (!ink[at]) continue;
    const root = find(at);
    const x = at % width;
    const y = (at - x) / width;
    const shape = shapes.get(root);
    if (!shape) shapes.set(root, { left: x, right: x, top: y, bottom: y });
    else {
      if (x < shape.left) shape.left = x;
      if (x > shape.right) shape.right = x;
      if (y > shape.bottom) shape.bottom = y;
    }
  }
  const heights = [...shapes.values()]
    .map(({ left, right, top, bottom }) => ({ across: right - left + 1, down: bottom - top + 1 }))
    // Dots, grain and rules are no letters.
    .filter(({ across, down }) => down >= 5 && down <= 160 && across >= 2 && across < down * 3 && down < across * 8)
    .map(({ down }) => down)
    .sort((a, b) => a - b);
  return heights.length < 30 ? null : heights[heights.length >> 1]!;
}

/** The middle band of a large picture stands for all of it. */
function middleOf({ data, width, height }: GreyPicture): GreyPicture {
  const rows = Math.min(height, Math.max(64, Math.floor(enoughPixels / width)));
  const first = Math.floor((height - rows) / 2);
  return { data: data.subarray(first * width, (first + rows) * width), width, height: rows };
}
