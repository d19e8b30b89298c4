import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ConsentState, isLive } from '#services/domain/bank-consent.ts';
import type { ConnectionView } from '#web/contract/bank-connections.ts';
import { api } from '../api/client.ts';
import { ConfirmDialog } from '../shared/ConfirmDialog.tsx';
import { formatAccount, formatDay, formatInstant, formatMoney } from '../shared/format.ts';
import type { IconName } from '../shared/icons.ts';
import { Chip, type Tone } from '../shared/StateChip.tsx';
import { told, toldProblem } from '../shared/toast.tsx';
import { connectionsQuery } from './connections-query.ts';

const looks: Record<ConsentState, readonly [Tone, IconName]> = {
  started: ['blue', 'clock'],
  redirected: ['blue', 'clock'],
  authorised: ['blue', 'clock'],
  valid: ['green', 'check'],
  expiring: ['amber', 'clock'],
  expired: ['red', 'clock'],
  rejected: ['red', 'ban'],
  revoked_by_user: ['grey', 'minus'],
  revoked_at_bank: ['red', 'ban'],
  failed: ['red', 'alertCircle'],
};

type Props = {
  businessId: string;
  connection: ConnectionView;
  mayConnect: boolean;
  isOffered: boolean;
  onAsked: () => void;
  onRenew: () => void;
};

/** One consent at a bank: its state and end, its accounts with balances and the last fetch, and what may be done. */
export function Connection({ businessId, connection, mayConnect, isOffered, onAsked, onRenew }: Props) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [isEnding, setEnding] = useState(false);
  const { id, bankName, state, validUntil, accounts } = connection;
  const place = `/businesses/${businessId}/bank-connections/${id}`;
  const again = () => cache.invalidateQueries({ queryKey: connectionsQuery(businessId).queryKey });
  const fetchNow = useMutation({
    mutationFn: () => api.send('POST', `${place}/fetches`, {}),
    onSuccess: () => {
      told(t('banks.fetching'));
      onAsked();
    },
    onError: toldProblem,
    onSettled: again,
  });
  const end = useMutation({
    mutationFn: () => api.send('DELETE', place),
    onSuccess: () => {
      setEnding(false);
      return again();
    },
  });
  const [tone, icon] = looks[state];
  const isRunning = isLive(state);
  const mayStop = isRunning || state === 'redirected' || state === 'authorised';
  return (
    <section className="card" aria-label={bankName}>
      <div className="card-head wrap">
        <h2 className="grow">{bankName}</h2>
        <Chip tone={tone} icon={icon}>
          {t(`banks.state.${state}`)}
        </Chip>
      </div>
      <div className="card-body stack">
        <p className="small faint">{t(isRunning ? 'banks.validUntil' : 'banks.ended', { day: formatDay(validUntil) })}</p>
        <ul className="bank-accounts">
          {accounts.map((account) => (
            <li key={account.id}>
              <span className="strong">
                {formatAccount(account.account)}
                {account.currency && ` · ${account.currency}`}
              </span>
              {account.balances.map(({ kind, currency, balance, at, fetchedAt }) => (
                <span key={`${kind} ${currency}`} className="row">
                  <span className="grow small">
                    {t(`banks.balance.${kind === 'closingBooked' || kind === 'interimAvailable' ? kind : 'other'}`)}
                    <span className="faint"> · {formatInstant(at ?? fetchedAt)}</span>
                  </span>
                  <span className="number strong">{formatMoney(balance, currency)}</span>
                </span>
              ))}
              <span className="small faint">
                {account.fetchedAt ? t('banks.lastFetch', { at: formatInstant(account.fetchedAt) }) : t('banks.neverFetched')}
                {isRunning && account.nextAt && ` · ${t('banks.nextFetch', { at: formatInstant(account.nextAt) })}`}
              </span>
              {account.trouble && isRunning && <span className="small amber">{t(`banks.trouble.${account.trouble}`)}</span>}
            </li>
          ))}
        </ul>
        {mayConnect && (
          <div className="row wrap">
            {isRunning && isOffered && (
              <Button loading={fetchNow.isPending} onClick={() => fetchNow.mutate()}>
                {t('banks.fetchNow')}
              </Button>
            )}
            {isOffered && state !== 'redirected' && state !== 'authorised' && (
              <Button variant={state === 'valid' ? 'default' : 'filled'} onClick={onRenew}>
                {t('banks.renew')}
              </Button>
            )}
            {mayStop && <Button onClick={() => setEnding(true)}>{t('banks.stop')}</Button>}
          </div>
        )}
      </div>
      <ConfirmDialog
        title={t('banks.stopTitle', { bank: bankName })}
        act={t('banks.stop')}
        isOpen={isEnding}
        isBusy={end.isPending}
        problem={end.error}
        onAct={() => end.mutate()}
        onClose={() => setEnding(false)}
      >
        <p>{t('banks.stopHint')}</p>
      </ConfirmDialog>
    </section>
  );
}
