import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBusiness } from '../frame/useBusiness.ts';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { Icon } from '../shared/Icon.tsx';
import { SkeletonRows } from '../shared/Late.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Scroller } from '../shared/Scroller.tsx';
import { type Chosen, ConnectForm } from './ConnectForm.tsx';
import { Connection } from './Connection.tsx';
import { connectionsQuery, lookMs } from './connections-query.ts';
import './banks.css';

/** A bank's answers take seconds; what takes longer is seen at the next look. */
const patienceMs = 40_000;

/** Banks that lines and balances are fetched from: connecting, renewing, stopping, and how each connection is (B-007, B-038, B-039). */
export function BanksScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  // After a person asked for a fetch: until that instant it is looked for.
  const [lookUntil, setLookUntil] = useState(0);
  const connections = useQuery({
    ...connectionsQuery(business.id),
    enabled: business.may('bank.read'),
    ...(lookUntil > 0 ? { refetchInterval: () => (Date.now() < lookUntil ? lookMs : false) } : {}),
  });
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const mayConnect = business.may('bank.connect');
  const { banks = [], items = [] } = connections.data ?? {};
  return (
    <SettingsPage here="banks">
      <Scroller className="page-body" aria-label={t('banks.title')}>
        <div className="banks">
          <p className="small faint">{t('banks.hint')}</p>
          {connections.error && <ProblemNotice problem={connections.error} onRetry={() => void connections.refetch()} />}
          {connections.isPending && <SkeletonRows rows={4} />}
          {items.map((connection) => (
            <Connection
              key={connection.id}
              businessId={business.id}
              connection={connection}
              mayConnect={mayConnect}
              isOffered={banks.some(({ id }) => id === connection.bank)}
              onAsked={() => setLookUntil(Date.now() + patienceMs)}
              onRenew={() => setChosen({ bank: connection.bank, accounts: connection.asked })}
            />
          ))}
          {connections.data && items.length === 0 && <p className="faint">{t(banks.length > 0 ? 'banks.none' : 'banks.notOffered')}</p>}
          {mayConnect && banks.length > 0 && !chosen && (
            <Button leftSection={<Icon name="plus" />} onClick={() => setChosen({ bank: banks[0]!.id, accounts: [] })}>
              {t('banks.connect')}
            </Button>
          )}
          {mayConnect && chosen && (
            <ConnectForm
              key={chosen.bank + chosen.accounts.join()}
              businessId={business.id}
              banks={banks}
              chosen={chosen}
              onEnd={() => setChosen(null)}
            />
          )}
          {!mayConnect && connections.data && <p className="small faint">{t('banks.onlyOwner')}</p>}
        </div>
      </Scroller>
    </SettingsPage>
  );
}
