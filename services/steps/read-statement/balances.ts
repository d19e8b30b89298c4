import type { BankStatement, BankTransaction } from '#services/domain/statement.ts';

const sumOf = (transactions: readonly BankTransaction[]): bigint => transactions.reduce((sum, line) => sum + line.amount, 0n);

/** Whether each balance is the one before it plus the amount; `lines` oldest first. */
function runs(lines: readonly BankTransaction[]): boolean {
  return lines.every((line, index) => {
    const before = lines[index - 1];
    return before === undefined || (line.balance !== null && before.balance !== null && before.balance + line.amount === line.balance);
  });
}

/** Oldest first if the running balances fit in file order or reversed (banks write both), else null. */
function inOrder(lines: readonly BankTransaction[]): readonly BankTransaction[] | null {
  if (runs(lines)) return lines;
  const reversed = [...lines].reverse();
  return runs(reversed) ? reversed : null;
}

/** Fills opening, closing and `balances` from what the file gives: both balances, or a balance in every line. */
export function withBalances(statement: BankStatement): BankStatement {
  const { openingBalance, closingBalance, transactions } = statement;
  const isStated = openingBalance !== null && closingBalance !== null;
  const addsUp = isStated ? openingBalance + sumOf(transactions) === closingBalance : null;
  if (transactions.length === 0 || !transactions.every((line) => line.balance !== null)) return { ...statement, balances: addsUp };
  if (transactions.length === 1 && !isStated) {
    const only = transactions[0]!;
    return { ...statement, openingBalance: only.balance! - only.amount, closingBalance: only.balance, balances: null };
  }
  const ordered = inOrder(transactions);
  if (!ordered) return { ...statement, balances: false };
  const first = ordered[0]!;
  const opening = openingBalance ?? first.balance! - first.amount;
  const closing = closingBalance ?? ordered.at(-1)!.balance!;
  return { ...statement, openingBalance: opening, closingBalance: closing, balances: opening + sumOf(transactions) === closing };
}
