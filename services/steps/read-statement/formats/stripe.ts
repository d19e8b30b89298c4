import { type TableLayout, tableFormat } from '../table.ts';

/** What was sold, before Stripe's fee. */
const withGross =
  (heading: string): NonNullable<TableLayout['adjust']> =>
  (transaction, row) => {
    const gross = row.minor(heading);
    return gross === null ? transaction : { ...transaction, gross };
  };

/** Stripe balance summary; the payout id tells which bank credit a line belongs to. */
export const stripeBalance = tableFormat({
  name: 'stripe-balance',
  signature: ['balance_transaction_id', 'currency', 'gross', 'fee', 'net'],
  columns: {
    bankReference: ['balance_transaction_id'],
    bookedOn: ['created', 'created_utc'],
    valueOn: ['available_on', 'available_on_utc'],
    amount: ['net'],
    currency: ['currency'],
    memo: ['description'],
    type: ['reporting_category'],
    endToEndId: ['automatic_payout_id'],
  },
  adjust: withGross('gross'),
});

/** Stripe list of all transactions; order numbers usually sit in a metadata column, kept in `raw`. */
export const stripeTransactions = tableFormat({
  name: 'stripe-transactions',
  signature: ['id', 'Type', 'Source', 'Amount', 'Net', 'Currency', ['Created (UTC)', 'Created']],
  columns: {
    bankReference: ['id'],
    bookedOn: ['Created (UTC)', 'Created'],
    valueOn: ['Available On (UTC)', 'Available On'],
    amount: ['Net'],
    currency: ['Currency'],
    memo: ['Description'],
    type: ['Type'],
    endToEndId: ['Transfer'],
  },
  adjust: withGross('Amount'),
});
