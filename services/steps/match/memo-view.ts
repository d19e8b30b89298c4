/** A stretch of digits or of letters in a text. */
export type Run = { isDigits: boolean; text: string; from: number; to: number };

/** A memo (or a document's number) prepared for comparing. `text` is upper case without accents, letter for letter as long as the original. */
export type TextView = {
  original: string;
  text: string;
  runs: Run[];
  /** Letters and digits only, and where each stood. */
  compact: string;
  compactAt: number[];
};

const foldedLetters = new Map<string, string>();

function foldedLetter(letter: string): string {
  let known = foldedLetters.get(letter);
  if (known === undefined) {
    const upper = letter.normalize('NFD').charAt(0).toUpperCase();
    known = upper.length === 1 ? upper : letter;
    foldedLetters.set(letter, known);
  }
  return known;
}

/** Upper case, without accents; offsets stay those of the original, so that evidence can be shown in it. */
export const upperFolded = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, foldedLetter).replace(/[a-z]+/g, (letters) => letters.toUpperCase());

export function viewOf(original: string): TextView {
  const text = upperFolded(original);
  const runs: Run[] = [];
  for (const match of text.matchAll(/[0-9]+|[A-Z]+/g)) {
    runs.push({ isDigits: match[0] <= '9~', text: match[0], from: match.index, to: match.index + match[0].length });
  }
  const compactAt: number[] = [];
  for (const run of runs) for (let at = run.from; at < run.to; at++) compactAt.push(at);
  return { original, text, runs, compact: runs.map((run) => run.text).join(''), compactAt };
}

export const isDigit = (letter: string | undefined): boolean => letter !== undefined && letter >= '0' && letter <= '9';
export const isLetter = (letter: string | undefined): boolean => letter !== undefined && letter >= 'A' && letter <= 'Z';
