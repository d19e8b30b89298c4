import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { formatMinor } from '#services/domain/money.ts';
import type { BankStatement, BankTransaction } from '#services/domain/statement.ts';
import { readStatement } from '#services/steps/read-statement/read-statement.ts';

const money = (minor: bigint | null, currency: string | null): string | null => (minor === null ? null : formatMinor(minor, currency));

const transactionLine = ({ raw: _, ...line }: BankTransaction) => ({
  bookedOn: line.bookedOn,
  valueOn: line.valueOn,
  amount: money(line.amount, line.currency),
  currency: line.currency,
  counterpartyName: line.counterpartyName,
  counterpartyAccount: line.counterpartyAccount,
  memo: line.memo,
  bankReference: line.bankReference,
  endToEndId: line.endToEndId,
  type: line.type,
  balance: money(line.balance, line.currency),
});

const statementLine = ({ account, currency, openingBalance, closingBalance, balances, transactions }: BankStatement) => ({
  account,
  currency,
  openingBalance: money(openingBalance, currency),
  closingBalance: money(closingBalance, currency),
  balances,
  transactions: transactions.map(transactionLine),
});

/** `./hub statement FILE…`: one JSON object a line; exit 1 when a file could not be opened, 2 for wrong usage. */
export async function run(args: string[]): Promise<number> {
  const unknown = args.find((arg) => arg.startsWith('-'));
  if (args.length === 0 || unknown !== undefined) {
    console.error('usage: ./hub statement FILE…');
    return 2;
  }
  let status = 0;
  for (const file of args) {
    try {
      const { format, statements, refused, warnings } = await readStatement(await readFile(file), { name: basename(file) });
      await write({ file, format, statements: statements.map(statementLine), refused, warnings });
    } catch (error) {
      if (!(error instanceof Error && 'syscall' in error)) throw error;
      console.error(`hub statement: ${file}: ${error.message}`);
      status = 1;
    }
  }
  return status;
}

/** Waits for a slow reader of our output, so a long line is never cut at the end of the process. */
const write = (line: unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(`${JSON.stringify(line)}\n`, (error) => (error ? reject(error) : resolve()));
  });
