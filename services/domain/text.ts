/** Letters that NFD does not take apart, and the Latin-1 look-alikes of ő and ű (AC-047). */
const stubborn: Readonly<Record<string, string>> = { ß: 'ss', ł: 'l', đ: 'd', ø: 'o', æ: 'ae', œ: 'oe', ı: 'i' };

const isPlain = /^[ -~]*$/;

/** Lower case without accents: how labels and names are compared (AC-047). Keeps the length of every Hungarian text. */
export function folded(text: string): string {
  // Figures and most words: nothing to take apart, and this is asked of every word of a page many times over.
  if (isPlain.test(text)) return text.toLowerCase();
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[ßłđøæœı]/g, (letter) => stubborn[letter] ?? letter);
}

/** Trimmed, every run of white space one plain space. */
export const tidy = (text: string): string => text.replace(/\s+/gu, ' ').trim();
