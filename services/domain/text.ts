/** Letters that NFD does not take apart, and the Latin-1 look-alikes of ő and ű (AC-047). */
const stubborn: Readonly<Record<string, string>> = { ß: 'ss', ł: 'l', đ: 'd', ø: 'o', æ: 'ae', œ: 'oe', ı: 'i' };

const isPlain = /^[ -~]*$/;

/** Lower case without accents: how labels and names are compared (AC-047). Keeps the length of every Hungarian text. */
export function folded(text: string): string {
  // Asked of every word of a page many times over: figures and most words have nothing to take apart.
  return isPlain.test(text) ? text.toLowerCase() : text.replace(/[^ -~]/gu, letterFolded).toLowerCase();
}

const letters = new Map<string, string>();

function letterFolded(letter: string): string {
  let known = letters.get(letter);
  if (known === undefined) {
    const bare = letter
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .toLowerCase();
    known = stubborn[bare] ?? bare;
    letters.set(letter, known);
  }
  return known;
}

/** Trimmed, every run of white space one plain space. */
export const tidy = (text: string): string => text.replace(/\s+/gu, ' ').trim();
