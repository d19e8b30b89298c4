/** A point in fractions of the picture. */
export type Point = { x: number; y: number };
/** The corners of a sheet: top left, top right, bottom right, bottom left. */
export type Quad = readonly [Point, Point, Point, Point];

/** Nearly the whole picture: where no sheet is found, a person moves the corners from here. */
export const wholePicture: Quad = [
  { x: 0.04, y: 0.04 },
  { x: 0.96, y: 0.04 },
  { x: 0.96, y: 0.96 },
  { x: 0.04, y: 0.96 },
];

/** By the shoelace formula, in fractions of the picture. */
export const areaOf = (quad: Quad): number =>
  Math.abs(
    quad.reduce((sum, { x, y }, index) => {
      const next = quad[(index + 1) % 4]!;
      return sum + x * next.y - next.x * y;
    }, 0),
  ) / 2;
