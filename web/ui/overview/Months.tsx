import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pageOf } from '#web/contract/shapes.ts';
import { MonthView } from '#web/contract/waiting.ts';
import { api } from '../api/client.ts';
import { scaled } from '../shared/amount.ts';
import { formatMonth } from '../shared/format.ts';
import { Money } from '../shared/Money.tsx';
import { Scroller } from '../shared/Scroller.tsx';

const directions = ['receivable', 'payable'] as const;

/** Invoices of the last twelve months, issued and received; every bar opens its list. */
export function Months({ businessId }: { businessId: string }) {
  const { t } = useTranslation();
  const [isTable, setTable] = useState(false);
  const months = useQuery({
    queryKey: ['invoice', businessId, 'months'],
    queryFn: async () => (await api.get(`/businesses/${businessId}/invoice-months`, pageOf(MonthView))).items,
  });
  const rows = months.data ?? [];
  const most = rows.flatMap((row) => directions.map((of) => scaled(row[of]) ?? 0n)).reduce((max, each) => (each > max ? each : max), 0n);
  if (most === 0n) return null;
  const height = (amount: string) => `${Number(((scaled(amount) ?? 0n) * 1000n) / most) / 10}%`;
  const listOf = (month: string, direction: string) => ({ direction, issuedFrom: `${month}-01`, issuedTo: lastDayOf(month) }) as never;
  return (
    <section className="card months">
      <div className="card-head">
        <h2>{t('overview.months')}</h2>
        <span className="small faint only-wide">{t('overview.monthsHint')}</span>
        <span className="row small">
          {directions.map((of) => (
            <span key={of} className="legend" data-of={of}>
              {t(`overview.${of === 'receivable' ? 'issued' : 'received'}`)}
            </span>
          ))}
          <button type="button" className="link" onClick={() => setTable(!isTable)}>
            {t(isTable ? 'overview.asChart' : 'overview.asTable')}
          </button>
        </span>
      </div>
      {isTable ? (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('overview.month')}</th>
              <th scope="col" className="right">
                {t('overview.issued')}
              </th>
              <th scope="col" className="right">
                {t('overview.received')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.month}>
                <td>{formatMonth(row.month)}</td>
                {directions.map((of) => (
                  <td key={of} className="right">
                    <Money amount={row[of]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <Scroller className="bars" aria-label={t('overview.months')}>
          {rows.map((row) => (
            <div key={row.month} className="bar-pair">
              <div className="bar-field">
                {directions.map((of) => (
                  <Link
                    key={of}
                    className="bar-of"
                    data-of={of}
                    style={{ height: height(row[of]) }}
                    to="/b/$businessId/invoices"
                    params={{ businessId }}
                    search={listOf(row.month, of)}
                    aria-label={`${formatMonth(row.month)}, ${t(`overview.${of === 'receivable' ? 'issued' : 'received'}`)}: ${row[of]}`}
                  />
                ))}
              </div>
              <span className="small faint">{formatMonth(row.month, true)}</span>
            </div>
          ))}
        </Scroller>
      )}
    </section>
  );
}

const lastDayOf = (month: string): string => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
};
