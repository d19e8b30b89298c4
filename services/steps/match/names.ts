import { folded } from '#services/domain/text.ts';

/** Names that agree at least this much belong to one partner (H-106). */
export const nameAgrees = 0.8;

/** Company forms say nothing of who it is; longest first, so that whole phrases go before their words. */
const companyForms =
  /\b(?:korlatolt felelossegu tarsasag|zartkoruen mukodo reszvenytarsasag|nyilvanosan mukodo reszvenytarsasag|beteti tarsasag|kozkereseti tarsasag|egyeni vallalkozo|szovetkezet|alapitvany|reszvenytarsasag|kft|zrt|nyrt|bt|kkt|rt|ev|e v|gmbh|s r o|sro|s r l|srl|ltd|llc|ag|inc|sa|bv)\b/g;

/** The words of a name that tell it from others, sorted; `?` stands for a letter that a bank lost. */
export function nameWords(name: string): string[] {
  const plain = folded(name).replace(/[^a-z0-9?]+/g, ' ');
  const bare = plain.replace(companyForms, ' ').trim();
  return [...new Set((bare || plain.trim()).split(/\s+/).filter((word) => word !== ''))].sort();
}

function lettersAgree(one: string, other: string): boolean {
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at] && one[at] !== '?' && other[at] !== '?') return false;
  return true;
}

/** Equal, equal but for lost letters, or cut short by the bank's field. */
function wordsAgree(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length < long.length && short.length < 3) return false;
  return lettersAgree(short, long);
}

/** 0..1: the share of letters in words that both names have, whatever their order. */
export function nameSimilarity(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return 0;
  const left = [...other];
  let agreeing = 0;
  let cut = 0;
  for (const word of one) {
    const at = left.findIndex((each) => wordsAgree(word, each));
    if (at < 0) continue;
    const length = Math.max(word.length, left[at]!.length);
    if (word.length !== left[at]!.length) cut++;
    agreeing += length;
    left.splice(at, 1);
  }
  const lettersOf = (words: readonly string[]) => words.reduce((sum, word) => sum + word.length, 0);
  // One word may be cut by the field's length; two cut words are two names that begin alike.
  if (cut > 1) return 0;
  const share = (2 * agreeing) / (lettersOf(one) + lettersOf(other));
  const isContained = agreeing >= 6 && agreeing >= Math.min(lettersOf(one), lettersOf(other)) && Math.min(one.length, other.length) >= 2;
  return Math.min(1, isContained ? Math.max(share, 0.85) : share);
}
