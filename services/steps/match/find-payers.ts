import { normalAccount } from '#services/domain/bank-account.ts';
import type { Evidence, MatchLine } from '#services/domain/matching.ts';
import { accountKey, type ItemIndex, type PartnerEntry } from './item-index.ts';
import type { TextView } from './memo-view.ts';
import { nameAgrees, nameSimilarity, nameWords } from './names.ts';

/** A partner who seems to have paid, and what says so; `earlier`: the account is nobody's by the records, but paid this partner's documents. */
export type Payer = { partner: PartnerEntry; by: 'account' | 'earlier' | 'name'; evidence: Evidence };

/** Words that more partners share tell nobody apart. */
const commonWord = 100;

/** The partners a line may come from: by account (only when one partner has it), else by the name beside it or in the memo. */
export function findPayers(line: MatchLine, memo: TextView, index: ItemIndex): Payer[] {
  const payers: Payer[] = [];
  for (const { account, span } of accountsOf(line, memo)) {
    const keys = index.byAccount.get(account);
    const partner = keys?.size === 1 ? index.partners.get([...keys][0]!) : undefined;
    if (partner && !payers.some((each) => each.partner === partner)) {
      payers.push({ partner, by: 'account', evidence: { kind: 'account', text: account, span } });
    }
  }
  if (payers.length === 0) {
    for (const { account, span } of accountsOf(line, memo))
      for (const partner of index.paidFrom.get(account) ?? [])
        payers.push({ partner, by: 'earlier', evidence: { kind: 'account-earlier', text: account, span } });
  }
  for (const partner of partnersNamed(line.counterpartyName, index)) {
    if (payers.some((each) => each.partner === partner)) continue;
    payers.push({ partner, by: 'name', evidence: { kind: 'name', text: line.counterpartyName ?? '', span: null } });
  }
  return payers.length > 0 ? payers : payersInMemo(memo, index);
}

/** Whether a partner is the payer, also by a name too common to be looked up. */
export function payerOf(payers: readonly Payer[], line: MatchLine, partner: PartnerEntry): Payer | null {
  const known = payers.find((payer) => payer.partner === partner);
  if (known) return known;
  const words = nameWords(line.counterpartyName ?? '');
  if (!partner.names.some((name) => nameSimilarity(words, name) >= nameAgrees)) return null;
  return { partner, by: 'name', evidence: { kind: 'name', text: line.counterpartyName ?? '', span: null } };
}

function accountsOf(line: MatchLine, memo: TextView): { account: string; span: [number, number] | null }[] {
  if (line.counterpartyAccount !== null && line.counterpartyAccount.trim() !== '') {
    return [{ account: accountKey(line.counterpartyAccount), span: null }];
  }
  // Some banks write the counterparty's account in front of the memo.
  return [...memo.text.matchAll(/\b(?:\d{8}-?\d{8}(?:-?\d{8})?|[A-Z]{2}\d{2}[A-Z0-9]{11,30})\b/g)].flatMap((match) => {
    const account = normalAccount(match[0]);
    return account ? [{ account, span: [match.index, match.index + match[0].length] as [number, number] }] : [];
  });
}

function partnersNamed(name: string | null, index: ItemIndex): PartnerEntry[] {
  if (name === null || name.trim() === '') return [];
  const known = index.namesSeen.get(name);
  if (known) return known;
  const words = nameWords(name);
  const lists = words
    .map((word) => index.byNameWord.get(word) ?? [])
    .filter((list) => list.length > 0 && list.length <= commonWord)
    .sort((one, other) => one.length - other.length);
  const partners = [...new Set(lists.slice(0, 3).flat())];
  const alike = partners
    .map((partner) => ({ partner, likeness: Math.max(...partner.names.map((each) => nameSimilarity(words, each))) }))
    .filter(({ likeness }) => likeness >= nameAgrees)
    .sort((one, other) => other.likeness - one.likeness || (one.partner.key < other.partner.key ? -1 : 1))
    .slice(0, 5)
    .map(({ partner }) => partner);
  index.namesSeen.set(name, alike);
  return alike;
}

/** A partner all of whose name stands in the memo (some banks put the payer's name there). */
function payersInMemo(memo: TextView, index: ItemIndex): Payer[] {
  const words = new Set(nameWords(memo.original));
  const found: Payer[] = [];
  for (const word of words) {
    if (word.length < 4) continue;
    const partners = index.byNameWord.get(word) ?? [];
    if (partners.length > commonWord) continue;
    for (const partner of partners) {
      const name = partner.names.find((each) => each.join('').length >= 6 && each.every((part) => words.has(part)));
      if (!name || found.some((payer) => payer.partner === partner)) continue;
      const from = memo.text.toLowerCase().indexOf(word);
      found.push({ partner, by: 'name', evidence: { kind: 'name', text: word, span: from < 0 ? null : [from, from + word.length] } });
    }
  }
  return found;
}
