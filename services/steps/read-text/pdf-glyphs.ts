import { OPS, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** One printed glyph run of one character (or ligature), in points of the upright page, origin at its top left. */
export type Glyph = {
  text: string;
  /** Where the glyph stands on its base line, and how far it moves the pen. */
  x: number;
  y: number;
  advance: number;
  /** Letter size in points as printed. */
  size: number;
  /** Direction of writing, clockwise: 0 for ordinary text. */
  angleDegrees: number;
  bold: boolean;
  /** The character has no meaning that its font declares (private use, no Unicode). */
  isSoup: boolean;
  /** Nobody sees it: invisible mode, or the colour of what lies under it. */
  isHidden: boolean;
};

type Matrix = [number, number, number, number, number, number];
type Painted = { left: number; top: number; right: number; bottom: number; colour: string };
type FontFacts = { vertical: boolean; bold: boolean; scale: number; isType3: boolean };
type State = {
  matrix: Matrix;
  colour: string;
  font: FontFacts;
  fontSize: number;
  characterSpacing: number;
  wordSpacing: number;
  horizontalScale: number;
  leading: number;
  rise: number;
  mode: number;
};
type PdfjsGlyph = { unicode: string; width: number; isSpace: boolean; vmetric?: [number, number, number] | null };

const identity: Matrix = [1, 0, 0, 1, 0, 0];
/** PDF 32000-1 §9.3.6: neither filled nor stroked. */
const invisibleModes = new Set([3, 7]);
const plainFont: FontFacts = { vertical: false, bold: false, scale: 0.001, isType3: false };
/** What nearly every character is. */
const plain = /^[ -~]$/;
/** Private use, unassigned and control characters: the font's mapping is missing or a riddle. */
const soup = /[\p{Co}\p{Cn}\ufffd]|(?!\s)\p{Cc}/u;

/** Follows the page's drawing orders and gives every character with its exact place, as pdfjs' own text call does not; `fillings` counts painted areas. */
export async function drawnOn(page: PDFPageProxy, toUpright: Matrix): Promise<{ glyphs: Glyph[]; fillings: number }> {
  const { fnArray, argsArray } = await page.getOperatorList();
  const glyphs: Glyph[] = [];
  const painted: Painted[] = [];
  const saved: State[] = [];
  let state: State = {
    matrix: toUpright,
    colour: '#000000',
    font: plainFont,
    fontSize: 0,
    characterSpacing: 0,
    wordSpacing: 0,
    horizontalScale: 1,
    leading: 0,
    rise: 0,
    mode: 0,
  };
  let textMatrix = identity;
  let lineMatrix = identity;
  let path: [number, number, number, number] | null = null;

  const save = () => saved.push({ ...state });
  const restore = () => {
    state = saved.pop() ?? state;
  };
  const moveLine = (x: number, y: number) => {
    lineMatrix = times(lineMatrix, [1, 0, 0, 1, x, y]);
    textMatrix = lineMatrix;
  };

  for (const [at, order] of fnArray.entries()) {
    const args: readonly unknown[] = argsArray[at] ?? [];
    switch (order) {
      case OPS.save:
        save();
        break;
      case OPS.restore:
        restore();
        break;
      case OPS.transform:
        state.matrix = times(state.matrix, matrixOf(args));
        break;
      case OPS.paintFormXObjectBegin:
        save();
        if (args[0]) state.matrix = times(state.matrix, matrixOf(args[0]));
        break;
      case OPS.paintFormXObjectEnd:
        restore();
        break;
      case OPS.beginAnnotation:
        save();
        state.matrix = times(times(toUpright, matrixOf(args[2])), matrixOf(args[3]));
        break;
      case OPS.endAnnotation:
        restore();
        break;
      case OPS.beginText:
        textMatrix = lineMatrix = identity;
        break;
      case OPS.setFont:
        state.font = fontFacts(page, String(args[0]));
        state.fontSize = Number(args[1]);
        break;
      case OPS.setCharSpacing:
        state.characterSpacing = Number(args[0]);
        break;
      case OPS.setWordSpacing:
        state.wordSpacing = Number(args[0]);
        break;
      case OPS.setHScale:
        state.horizontalScale = Number(args[0]) / 100;
        break;
      case OPS.setLeading:
        state.leading = -Number(args[0]);
        break;
      case OPS.setTextRise:
        state.rise = Number(args[0]);
        break;
      case OPS.setTextRenderingMode:
        state.mode = Number(args[0]);
        break;
      case OPS.setTextMatrix:
        textMatrix = lineMatrix = matrixOf(args[0]);
        break;
      case OPS.moveText:
        moveLine(Number(args[0]), Number(args[1]));
        break;
      case OPS.setLeadingMoveText:
        state.leading = Number(args[1]);
        moveLine(Number(args[0]), Number(args[1]));
        break;
      case OPS.nextLine:
        moveLine(0, state.leading);
        break;
      case OPS.showText:
        textMatrix = show(args[0] as (PdfjsGlyph | number)[]);
        break;
      case OPS.setFillRGBColor:
        state.colour = String(args[0]);
        break;
      // A pattern or shading has no one colour: text in it or on it counts as seen.
      case OPS.setFillColorN:
        state.colour = 'pattern';
        break;
      case OPS.setFillTransparent:
        state.colour = 'none';
        break;
      case OPS.constructPath:
        path = args[2] ? boundsOf(args[2]) : null;
        if (path && fillings.has(Number(args[0])) && state.colour !== 'none')
          painted.push({ ...placed(state.matrix, path), colour: state.colour });
        break;
      case OPS.paintImageXObject:
      case OPS.paintInlineImageXObject:
        painted.push({ ...placed(state.matrix, [0, 0, 1, 1]), colour: 'picture' });
        break;
    }
  }
  return { glyphs, fillings: painted.length };

  function show(run: readonly (PdfjsGlyph | number)[]): Matrix {
    const { font, fontSize, horizontalScale, characterSpacing, wordSpacing, rise, mode } = state;
    let matrix = textMatrix;
    for (const piece of run) {
      if (typeof piece === 'number') {
        const shift = (-piece * fontSize) / 1000;
        matrix = times(matrix, font.vertical ? [1, 0, 0, 1, 0, shift] : [1, 0, 0, 1, shift * horizontalScale, 0]);
        continue;
      }
      const spacing = characterSpacing + (piece.isSpace ? wordSpacing : 0);
      const width = font.vertical ? (piece.vmetric?.[0] ?? -1000) : piece.width;
      const step = (width * font.scale * fontSize + spacing) * (font.vertical ? 1 : horizontalScale);
      const up = times(state.matrix, matrix);
      const [e, f] = [up[2] * rise + up[4], up[3] * rise + up[5]];
      const isMirrored = fontSize * horizontalScale < 0;
      const scaleAcross = Math.hypot(up[0], up[1]);
      const scaleUp = Math.hypot(up[2], up[3]);
      const size = Math.abs(fontSize) * scaleUp;
      const inkWidth = Math.abs(width * font.scale * fontSize * horizontalScale) * scaleAcross;
      glyphs.push({
        text: piece.unicode,
        x: e,
        y: f,
        advance: font.vertical ? size : inkWidth,
        size: font.isType3 ? size * font.scale * 1000 : size,
        angleDegrees: Math.round((Math.atan2(isMirrored ? -up[1] : up[1], isMirrored ? -up[0] : up[0]) * 180) / Math.PI),
        bold: font.bold || mode === 2,
        isSoup: piece.unicode === '' || (!plain.test(piece.unicode) && soup.test(piece.unicode)),
        isHidden:
          invisibleModes.has(mode) || state.colour === 'none' || state.colour === groundAt(painted, e + inkWidth / 2, f - size * 0.3),
      });
      matrix = times(matrix, font.vertical ? [1, 0, 0, 1, 0, step] : [1, 0, 0, 1, step, 0]);
    }
    return matrix;
  }
}

const fillings = new Set([OPS.fill, OPS.eoFill, OPS.fillStroke, OPS.eoFillStroke, OPS.closeFillStroke, OPS.closeEOFillStroke]);

/** The colour of the last thing painted under a point; paper is white. */
function groundAt(painted: readonly Painted[], x: number, y: number): string {
  for (let at = painted.length - 1; at >= 0; at--) {
    const { left, top, right, bottom, colour } = painted[at]!;
    if (x >= left && x <= right && y >= top && y <= bottom) return colour;
  }
  return '#ffffff';
}

function fontFacts(page: PDFPageProxy, id: string): FontFacts {
  // pdfjs throws when a broken font never arrived; the text is then read by place alone.
  if (!page.commonObjs.has(id)) return plainFont;
  const font = page.commonObjs.get(id) as {
    name?: string;
    vertical?: boolean;
    isType3Font?: boolean;
    fontMatrix?: readonly number[];
  } | null;
  if (!font) return plainFont;
  return {
    vertical: font.vertical === true,
    bold: /bold|black|heavy|semibold|demi|[-,]bd\b/i.test(font.name ?? ''),
    isType3: font.isType3Font === true,
    scale: Math.abs(font.fontMatrix?.[0] ?? 0.001) || 0.001,
  };
}

function boundsOf(minMax: unknown): [number, number, number, number] {
  const [left = 0, top = 0, right = 0, bottom = 0] = Array.from(minMax as ArrayLike<number>);
  return [left, top, right, bottom];
}

function placed(matrix: Matrix, [left, top, right, bottom]: readonly [number, number, number, number]): Omit<Painted, 'colour'> {
  const corners = [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ].map(([x = 0, y = 0]) => [matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]]);
  const xs = corners.map(([x = 0]) => x);
  const ys = corners.map(([, y = 0]) => y);
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

/** pdfjs hands a matrix as six arguments, an array, a typed array or an object of six keys. */
function matrixOf(value: unknown): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = Object.values((value ?? identity) as ArrayLike<number>).map(Number);
  return [a, b, c, d, e, f];
}

/** The inner matrix is applied first. */
function times(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}
