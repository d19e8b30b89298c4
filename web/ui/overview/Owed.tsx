import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { OverviewView } from '#web/contract/overview.ts';
import { scaled } from '../shared/amount.ts';
import { Day } from '../shared/Day.tsx';
import { formatMoney } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { Money } from '../shared/Money.tsx';

type Sum = OverviewView['owed'][number];

/** What is owed one way: all of it, how much is late, and what is late for longest; other currencies below the forints. */
export function Owed({ businessId, direction, owed }: { businessId: string; direction: Sum['direction']; owed: readonly Sum[] }) {
  const { t } = useTranslation();
  const sums = owed.filter((sum) => sum.direction === direction);
  const forints = sums.find(({ currency }) => currency === 'HUF');
  const [total, late] = [scaled(forints?.total) ?? 0n, scaled(forints?.late) ?? 0n];
  const share = total > 0n && late > 0n ? Math.min(100, Number((late * 100n) / total)) : 0;
  return (
    <Link className="card-body" to="/b/$businessId/invoices" params={{ businessId }} search={{ direction, isOpen: 'true' } as never}>
      <span className="small faint">{t(`overview.${direction}`)}</span>
      <p style={{ fontSize: 20, lineHeight: '28px' }} className="number strong">
        {formatMoney(forints?.total ?? '0', 'HUF')}
      </p>
      <div className="meter">
        <i data-tone="red" style={{ flex: share }} />
        <i style={{ flex: 100 - share }} />
      </div>
      <p className={late > 0n ? 'small red' : 'small faint'}>
        {late > 0n ? (
          <>
            <Icon name="clock" /> {t('overview.late', { amount: formatMoney(forints!.late, 'HUF') })}
          </>
        ) : (
          t('overview.inTime')
        )}
      </p>
      {sums
        .filter((sum) => sum !== forints)
        .map((sum) => (
          <p key={sum.currency} className="row small">
            <Money amount={sum.total} currency={sum.currency} strong />
            {(scaled(sum.late) ?? 0n) > 0n && (
              <span className="red">{t('overview.late', { amount: formatMoney(sum.late, sum.currency) })}</span>
            )}
          </p>
        ))}
      {forints && forints.longest.length > 0 && (
        <ul className="owed-most only-wide">
          {forints.longest.map(({ id, partnerName, dueOn, open }) => (
            <li key={id} className="row small">
              <span className="grow clip">
                {partnerName ?? t('common.unknown')}, <Day day={dueOn} short />
              </span>
              <Money amount={open} currency="HUF" strong />
            </li>
          ))}
        </ul>
      )}
    </Link>
  );
}
