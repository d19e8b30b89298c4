export type RecognisedWord = { text: string; left: number; top: number; right: number; bottom: number; confidence: number };

/** Column 1 of tesseract's table: 5 is a word; the rest are pages, blocks, paragraphs and lines. */
const wordLevel = '5';

/** Words of tesseract's TSV output, whose columns are level, page, block, paragraph, line, word, left, top, width, height, conf, text. */
export function wordsOfTsv(tsv: string): RecognisedWord[] {
  return tsv.split('\n').flatMap((row) => {
    const [level, , , , , , left, top, width, height, confidence, text = ''] = row.split('\t');
    if (level !== wordLevel || text.trim() === '') return [];
    return [
      {
        text: text.trim(),
        left: Number(left),
        top: Number(top),
        right: Number(left) + Number(width),
        bottom: Number(top) + Number(height),
        confidence: Math.min(1, Math.max(0, Number(confidence) / 100)),
      },
    ];
  });
}
