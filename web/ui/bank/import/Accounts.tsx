import { Button, Switch } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { BankAccountList } from '#web/contract/bank-statements.ts';
import { api } from '../../api/client.ts';
import { formatAccount, formatDay, formatInstant, formatMoney } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { ProblemNotice } from '../../shared/ProblemNotice.tsx';
import { told, toldProblem } from '../../shared/toast.tsx';
import { useContinuityText } from './continuity-text.ts';

/** The business's accounts: what is in, up to when, and where days or money are missing between files. */
export function Accounts({ businessId }: { businessId: string }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const say = useContinuityText();
  const accounts = useQuery({
    queryKey: ['transaction', businessId, 'accounts'],
    queryFn: () => api.get(`/businesses/${businessId}/bank-accounts`, BankAccountList),
  });
  const forget = async (id: string) => {
    try {
      await api.send('DELETE', `/businesses/${businessId}/bank-accounts/${id}/mapping`);
      told(t('bank.mappingForgotten'));
    } catch (error) {
      toldProblem(error);
    }
    await cache.invalidateQueries({ queryKey: ['transaction', businessId] });
  };
  const mark = async (id: string, isCollector: boolean) => {
    try {
      await api.send('PUT', `/businesses/${businessId}/bank-accounts/${id}/collector`, { isCollector });
      told(t(isCollector ? 'bank.collectorSet' : 'bank.collectorUnset'));
    } catch (error) {
      toldProblem(error);
    }
    await cache.invalidateQueries({ queryKey: ['transaction', businessId] });
  };
  if (accounts.error) return <ProblemNotice problem={accounts.error} onRetry={() => void accounts.refetch()} />;
  if (!accounts.data || accounts.data.items.length === 0) return null;
  return (
    <section className="card" aria-label={t('bank.accounts')}>
      <div className="card-head">
        <h2>{t('bank.accounts')}</h2>
      </div>
      <ul className="list">
        {accounts.data.items.map(({ id, account, lines, from, to, lastImportAt, balances, continuity, hasMapping, isCollector }) => (
          <li key={id} className="wrap">
            <span className="grow">
              <span className="strong">{formatAccount(account)}</span>
              <br />
              <span className="small faint">
                {[
                  t('bank.lineCount', { count: lines }),
                  from && `${formatDay(from)} – ${formatDay(to)}`,
                  lastImportAt && t('bank.lastImport', { at: formatInstant(lastImportAt) }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
              <Switch
                size="xs"
                checked={isCollector}
                onChange={({ currentTarget }) => void mark(id, currentTarget.checked)}
                label={t('bank.collector')}
                description={isCollector ? t('bank.collectorHint') : undefined}
              />
              {continuity.map((found) => (
                <span key={JSON.stringify(found)} className="row small">
                  <span className={found.kind === 'overlap' ? 'blue' : 'amber'}>
                    <Icon name={found.kind === 'overlap' ? 'info' : 'alertTriangle'} />
                  </span>
                  {say(found)}
                </span>
              ))}
            </span>
            <span className="number strong">
              {balances.map(({ currency, balance, on }) => (
                <span key={currency} title={formatDay(on)}>
                  {formatMoney(balance, currency)}
                  <br />
                </span>
              ))}
            </span>
            {hasMapping && <Button onClick={() => void forget(id)}>{t('bank.forgetMapping')}</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
