import { normalAccount } from './bank-account.ts';
import type { BankTransaction } from './statement.ts';
import { folded, tidy } from './text.ts';

type Told = Pick<BankTransaction, 'bookedOn' | 'amount' | 'currency' | 'counterpartyName' | 'counterpartyAccount' | 'memo'>;

const words = (text: string | null): string =>
  folded(tidy(text ?? ''))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Two spellings of one name: files cut them. */
const isSameName = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);

/** How well two tellings go together: null, they cannot be the same booking; the higher, the surer. */
function agreement(one: Told, other: Told): number | null {
  const accounts = [normalAccount(one.counterpartyAccount), normalAccount(other.counterpartyAccount)];
  const names = [words(one.counterpartyName), words(other.counterpartyName)] as const;
  const areAccountsKnown = accounts[0] !== null && accounts[1] !== null;
  if (areAccountsKnown && accounts[0] !== accounts[1]) return null;
  const areNamesKnown = names[0] !== '' && names[1] !== '';
  const isNameSame = areNamesKnown && isSameName(...names);
  if (!areAccountsKnown && areNamesKnown && !isNameSame) return null;
  return (words(one.memo) === words(other.memo) ? 4 : 0) + (areAccountsKnown ? 2 : 0) + (isNameSame ? 1 : 0);
}

/**
 * Which new lines of one source another source has told already (B-065): a bank's file and its interface word the same booking
 * differently, and number it differently. Of the same day, amount and currency each line stands for one of the other's, those that
 * agree best first; what speaks of another payer never. Answers the other's id by the place of the line.
 */
export function toldElsewhere(lines: readonly Told[], others: readonly (Told & { id: string })[]): Map<number, string> {
  const keyOf = ({ bookedOn, amount, currency }: Told) => `${bookedOn} ${amount} ${currency}`;
  const byKey = Map.groupBy(others, keyOf);
  const pairs = lines.flatMap((line, index) =>
    (byKey.get(keyOf(line)) ?? []).flatMap((other) => {
      const score = agreement(line, other);
      return score === null ? [] : [{ index, id: other.id, score }];
    }),
  );
  // Ids break ties, so that the same two sources always pair alike.
  pairs.sort((a, b) => b.score - a.score || a.index - b.index || (a.id < b.id ? -1 : 1));
  const found = new Map<number, string>();
  const taken = new Set<string>();
  for (const { index, id } of pairs)
    if (!found.has(index) && !taken.has(id)) {
      found.set(index, id);
      taken.add(id);
    }
  return found;
}
