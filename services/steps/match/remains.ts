import type { Entry, PartnerEntry } from './item-index.ts';
import type { TextView } from './memo-view.ts';
import { runningNumberOf } from './repair-number.ts';

/** A partner's items by their running number, whole and with one letter left out; `lengths`: how long running numbers are. */
type Remains = { byText: ReadonlyMap<string, readonly Entry[]>; lengths: ReadonlySet<number> };

/** Made when a memo is first compared with all items of a partner; it leaves with the index. */
const made = new WeakMap<PartnerEntry, Remains>();

/** Fewer items are looked through one by one faster. */
const fewItems = 24;

/**
 * The items of a partner whose number may stand in the memo with a fault, in due order; the others are not worth comparing. Two
 * running numbers of which one fault made the other are equal once a letter is left out of each, so a lookup finds them.
 */
export function mayBeMeant(memo: TextView, partner: PartnerEntry): readonly Entry[] {
  if (partner.entries.length <= fewItems) return partner.entries;
  const { byText, lengths } = remainsOf(partner);
  const found = new Set<Entry>();
  const look = (text: string) => {
    for (const entry of byText.get(text) ?? []) found.add(entry);
  };
  for (const { isDigits, text } of memo.runs) if (isDigits) look(withoutZeros(text));
  for (const word of wordsOf(memo)) {
    look(word);
    for (const length of lengths) for (const text of lettersLeftOut(word.slice(-length))) look(text);
  }
  return found.size === 0 ? [] : partner.entries.filter((entry) => found.has(entry));
}

function remainsOf(partner: PartnerEntry): Remains {
  const known = made.get(partner) ?? remainsIn(partner.entries);
  made.set(partner, known);
  return known;
}

const withoutZeros = (digits: string): string => digits.replace(/^0+/, '');

/** The letters and digits between spaces. */
function wordsOf(memo: TextView): string[] {
  return memo.text
    .split(/\s+/)
    .map((word) => word.replace(/[^A-Z0-9]/g, ''))
    .filter((word) => /\d/.test(word));
}

/** The text itself, and the text without each of its letters. */
const lettersLeftOut = (text: string): string[] => [text, ...Array.from(text, (_, at) => text.slice(0, at) + text.slice(at + 1))];

function remainsIn(entries: readonly Entry[]): Remains {
  const byText = new Map<string, Entry[]>();
  const lengths = new Set<number>();
  for (const entry of entries) {
    const running = entry.number ? runningNumberOf(entry.number) : '';
    const order = entry.item.orderNumber?.toUpperCase().replace(/[^A-Z0-9]/g, '') ?? '';
    const texts = new Set([
      ...(running === '' ? [] : [withoutZeros(running), ...lettersLeftOut(running)]),
      ...(order.length >= 5 ? [order] : []),
    ]);
    for (const text of texts) {
      const known = byText.get(text);
      if (known) known.push(entry);
      else byText.set(text, [entry]);
    }
    if (running !== '') for (const more of [-1, 0, 1]) lengths.add(running.length + more);
  }
  return { byText, lengths };
}
