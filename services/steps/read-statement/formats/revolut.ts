import { accountAsKept } from '#services/domain/statement.ts';
import { tableFormat } from '../table.ts';

/**
 * Revolut Business account statement, every generation of headings.
 * What moves the account is `Total amount` where it exists, else amount and (negative) fee together.
 */
export const revolutBusiness = tableFormat({
  name: 'revolut-business',
  signature: ['Date completed (UTC)', 'ID', 'Type', 'Payment currency', 'Amount', 'Balance', 'Account'],
  decimalMark: '.',
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
