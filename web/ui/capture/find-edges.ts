import { areaOf, type Quad } from './quad.ts';

export type Pixels = { data: Uint8ClampedArray; width: number; height: number };

/** A sheet fills at least so much of the picture, else it is a stain. */
const leastArea = 0.12;
/** Paper and table differ at least so much in mean brightness (of 255). */
const leastContrast = 40;
/** How much of its corners' quadrangle is paper; less is no sheet but a shape of something else. */
const leastFill = 0.8;

/**
 * Proposes the corners of the sheet on a small picture (RGBA, about 160 pixels wide): the largest bright patch and its
 * outermost points towards the four corners. Null when there is nothing like a sheet; a person then moves the corners.
 */
export function findEdges({ data, width, height }: Pixels): Quad | null {
  const grey = new Uint8Array(width * height);
  for (let index = 0; index < grey.length; index++)
    grey[index] = (data[index * 4]! * 299 + data[index * 4 + 1]! * 587 + data[index * 4 + 2]! * 114) / 1000;
  const { threshold, contrast } = otsu(grey);
  if (contrast < leastContrast) return null;
  const patch = largestPatch(grey, width, height, threshold);
  if (patch.length < leastArea * grey.length) return null;
  const at = (score: (x: number, y: number) => number) => {
    let best = patch[0]!;
    let most = Number.NEGATIVE_INFINITY;
    for (const index of patch) {
      const value = score(index % width, Math.floor(index / width));
      if (value > most) [most, best] = [value, index];
    }
    return { x: ((best % width) + 0.5) / width, y: (Math.floor(best / width) + 0.5) / height };
  };
  const quad: Quad = [at((x, y) => -x - y), at((x, y) => x - y), at((x, y) => x + y), at((x, y) => y - x)];
  const area = areaOf(quad);
  if (area < leastArea || patch.length / grey.length / area < leastFill) return null;
  return quad;
}

/** The brightness that parts a picture's two kinds of pixels best (Otsu 1979). */
function otsu(grey: Uint8Array): { threshold: number; contrast: number } {
  const counts = new Array<number>(256).fill(0);
  for (const value of grey) counts[value] = counts[value]! + 1;
  const total = counts.reduce((sum, count, value) => sum + count * value, 0);
  let [below, sumBelow, best, threshold, contrast] = [0, 0, 0, 127, 0];
  for (let value = 0; value < 255; value++) {
    below += counts[value]!;
    sumBelow += counts[value]! * value;
    const above = grey.length - below;
    if (below === 0 || above === 0) continue;
    const apart = (total - sumBelow) / above - sumBelow / below;
    const between = below * above * apart ** 2;
    if (between > best) [best, threshold, contrast] = [between, value, apart];
  }
  return { threshold, contrast };
}

function largestPatch(grey: Uint8Array, width: number, height: number, threshold: number): number[] {
  const isSeen = new Uint8Array(grey.length);
  let largest: number[] = [];
  for (let start = 0; start < grey.length; start++) {
    if (isSeen[start] || grey[start]! <= threshold) continue;
    isSeen[start] = 1;
    const patch = [start];
    for (const index of patch) {
      const x = index % width;
      const y = Math.floor(index / width);
      for (const next of [
        x > 0 ? index - 1 : -1,
        x < width - 1 ? index + 1 : -1,
        y > 0 ? index - width : -1,
        y < height - 1 ? index + width : -1,
      ]) {
        if (next < 0 || isSeen[next] || grey[next]! <= threshold) continue;
        isSeen[next] = 1;
        patch.push(next);
      }
    }
    if (patch.length > largest.length) largest = patch;
  }
  return largest;
}
