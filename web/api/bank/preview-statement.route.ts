import { accountsOf } from '#services/actions/bank/accounts.ts';
import { formatMinor } from '#services/domain/money.ts';
import { accountAsKept, type BankStatement, stretchOf } from '#services/domain/statement.ts';
import { StatementForm, StatementPreview } from '#web/contract/bank-statements.ts';
import { BusinessParams } from '#web/contract/shapes.ts';
import { readForm } from '../form.ts';
import { route } from '../route.ts';
import { fieldsOf, sourceOf } from './import-statement.route.ts';
import { moneyOrNull } from './view.ts';

/** So many lines show whether the columns are right. */
const shownLines = 10;

export const previewStatementRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/bank-statements/preview',
  operationId: 'previewBankStatement',
  summary: 'What a bank’s file would bring, and for unknown ones the first rows and the guessed columns; nothing is kept',
  permission: 'bank.import',
  params: BusinessParams,
  bodyKind: 'multipart',
  body: StatementForm,
  answer: StatementPreview,
  problems: ['not-found', 'not-allowed', 'private-lines', 'delivery-too-large', 'storage-full', 'storage-unavailable'],
  async handle({ params: { businessId }, request, caller }, deps) {
    await using form = await readForm(request, deps.spool, { fieldBytes: 20_000 });
    const fields = fieldsOf(form);
    const { mapping, account } = fields;
    const source = await sourceOf(form, { businessId, caller }, fields, deps);
    const { format, statements, refused, warnings, guess } = await source.read(mapping);
    const known = new Set((await accountsOf(deps.database, businessId)).map((each) => each.account));
    return {
      format,
      refused: refused && { code: refused.code, message: refused.message, row: refused.row ?? null, fault: refused.fault ?? null },
      warnings,
      statements: statements.map((statement) => previewOf(statement, accountAsKept(statement.account ?? account), known)),
      guess,
    };
  },
});

function previewOf(statement: BankStatement, account: string | null, known: ReadonlySet<string>) {
  const { currency, openingBalance, closingBalance, balances, transactions } = statement;
  const stretch = stretchOf(statement);
  return {
    account,
    isKnown: account !== null && known.has(account),
    currency,
    from: stretch?.from ?? null,
    to: stretch?.to ?? null,
    openingBalance: moneyOrNull(openingBalance, currency),
    closingBalance: moneyOrNull(closingBalance, currency),
    balances,
    lines: transactions.length,
    first: transactions.slice(0, shownLines).map(({ bookedOn, amount, currency: own, counterpartyName, counterpartyAccount, memo }) => ({
      bookedOn,
      amount: formatMinor(amount, own),
      currency: own,
      counterpartyName,
      counterpartyAccount,
      memo,
    })),
  };
}
