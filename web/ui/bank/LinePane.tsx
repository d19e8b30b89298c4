import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TransactionView } from '#web/contract/bank.ts';
import { Day } from '../shared/Day.tsx';
import { Icon } from '../shared/Icon.tsx';
import { Money } from '../shared/Money.tsx';
import { letGo } from './let-go.ts';

/** The lines that wait; on a phone one at a time. */
export function LinePane({
  lines,
  at,
  onGo,
  onStep,
  onMore,
}: {
  lines: readonly TransactionView[];
  at: number;
  onGo: (id: string) => void;
  onStep: (step: number) => void;
  onMore: () => void;
}) {
  const { t } = useTranslation();
  return (
    <section className="reconcile-lines" aria-label={t('bank.lines')}>
      <div className="only-phone row" style={{ padding: '8px 16px' }}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('common.previous')} onClick={() => onStep(-1)}>
          <Icon name="chevronLeft" />
        </ActionIcon>
        <span className="number grow" style={{ textAlign: 'center' }}>
          {at + 1} / {lines.length}
        </span>
        <ActionIcon variant="subtle" color="gray" aria-label={t('common.next')} onClick={() => onStep(1)}>
          <Icon name="chevronRight" />
        </ActionIcon>
      </div>
      <ol
        className="reconcile-list only-wide"
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) =>
          scrollTop + clientHeight > scrollHeight - 600 && onMore()
        }
      >
        {lines.map(({ id, bookedOn, counterpartyName, type, amount, currency }, index) => (
          <li key={id}>
            {lines[index - 1]?.bookedOn !== bookedOn && (
              <h2 className="reconcile-day">
                <Day day={bookedOn} short />
              </h2>
            )}
            <button type="button" className="reconcile-line" aria-current={index === at} onClick={letGo(() => onGo(id))}>
              <span className={index === at ? 'grow clip strong' : 'grow clip'}>{counterpartyName ?? type ?? t('common.unknown')}</span>
              <Money amount={amount} currency={currency} />
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
