import { type GreyPicture, inkOf, shrink } from './grey-picture.ts';

/** Scans lie askew by a degree or two, photos by more; beyond this it is another orientation. */
const largestSkewDegrees = 8;

/** How the lines of print lie: degrees by which the page is turned clockwise if they run level, if they run sideways, and which it seems. */
export type Lay = { levelDegrees: number; sidewaysDegrees: number; isSideways: boolean };

export function layOf(picture: GreyPicture): Lay {
  const small = shrink(picture, Math.max(1, Math.round(Math.max(picture.width, picture.height) / 1100)));
  const points = inkPoints(small);
  if (points.length < 200) return { levelDegrees: 0, sidewaysDegrees: 0, isSideways: false };
  const level = sharpest(points, (x, y) => [x, y]);
  const upended = sharpest(points, (x, y) => [y, -x]);
  // Lines of print stripe the page across them; columns of figures do so the other way, but mostly less.
  return { levelDegrees: level.degrees, sidewaysDegrees: upended.degrees, isSideways: upended.score > level.score * 1.35 };
}

/** Ends of ink from above: the feet of the letters, which a line of print has at one height. */
function inkPoints({ data, width, height }: GreyPicture): { x: number; y: number }[] {
  const ink = inkOf({ data, width, height }, 25);
  const points: { x: number; y: number }[] = [];
  const margin = 4;
  for (let y = margin; y < height - margin; y++)
    for (let x = margin; x < width - margin; x++) {
      if (!ink[y * width + x]) continue;
      points.push({ x: x - width / 2, y: y - height / 2 });
    }
  const step = Math.max(1, Math.floor(points.length / 15_000));
  return step === 1 ? points : points.filter((_, at) => at % step === 0);
}

/** The turn at which the ink falls into the sharpest stripes. */
function sharpest(
  points: readonly { x: number; y: number }[],
  turn: (x: number, y: number) => [number, number],
): { degrees: number; score: number } {
  const across = new Float32Array(points.length);
  const down = new Float32Array(points.length);
  for (const [at, { x, y }] of points.entries()) [across[at], down[at]] = turn(x, y);
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
