import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ReconciliationView } from '#web/contract/matching.ts';
import { api } from '../../api/client.ts';
import { useBusiness } from '../../frame/useBusiness.ts';
import { formatNumber } from '../../shared/format.ts';
import { Page } from '../../shared/Page.tsx';
import { useFilters } from '../../shared/useFilters.ts';
import { BankNav } from '../BankNav.tsx';
import { DecidedLines } from './DecidedLines.tsx';
import { WaitingLines } from './WaitingLines.tsx';
import '../bank.css';

const tabs = ['waiting', 'decided'] as const;

/** Bank lines beside the open items they may pay: those that wait for a person, and those the machine decided. */
export function ReconcileScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const { filters, set } = useFilters(['tab', 'line']);
  const tab = filters.tab === 'decided' ? 'decided' : 'waiting';
  const { data } = useQuery({
    queryKey: ['transaction', business.id, 'reconciliation'],
    queryFn: () => api.get(`/businesses/${business.id}/reconciliation`, ReconciliationView),
  });
  const done = data ? data.settled + data.nothingFits : 0;
  const counts = { waiting: data && data.lines - done, decided: data?.settled };
  return (
    <Page
      title={t('bank.reconcile')}
      tools={
        <>
          {data && data.lines > 0 && (
            <div className="row reconcile-progress">
              <span className="small">
                <span className="strong number">{formatNumber(String(done))}</span>{' '}
                <span className="faint">{t('bank.doneOf', { count: data.lines, shown: formatNumber(String(data.lines)) })}</span>
              </span>
              <span className="meter" role="img" aria-label={t('bank.progress', { done, count: data.lines })}>
                <i data-tone="accent" style={{ flex: done }} />
                <i style={{ flex: data.lines - done, background: 'none' }} />
              </span>
            </div>
          )}
          <BankNav />
        </>
      }
    >
      <div className="page-tools">
        <span className="seg" role="tablist" aria-label={t('bank.reconcile')}>
          {tabs.map((each) => (
            <button
              key={each}
              type="button"
              role="tab"
              aria-selected={each === tab}
              onClick={() => set({ tab: each === 'waiting' ? undefined : each, line: undefined })}
            >
              {t(`bank.tab.${each}`)} <span className="number faint">{counts[each]}</span>
            </button>
          ))}
        </span>
        {data?.isRunning && <span className="small faint">{t('bank.running')}</span>}
      </div>
      {tab === 'waiting' ? (
        <WaitingLines businessId={business.id} lineId={filters.line} onLine={(line) => set({ line })} />
      ) : (
        <DecidedLines businessId={business.id} settlementId={filters.line} onSettlement={(line) => set({ line })} />
      )}
    </Page>
  );
}
