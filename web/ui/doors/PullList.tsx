import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PullView } from '#web/contract/doors.ts';
import { api } from '../api/client.ts';
import { ConfirmDialog } from '../shared/ConfirmDialog.tsx';
import { formatInstant } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { SkeletonRows } from '../shared/Late.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Chip } from '../shared/StateChip.tsx';
import { pullsQuery } from './doors-query.ts';
import { NewPullForm } from './NewPullForm.tsx';

/** The servers from which files are fetched (H-120): started here and nowhere else, each with its state and what to do. */
export function PullList({ businessId }: { businessId: string }) {
  const { t } = useTranslation();
  const [isAdding, setAdding] = useState(false);
  const pulls = useQuery(pullsQuery(businessId));
  return (
    <section className="section">
      <h2>{t('doors.pull.title')}</h2>
      <p className="small faint">{t('doors.pull.hint')}</p>
      {pulls.error && <ProblemNotice problem={pulls.error} onRetry={() => void pulls.refetch()} />}
      {pulls.isPending && <SkeletonRows rows={2} />}
      {pulls.data?.items.map((pull) => (
        <Server key={pull.id} businessId={businessId} pull={pull} />
      ))}
      {isAdding ? (
        <NewPullForm businessId={businessId} onEnd={() => setAdding(false)} />
      ) : (
        <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)} style={{ marginTop: 8 }}>
          {t('doors.pull.add')}
        </Button>
      )}
    </section>
  );
}

function Server({ businessId, pull }: { businessId: string; pull: PullView }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [isEnding, setEnding] = useState(false);
  const again = () => cache.invalidateQueries({ queryKey: pullsQuery(businessId).queryKey });
  const place = `/businesses/${businessId}/pulls/${pull.id}`;
  const accept = useMutation({ mutationFn: (key: string) => api.send('POST', `${place}/key`, { key }), onSettled: again });
  const end = useMutation({ mutationFn: () => api.send('DELETE', place), onSuccess: again });
  const state =
    pull.trouble !== null
      ? 'trouble'
      : pull.offeredKey !== null
        ? 'asks'
        : pull.hostKey === null && pull.lastOkAt === null
          ? 'connecting'
          : 'well';
  return (
    <div className="pull">
      <div className="row wrap">
        <Icon name="folder" />
        <b className="grow clip">
          {pull.protocol}://{pull.username}@{pull.host}:{pull.port}/{pull.folder.replace(/^\//, '')}
        </b>
        <Chip
          tone={state === 'well' ? 'green' : state === 'connecting' ? 'blue' : 'amber'}
          icon={state === 'well' ? 'check' : state === 'connecting' ? 'clock' : 'alertTriangle'}
        >
          {t(`doors.pull.state.${state}`)}
        </Chip>
        <Button onClick={() => setEnding(true)}>{t('doors.pull.end')}</Button>
      </div>
      {pull.trouble && <p className="small amber">{t(`doors.trouble.${pull.trouble as 'unreachable'}`)}</p>}
      {pull.offeredKey && (
        <div className="note" data-tone="amber">
          <Icon name="key" />
          <div className="grow stack-tight">
            <p>{t(pull.hostKey === null ? 'doors.pull.firstKey' : 'doors.pull.otherKey')}</p>
            <code>{pull.offeredKey}</code>
            {accept.error && <ProblemNotice problem={accept.error} />}
            <div>
              <Button variant="filled" loading={accept.isPending} onClick={() => accept.mutate(pull.offeredKey!)}>
                {t('doors.pull.acceptKey')}
              </Button>
            </div>
          </div>
        </div>
      )}
      <p className="small faint">
        {pull.lastOkAt ? t('doors.pull.lastOk', { at: formatInstant(pull.lastOkAt) }) : t('doors.pull.neverOk')};{' '}
        {t('doors.pull.afterTaking').toLowerCase()} {t(`doors.pull.${pull.afterTaking}`)}
      </p>
      <ConfirmDialog
        title={t('doors.pull.endTitle', { host: pull.host })}
        act={t('doors.pull.end')}
        isOpen={isEnding}
        isBusy={end.isPending}
        problem={end.error}
        onAct={() => end.mutate()}
        onClose={() => setEnding(false)}
      >
        <p>{t('doors.pull.endHint')}</p>
      </ConfirmDialog>
    </div>
  );
}
