import type { TransactionView } from '#web/contract/bank.ts';

/** What a line is called where there is room for one word: its counterparty, else what the bank calls it, else its memo. */
export const whoOf = ({ counterpartyName, type, memo }: TransactionView): string | null => counterpartyName ?? type ?? memo;
