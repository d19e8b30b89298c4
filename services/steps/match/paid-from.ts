import type { MatchMemory } from '#services/domain/matching.ts';
import { accountKey, type ItemIndex } from './item-index.ts';
import type { Proposal } from './proposal.ts';

/** More payers of one account than this tell nobody apart. */
const mostPartners = 2;

/**
 * Notes in the index whose documents the accounts of settled lines paid: of this run, and before it. Only suggestions ask for it, so
 * what is settled does not depend on what else lies in the same file.
 */
export function notePaidFrom(index: ItemIndex, settled: Iterable<Proposal>, before: MatchMemory['paid'] = []): void {
  const times = new Map<string, Map<string, number>>();
  const count = (account: string, partner: string, more: number) => {
    const key = accountKey(account);
    const partners = times.get(key) ?? new Map<string, number>();
    times.set(key, partners.set(partner, (partners.get(partner) ?? 0) + more));
  };
  for (const { account, partner, times: more } of before) count(account, partner, more);
  for (const { line, rule, parts } of settled) {
    const [first] = parts;
    if (rule === 'report' || !first || !line.counterpartyAccount?.trim()) continue;
    if (parts.every(({ entry }) => entry.partner === first.entry.partner)) count(line.counterpartyAccount, first.entry.partner.key, 1);
  }
  for (const [account, partners] of times) {
    const known = [...partners].sort(([one, often], [other, more]) => more - often || (one < other ? -1 : 1));
    index.paidFrom.set(
      account,
      known.slice(0, mostPartners).flatMap(([key]) => index.partners.get(key) ?? []),
    );
  }
}
