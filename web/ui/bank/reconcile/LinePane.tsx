import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReconciliationView } from '#web/contract/matching.ts';
import { Day } from '../../shared/Day.tsx';
import { formatMoney, formatNumber, weekdayOf } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { Money } from '../../shared/Money.tsx';
import { letGo } from '../let-go.ts';

export type PaneRow = {
  id: string;
  day: string;
  name: string;
  amount: string;
  currency: string;
  /** Answers that are offered; null where none is asked for. */
  candidates: number | null;
};

/** The lines of the work, by day; on a phone one at a time. */
export function LinePane({
  rows,
  at,
  onGo,
  onStep,
  onMore,
  sums = [],
}: {
  rows: readonly PaneRow[];
  at: number;
  onGo: (id: string) => void;
  onStep: (step: number) => void;
  onMore: () => void;
  /** Of all lines, also those not loaded yet; none: no foot. */
  sums?: ReconciliationView['waiting'];
}) {
  const { t } = useTranslation();
  return (
    <section className="reconcile-lines" aria-label={t('bank.lines')}>
      <div className="only-phone row" style={{ padding: '8px 16px' }}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('common.previous')} onClick={() => onStep(-1)}>
          <Icon name="chevronLeft" />
        </ActionIcon>
        <span className="number grow" style={{ textAlign: 'center' }}>
          {at + 1} / {rows.length}
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
        {rows.map(({ id, day, name, amount, currency, candidates }, index) => (
          <li key={id}>
            {rows[index - 1]?.day !== day && (
              <h2 className="reconcile-day">
                <Day day={day} short />, {weekdayOf(day)}
              </h2>
            )}
            <button type="button" className="reconcile-line" aria-current={index === at} onClick={letGo(() => onGo(id))}>
              <span className={index === at ? 'grow clip strong' : 'grow clip'}>{name}</span>
              <Money amount={amount} currency={currency} />
              {candidates !== null && (
                <span className="reconcile-count number faint" title={t('bank.candidates', { count: candidates })}>
                  {candidates === 0 ? '–' : <Icon name="listSearch" />}
                  {candidates > 0 && candidates}
                </span>
              )}
            </button>
          </li>
        ))}
      </ol>
      {sums.length > 0 && (
        <div className="reconcile-foot only-wide small">
          {sums.map(({ currency, lines, in: into, out }) => (
            <p key={currency} className="row">
              <span className="grow faint">{t('bank.linesWaiting', { count: lines, shown: formatNumber(String(lines)) })}</span>
              {/[1-9]/.test(into) && <span className="number">+{formatMoney(into, currency)}</span>}
              {/[1-9]/.test(out) && <span className="number">{formatMoney(out, currency)}</span>}
            </p>
          ))}
        </div>
      )}
    </section>
  );
}
