import { type GreyPicture, inkOf, shrink } from './grey-picture.ts';

/** Scans lie askew by a degree or two, photos by more; beyond this it is another orientation. */
const largestSkewDegrees = 8;

/** How the lines of print lie: degrees by which the page is turned clockwise if they run level, if they run sideways, and which it seems. */
export type Lay = { levelDegrees: number; sidewaysDegrees: number; isSideways: boolean };

export function layOf(picture: GreyPicture): Lay {
  const small = shrink(picture, Math.max(1, Math.round(Math.max(picture.width, picture.height) / 1100)));
  const { xs, ys } = inkPoints(small);
  if (xs.length < 200) return { levelDegrees: 0, sidewaysDegrees: 0, isSideways: false };
  const level = sharpest(xs, ys);
  const upended = sharpest(
    ys,
    xs.map((x) => -x),
  );
  // Lines of print stripe the page across them; columns of figures do so the other way, but mostly less.
  return { levelDegrees: level.degrees, sidewaysDegrees: upended.degrees, isSideways: upended.score > level.score * 1.35 };
}

/** Where ink is, from the middle of the picture: as many of its pixels as tell. */
function inkPoints({ data, width, height }: GreyPicture): { xs: Float32Array; ys: Float32Array } {
  const ink = inkOf({ data, width, height }, 25);
  const margin = 4;
  const all: number[] = [];
  for (let y = margin; y < height - margin; y++)
    for (let at = y * width + margin; at < (y + 1) * width - margin; at++) if (ink[at]) all.push(at);
  const step = Math.max(1, Math.floor(all.length / 15_000));
  const points = all.filter((_, at) => at % step === 0);
  return {
    xs: Float32Array.from(points, (at) => (at % width) - width / 2),
    ys: Float32Array.from(points, (at) => Math.floor(at / width) - height / 2),
  };
}

/** The turn at which the ink falls into the sharpest stripes. */
function sharpest(across: Float32Array, down: Float32Array): { degrees: number; score: number } {
  // The picture is at most some 1 100 pixels a side, turned by little: every stripe lies well within.
  const middle = 1_024;
  const stripes = new Uint32Array(2 * middle);
  const scoreAt = (degrees: number) => {
    const slope = Math.tan((degrees * Math.PI) / 180);
    stripes.fill(0);
    for (let at = 0; at < across.length; at++) stripes[Math.round(down[at]! - across[at]! * slope) + middle]! += 1;
    let score = 0;
    for (let stripe = 1; stripe < stripes.length; stripe++) score += (stripes[stripe]! - stripes[stripe - 1]!) ** 2;
    return score;
  };
  let best = { degrees: 0, score: scoreAt(0) * 1.02 };
  const look = (from: number, to: number, step: number) => {
    for (let degrees = from; degrees <= to + 1e-9; degrees += step) {
      const score = scoreAt(degrees);
      if (score > best.score) best = { degrees, score };
    }
  };
  look(-largestSkewDegrees, largestSkewDegrees, 0.5);
  look(best.degrees - 0.5, best.degrees + 0.5, 0.1);
  return best;
}
