import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { InvoiceView } from '#web/contract/invoices.ts';
import { sumOf, unscaled } from '../shared/amount.ts';
import { Day } from '../shared/Day.tsx';
import { formatMoney, today } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { Money } from '../shared/Money.tsx';

/** What is owed one way: all of it, how much is late, and what is late for longest. */
export function Owed({
  businessId,
  direction,
  invoices,
}: {
  businessId: string;
  direction: 'payable' | 'receivable';
  invoices: readonly InvoiceView[];
}) {
  const { t } = useTranslation();
  const all = sumOf(invoices.map(({ open }) => open));
  const overdue = invoices.filter(({ dueOn }) => dueOn !== null && dueOn < today()).sort((a, b) => a.dueOn!.localeCompare(b.dueOn!));
  const late = sumOf(overdue.map(({ open }) => open));
  const share = all > 0n ? Number((late * 100n) / all) : 0;
  return (
    <Link className="card-body" to="/b/$businessId/invoices" params={{ businessId }} search={{ direction, isOpen: 'true' } as never}>
      <span className="small faint">{t(`overview.${direction}`)}</span>
      <p style={{ fontSize: 20, lineHeight: '28px' }} className="number strong">
        {formatMoney(unscaled(all), 'HUF')}
      </p>
      <div className="meter">
        <i data-tone="red" style={{ flex: share }} />
        <i style={{ flex: 100 - share }} />
      </div>
      <p className={late > 0n ? 'small red' : 'small faint'}>
        {late > 0n ? (
          <>
            <Icon name="clock" /> {t('overview.late', { amount: formatMoney(unscaled(late), 'HUF') })}
          </>
        ) : (
          t('overview.inTime')
        )}
      </p>
      {overdue.length > 0 && (
        <ul className="owed-most only-wide">
          {overdue.slice(0, 3).map((invoice) => (
            <li key={invoice.id} className="row small">
              <span className="grow clip">
                {(direction === 'payable' ? invoice.supplier : invoice.customer).name ?? t('common.unknown')},{' '}
                <Day day={invoice.dueOn} short />
              </span>
              <Money amount={invoice.open} currency={invoice.currency} strong />
            </li>
          ))}
        </ul>
      )}
    </Link>
  );
}
