import { useTranslation } from 'react-i18next';
import type { TransactionView } from '#web/contract/bank.ts';
import type { InvoiceView } from '#web/contract/invoices.ts';
import { unscaled } from '../shared/amount.ts';
import { formatDay, formatMoney, weekdayOf } from '../shared/format.ts';
import { bare, leftOf, partnerOf } from './candidates.ts';

/** One bank line as it came; the words of its memo that speak of the chosen items are marked. */
export function LineFacts({ line, items }: { line: TransactionView; items: readonly InvoiceView[] }) {
  const { t } = useTranslation();
  const isIn = !line.amount.startsWith('-');
  const told = items.flatMap((item) => [bare(item.number), ...(partnerOf(item) ?? '').split(/\s+/).map(bare)]).filter(Boolean);
  const counts = (word: string) =>
    word.length >= 3 && told.some((said) => said.includes(word) || (said.length >= 4 && word.includes(said)));
  const words = (line.memo ?? '').split(/\s+/).filter(Boolean);
  return (
    <section className="reconcile-facts" aria-label={t('bank.memo')}>
      <p className="small faint">
        {formatDay(line.bookedOn)}, {weekdayOf(line.bookedOn)} · {t(isIn ? 'bank.in' : 'bank.out')}
      </p>
      <p className="reconcile-amount number">
        {isIn && '+'}
        {formatMoney(line.amount, line.currency)}
      </p>
      <dl className="pairs">
        <dt>{t('bank.counterparty')}</dt>
        <dd className="strong">{line.counterpartyName ?? line.type ?? t('common.unknown')}</dd>
        <dt>{t('bank.account')}</dt>
        <dd className="number">{line.counterpartyAccount ?? '–'}</dd>
        {/[1-9]/.test(line.settled) && (
          <>
            <dt>{t('bank.left')}</dt>
            <dd className="number strong">{formatMoney(unscaled(leftOf(line)), line.currency)}</dd>
          </>
        )}
      </dl>
      {words.length > 0 && (
        <p className="reconcile-memo">
          {words.map((word, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same word may stand twice, its place is what it is
            <span key={at}>{counts(bare(word)) ? <mark>{word}</mark> : word} </span>
          ))}
        </p>
      )}
    </section>
  );
}
