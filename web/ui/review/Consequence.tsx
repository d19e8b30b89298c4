import { useTranslation } from 'react-i18next';
import { formatDay, formatMoney, formatMonth } from '../shared/format.ts';
import type { Outcome } from './consequences.ts';

/** `2026-10` → `2026. október`; quarters and years as they are. */
export const periodWord = (period: string): string => (/^\d{4}-\d{2}$/.test(period) ? formatMonth(period) : period.replace('-Q', '/Q'));

/** What pressing Enter will do, in words, while one types. */
export function Consequence({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation();
  const { direction, amount, currency, dueOn, period, unanswered, makesAccountKnown } = outcome;
  const then = [
    amount === null
      ? t('review.outcome.noAmount')
      : t(direction === 'payable' ? 'review.outcome.payable' : 'review.outcome.receivable', { amount: formatMoney(amount, currency) }),
    ...(amount !== null && dueOn !== null ? [t('review.outcome.due', { day: formatDay(dueOn) })] : []),
    ...(period === null ? [] : [t('review.outcome.period', { period: periodWord(period) })]),
    ...(makesAccountKnown ? [t('review.outcome.account')] : []),
    ...(unanswered > 0 ? [t('review.outcome.unanswered', { count: unanswered })] : []),
  ];
  return (
    <p className="consequence small">
      <span className="faint">{t('review.outcome.title')}</span> {then.join(', ')}.
    </p>
  );
}
