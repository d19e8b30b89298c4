import type { Day } from './day.ts';

/** What is still owed on an invoice, pro forma or credit note; amounts are minor units of `currency`, negative on credit notes. */
export type OpenItem = {
  id: string;
  kind: 'invoice' | 'pro-forma' | 'credit-note';
  direction: 'receivable' | 'payable';
  number: string | null;
  orderNumber: string | null;
  partner: MatchPartner;
  issuedOn: Day | null;
  dueOn: Day | null;
  currency: string;
  gross: bigint;
  /** Zero: already settled. Such items are no target, but keep twins of the past from looking unique. */
  open: bigint;
  /** Of a cancelled invoice (then `open` is zero): what could still be paid on it by mistake, to be owed back (B-059). */
  cancelled?: bigint;
  /** Of an invoice that cancels another: that one's number. */
  originalNumber?: string | null;
};

/** `accounts` are confirmed ones only: entered by a person, or confirmed at least twice. */
export type MatchPartner = {
  id: string | null;
  name: string | null;
  taxNumber: string | null;
  accounts: readonly string[];
  identifier: string | null;
};

/** One bank line as the matcher sees it; positive for money in. */
export type MatchLine = {
  id: string;
  bookedOn: Day;
  amount: bigint;
  currency: string;
  counterpartyName: string | null;
  counterpartyAccount: string | null;
  memo: string | null;
  reference: string | null;
};

export type PairKey = { transaction: string; item: string };

/** A line of a collector's report: `net` of its commission; `payout` where the report names what it was paid out with. */
export type ReportLine = {
  id: string;
  account: string;
  name: string;
  file: string;
  payout: string | null;
  on: Day;
  net: bigint;
  gross: bigint;
  currency: string;
  /** Everything that may name what was sold. */
  text: string;
  /** The collector's own charge, no sale. */
  isFee: boolean;
};
/** What an acquirer, courier or payment service says one of its payouts consists of; amounts in minor units of the payout. */
export type SettlementReport = { transaction: string; name: string; lines: readonly { text: string; gross: bigint }[]; fee: bigint };

export type MatchSettings = {
  /** B-049/B-050: only complete identifiers between spaces with the exact amount are automatic. */
  strict?: boolean;
  /** Pairs that a person undid or refused; they never return. */
  refused?: readonly PairKey[];
  /** HUF for one unit of a currency, as a decimal string. */
  rates?: readonly { on: Day; currency: string; huf: string }[];
  reports?: readonly SettlementReport[];
};

export const repairKinds = ['separators', 'prefix-missing', 'running-number', 'typo', 'truncated'] as const;
/** How a number in a memo differs from the one on the document. */
export type RepairKind = (typeof repairKinds)[number];

/** What one business taught the matcher; plain rows, visible and deletable one by one. */
export type MatchMemory = {
  accounts: readonly { account: string; partner: string; times: number }[];
  /** Spellings of a partner's own name, and payers that pay for a different buyer. */
  names: readonly { name: string; partner: string; times: number }[];
  references: readonly { partner: string; how: RepairKind; times: number }[];
  /** Bank fees that a partner's payments usually lack, in minor units. */
  fees: readonly { partner: string; currency: string; amount: bigint; times: number }[];
  refused: readonly PairKey[];
  /** Whose items the accounts of settled lines paid, by hand or by machine; it orders suggestions and settles nothing. */
  paid?: readonly { account: string; partner: string; times: number }[];
};

export const matchRules = [
  'report',
  'number',
  'order-number',
  'identifier',
  'numbers',
  'repaired-number',
  'partial',
  'overpayment',
  'fee',
  'rounding',
  'account',
  'earlier-payer',
  'subset',
  'name',
  'amount',
  'foreign-currency',
  'refund',
] as const;
export type MatchRule = (typeof matchRules)[number];

/** `span`: offsets in the memo; null where the evidence is not in the memo. */
export type Evidence = { kind: string; text: string; span: [number, number] | null };
/** The part of an item's `open` that the line closes; negative on credit notes. */
export type Allocation = { item: string; amount: bigint };
/** `taken`: of the line, where that is not what the item's money does to the account: a collector keeps its commission. */
export type Candidate = { rule: MatchRule; confidence: number; allocations: (Allocation & { taken?: bigint })[]; evidence: Evidence[] };

export type MatchInput = {
  openItems: readonly OpenItem[];
  transactions: readonly MatchLine[];
  settings?: MatchSettings;
  memory?: MatchMemory;
};
export type MatchResult = {
  settlements: ({ transaction: string } & Candidate)[];
  suggestions: { transaction: string; candidates: Candidate[] }[];
  unmatched: string[];
};

/** What an item's payment does to the account: positive for money in. */
export const flowOf = (item: Pick<OpenItem, 'direction'>, amount: bigint): bigint => (item.direction === 'receivable' ? amount : -amount);

export const openItemStatuses = ['open', 'partly-paid', 'paid', 'late'] as const;
export type OpenItemStatus = (typeof openItemStatuses)[number];

/** B-055: late from the day after the due date (`today` in Europe/Budapest); an item without a due date is never late. */
export function openItemStatus(item: Pick<OpenItem, 'gross' | 'open' | 'dueOn'>, today: Day): OpenItemStatus {
  if (item.open === 0n) return 'paid';
  if (item.dueOn !== null && item.dueOn < today) return 'late';
  return item.open === item.gross ? 'open' : 'partly-paid';
}
