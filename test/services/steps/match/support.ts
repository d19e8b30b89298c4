import type { MatchInput, MatchLine, MatchPartner, MatchResult, OpenItem } from '#services/domain/matching.ts';
import { match } from '#services/steps/match/match.ts';

export const zoldfa: MatchPartner = {
  id: 'p1',
  name: 'Zöldfa Faipari Kft.',
  taxNumber: null,
  accounts: ['999000111000000000000017'],
  identifier: null,
};
export const malom: MatchPartner = { id: 'p2', name: 'Malomkő Pékség Bt.', taxNumber: null, accounts: [], identifier: null };

/** An open invoice of 12 700 HUF, receivable, of Zöldfa. */
export const item = (id: string, over: Partial<OpenItem> = {}): OpenItem => ({
  id,
  kind: 'invoice',
  direction: 'receivable',
  number: `E-ABC-2026-${id.replace(/\D/g, '').padStart(4, '0')}`,
  orderNumber: null,
  partner: zoldfa,
  issuedOn: '2026-03-02',
  dueOn: '2026-03-10',
  currency: 'HUF',
  gross: 1_270_000n,
  open: over.gross ?? 1_270_000n,
  ...over,
});

/** 12 700 HUF came in, from nobody known, with nothing said. */
export const line = (id: string, over: Partial<MatchLine> = {}): MatchLine => ({
  id,
  bookedOn: '2026-03-09',
  amount: 1_270_000n,
  currency: 'HUF',
  counterpartyName: null,
  counterpartyAccount: null,
  memo: null,
  reference: null,
  ...over,
});

export const fromZoldfa = { counterpartyAccount: '99900011-10000000-00000017', counterpartyName: 'ZOLDFA FAIPARI KFT' };

export const matched = (
  openItems: OpenItem[],
  transactions: MatchLine[],
  rest: Omit<MatchInput, 'openItems' | 'transactions'> = {},
): MatchResult => match({ openItems, transactions, ...rest });

/** `rule item=amount …` of each settlement: what a reader of a test wants to see. */
export const settledAs = (result: MatchResult): string[] =>
  result.settlements.map(({ rule, allocations }) => [rule, ...allocations.map((each) => `${each.item}=${each.amount}`)].join(' '));

/** The first suggestion of the first line with any, written likewise. */
export const suggestedAs = (result: MatchResult): string[] =>
  (result.suggestions[0]?.candidates ?? []).map(({ rule, allocations }) =>
    [rule, ...allocations.map((each) => `${each.item}=${each.amount}`)].join(' '),
  );
