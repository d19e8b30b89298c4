import { useTranslation } from 'react-i18next';
import { useBusiness } from '../../frame/useBusiness.ts';
import { formatNumber } from '../../shared/format.ts';
import { Page } from '../../shared/Page.tsx';
import { useFilters } from '../../shared/useFilters.ts';
import { BankNav } from '../BankNav.tsx';
import { AccountChooser } from './AccountChooser.tsx';
import { DecidedLines } from './DecidedLines.tsx';
import { usePace } from './pace.ts';
import { WaitingLines } from './WaitingLines.tsx';
import { useProgress } from './waiting.ts';
import '../bank.css';

const tabs = ['waiting', 'decided'] as const;

/** Bank lines beside the open items they may pay: those that wait for a person, and those the machine decided. */
export function ReconcileScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const { filters, set } = useFilters(['tab', 'line', 'accountId']);
  const tab = filters.tab === 'decided' ? 'decided' : 'waiting';
  const { data } = useProgress(business.id, filters.accountId);
  const pace = usePace();
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
              {pace.perHour !== null && (
                <span className="small faint number">
                  {t('bank.perHour', { count: pace.perHour, shown: formatNumber(String(pace.perHour)) })}
                </span>
              )}
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
        {tab === 'waiting' && (
          <AccountChooser
            businessId={business.id}
            value={filters.accountId}
            onChange={(accountId) => set({ accountId, line: undefined })}
          />
        )}
        {data?.isRunning && <span className="small faint">{t('bank.running')}</span>}
      </div>
      {tab === 'waiting' ? (
        <WaitingLines
          businessId={business.id}
          accountId={filters.accountId}
          lineId={filters.line}
          onLine={(line) => set({ line })}
          onDone={pace.done}
        />
      ) : (
        <DecidedLines businessId={business.id} settlementId={filters.line} onSettlement={(line) => set({ line })} />
      )}
    </Page>
  );
}
