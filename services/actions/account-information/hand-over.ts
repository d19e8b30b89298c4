import type { Transaction } from 'sequelize';
import { z } from 'zod';
import type { Day } from '#services/domain/day.ts';
import { importInto } from '../bank/import-statement.ts';
import { hub } from '../house.ts';

/**
 * All that leaves the account information side for the matching side (B-029, B-030): amount, booking date, remittance text,
 * counterparty name and counterparty account; besides them the ids of the account and of the transaction. The gate is strict: a
 * message with anything else does not pass.
 */
export const HandedOver = z.strictObject({
  accountId: z.string().min(1),
  transactions: z.array(
    z.strictObject({
      transactionId: z.string().nullable(),
      amount: z.strictObject({ minor: z.bigint(), currency: z.string().length(3) }),
      bookedOn: z.iso.date(),
      memo: z.string().nullable(),
      counterpartyName: z.string().nullable(),
      counterpartyAccount: z.string().nullable(),
    }),
  ),
});
export type HandedOver = z.infer<typeof HandedOver>;

/**
 * Hands the lines of whole days to the same list in which uploaded histories are (B-065); the account is known to be the business's,
 * for its owner has given the consent (B-072). In the caller's transaction, which holds the books from here on.
 */
export async function handOver(
  transaction: Transaction,
  businessId: string,
  days: { from: Day; to: Day },
  message: HandedOver,
): Promise<number> {
  const { accountId: account, transactions } = HandedOver.parse(message);
  const lines = transactions.map(({ transactionId, amount, ...words }) => ({
    ...words,
    amount: amount.minor,
    currency: amount.currency,
    bankReference: transactionId,
    valueOn: null,
    endToEndId: null,
    type: null,
    balance: null,
    raw: {},
  }));
  const statements = [...Map.groupBy(lines, ({ currency }) => currency)].map(([currency, ofCurrency]) => ({
    account,
    currency,
    openingBalance: null,
    closingBalance: null,
    balances: null,
    number: null,
    ...days,
    transactions: ofCurrency,
  }));
  const imported = await importInto(
    transaction,
    { businessId, actor: hub },
    { format: 'account-information', statements, documentId: null, origin: 'fetched' },
    { mayAddAccount: true },
  );
  return imported.reduce((sum, { added }) => sum + added, 0);
}
