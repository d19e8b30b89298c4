import { Button, Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { SessionView } from '#web/contract/sessions.ts';
import { api } from '../api/client.ts';
import { meQuery } from '../api/queries.ts';
import { Day } from '../shared/Day.tsx';
import { areSingleKeysOn, setSingleKeys } from '../shared/keys.ts';
import { SkeletonRows } from '../shared/Late.tsx';
import { Page } from '../shared/Page.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Chip } from '../shared/StateChip.tsx';
import { ChangePassword } from './ChangePassword.tsx';
import { Devices } from './Devices.tsx';
import { SecondFactor } from './SecondFactor.tsx';

/** The ways in of this person: second factor, password, sessions, devices; and the keys of the screens. */
export function SecurityScreen() {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const { data: me } = useSuspenseQuery(meQuery);
  const [areKeysOn, setKeysOn] = useState(areSingleKeysOn);
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => api.get('/sessions', z.object({ items: z.array(SessionView) })) });
  const end = useMutation({
    mutationFn: (id: string) => api.send('DELETE', `/sessions/${id}`),
    onSettled: () => cache.invalidateQueries({ queryKey: ['sessions'] }),
  });
  return (
    <Page title={t('frame.security')}>
      <div className="page-body page-narrow">
        {me && <SecondFactor me={me} />}
        {me?.hasPassword && <ChangePassword />}
        <section className="section">
          <h2>{t('me.sessions')}</h2>
          {(sessions.error ?? end.error) && <ProblemNotice problem={sessions.error ?? end.error} />}
          {sessions.isPending ? (
            <SkeletonRows rows={3} />
          ) : (
            <ul className="list">
              {sessions.data?.items.map((session) => (
                <li key={session.id}>
                  <span className="grow">
                    {session.device}
                    <br />
                    <span className="small faint">
                      {session.address} · <Day at={session.seenAt} />
                    </span>
                  </span>
                  {session.current ? (
                    <Chip tone="green" icon="check">
                      {t('me.current')}
                    </Chip>
                  ) : (
                    <Button onClick={() => end.mutate(session.id)}>{t('me.end')}</Button>
                  )}
                </li>
              ))}
            </ul>
          )}
        </section>
        <Devices />
        <section className="section">
          <h2>{t('frame.keys')}</h2>
          <p className="small faint">{t('me.keysHint')}</p>
          <Switch
            label={t('frame.singleKeys')}
            checked={areKeysOn}
            onChange={(event) => {
              setKeysOn(event.currentTarget.checked);
              setSingleKeys(event.currentTarget.checked);
            }}
          />
        </section>
      </div>
    </Page>
  );
}
