/** Accents and case aside: `pekseg` finds `Pékség`. */
const bare = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

/** Whether every word of what was typed stands in one of the texts. */
export function matches(typed: string, ...texts: readonly string[]): boolean {
  const all = bare(texts.join(' '));
  return bare(typed)
    .split(/\s+/)
    .every((word) => all.includes(word));
}
