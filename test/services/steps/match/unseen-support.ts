import { expect, test } from 'vitest';
import { accountNumber } from '#fixtures/ledger/account-number.ts';
import { inputOf } from '#services/commands/match.ts';
import { match } from '#services/steps/match/match.ts';

/** Cases written by hand, not drawn: each a sheet of open items and one day's lines as `./hub match` takes them, and what an accountant would do. */
type Item = { id: string; number: string | null; gross: string; [field: string]: unknown };
type Line = { id: string; amount: string; memo: string | null; [field: string]: unknown };
type Case = {
  kind: string;
  items: Item[];
  lines: Line[];
  settings?: object;
  settled?: string[];
  first?: string[];
  nothing?: string[];
};

export const tarr = { id: 'p1', name: 'Tarr Kertészet Kft.', accounts: [accountNumber(1)] };
export const bodo = { id: 'p2', name: 'Bodó Ágnes e.v.', accounts: [] };
export const lakos = { id: 'p3', name: 'Lakos Bútor Bt.', accounts: [accountNumber(3)] };
export const kohler = { id: 'p4', name: 'Köhler Handels GmbH', accounts: [accountNumber(4)] };
export const fromTarr = { counterpartyName: 'TARR KERTESZET KFT', counterpartyAccount: accountNumber(1) };
export const fromBodo = { counterpartyName: 'BODO AGNES', counterpartyAccount: accountNumber(22) };
export const fromLakos = { counterpartyName: 'Lakos Bútor Betéti Társaság', counterpartyAccount: accountNumber(3) };
export const fromKohler = { counterpartyName: 'KOEHLER HANDELS GMBH', counterpartyAccount: accountNumber(4) };
export const stranger = { counterpartyName: 'Szűcs Márton', counterpartyAccount: accountNumber(99) };

export const owed = (number: string | null, gross: string, over: object = {}): Item => ({
  id: number ?? 'without',
  number,
  gross,
  ...over,
});
export const paid = (amount: string, memo: string | null, from: object, over: object = {}): Line => ({
  id: 'sor',
  amount,
  memo,
  ...from,
  ...over,
});

const answerOf = ({ items, lines, settings }: Case) => {
  const openItems = items.map((item) => ({
    kind: 'invoice',
    direction: 'receivable',
    partner: tarr,
    issuedOn: '2026-05-04',
    dueOn: '2026-05-12',
    currency: 'HUF',
    open: item.gross,
    ...item,
  }));
  const transactions = lines.map((line) => ({ bookedOn: '2026-05-20', currency: 'HUF', ...line }));
  const input = inputOf(JSON.stringify(openItems), JSON.stringify(transactions), JSON.stringify(settings ?? {}));
  return match(input);
};
const said = ({ rule, allocations }: { rule: string; allocations: readonly { item: string; amount: bigint }[] }): string =>
  [rule, ...allocations.map(({ item, amount }) => `${item}=${(Number(amount) / 100).toFixed(2)}`)].join(' ');

/** Each case on its own: what is settled, what is the first thing asked, what is left alone. */
export const judge = (cases: readonly Case[]) =>
  test.for(cases)('B-047 B-052 B-053 H-106 H-107 $kind', (each) => {
    const { settlements, suggestions, unmatched } = answerOf(each);
    if (each.settled) expect(settlements.map(said)).toEqual(each.settled);
    else expect(settlements).toEqual([]);
    if (each.first) expect(suggestions.map(({ candidates }) => said(candidates[0]!))).toEqual(each.first);
    if (each.nothing) expect(unmatched).toEqual(each.nothing);
  });
