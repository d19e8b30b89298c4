import type { RecognisedWord } from './ocr-tsv.ts';
import type { PlacedWord } from './page-lines.ts';

/** A recognised word on its page: its middle where that lies there, its size by how much larger the picture was that it was read from. */
export function placedAt({ x, y }: { x: number; y: number }, word: RecognisedWord, scale: number): PlacedWord {
  const halfWidth = (word.right - word.left) / 2 / scale;
  const halfHeight = (word.bottom - word.top) / 2 / scale;
  return {
    text: word.text,
    left: x - halfWidth,
    right: x + halfWidth,
    top: y - halfHeight,
    bottom: y + halfHeight,
    confidence: word.confidence,
    size: 2 * halfHeight,
    bold: false,
  };
}
