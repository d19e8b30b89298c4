import { DomainError } from '#services/domain/errors.ts';
import { accountAsKept } from '#services/domain/statement.ts';
import { textOf } from '../cells.ts';
import type { StatementFormat } from '../format.ts';
import { headingKey } from '../headings.ts';
import { tableFormat } from '../table.ts';

/**
 * Revolut Business account statement, every generation of headings.
 * What moves the account is `Total amount` where it exists, else amount and (negative) fee together.
 */
const statement = tableFormat({
  name: 'revolut-business',
  signature: ['Date completed (UTC)', 'ID', 'Type', 'Payment currency', 'Amount', 'Balance', 'Account'],
  decimalMark: '.',
  dayOrder: 'dmy',
  columns: {
    account: ['Account'],
    bookedOn: ['Date completed (UTC)'],
    amount: ['Total amount', 'Amount'],
    currency: ['Payment currency'],
    bankReference: ['ID'],
    type: ['Type'],
    memo: ['Reference', 'Description'],
    counterpartyAccount: ['Beneficiary IBAN', 'Beneficiary account number'],
    balance: ['Balance'],
  },
  // Generations without a state leave the day of completion empty.
  isBooked: (row) => (row.text('State') || (row.text('Date completed (UTC)') && 'COMPLETED')).toUpperCase() === 'COMPLETED',
  adjust(transaction, row) {
    const fee = row.text('Total amount') === '' ? (row.minor('Fee') ?? 0n) : 0n;
    const description = row.text('Description');
    const named = /^(?:Payment from|Money added from|To|From)\s+(.+)$/i.exec(description)?.[1] ?? null;
    const isCard = transaction.type?.toUpperCase().startsWith('CARD') === true;
    return {
      ...transaction,
      amount: transaction.amount + fee,
      counterpartyAccount: transaction.counterpartyAccount ?? accountAsKept(row.text('Beneficiary account number')),
      counterpartyName: named ?? (isCard ? description || null : null),
    };
  },
});

/** Revolut's list of expenses has amounts and days too, but it is of cards and receipts, not of an account. */
export const revolutBusiness: StatementFormat = {
  name: statement.name,
  read(source, warn) {
    const heading = source.shape === 'xml' ? undefined : source.tables()[0]?.rows[0];
    const keys = new Set(heading?.cells.map((cell) => headingKey(textOf(cell))));
    const isExpenses = ['Transaction started (UTC)', 'Transaction status', 'Receipts'].every((each) => keys.has(headingKey(each)));
    if (isExpenses) throw new DomainError('not-a-statement', 'a list of expenses, not of an account');
    return statement.read(source, warn);
  },
};
