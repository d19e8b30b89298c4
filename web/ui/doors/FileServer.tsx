import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServerView } from '#web/contract/doors.ts';
import { api } from '../api/client.ts';
import { useBusiness } from '../frame/useBusiness.ts';
import { ConfirmDialog } from '../shared/ConfirmDialog.tsx';
import { formatInstant } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Chip } from '../shared/StateChip.tsx';

/** Nobody has reached it yet, and nothing is known to be in the way. */
export const isConnecting = ({ trouble, offeredKey, lastOkAt }: ServerView): boolean =>
  trouble === null && offeredKey === null && lastOkAt === null;

/** One server: how it is, its key to be accepted, who started the service and when (H-119), and the end of it. */
export function FileServer({
  server,
  path,
  queryKey,
  icon,
  trouble,
  endTitle,
  endHint,
  children,
}: {
  server: ServerView;
  path: string;
  queryKey: readonly unknown[];
  icon: 'folder' | 'upload';
  trouble: string | null;
  endTitle: string;
  endHint: string;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const mayStart = useBusiness().may('services.start');
  const [isEnding, setEnding] = useState(false);
  const again = () => cache.invalidateQueries({ queryKey });
  const accept = useMutation({ mutationFn: (key: string) => api.send('POST', `${path}/key`, { key }), onSettled: again });
  const end = useMutation({ mutationFn: () => api.send('DELETE', path), onSuccess: again });
  const state = trouble !== null ? 'trouble' : server.offeredKey !== null ? 'asks' : isConnecting(server) ? 'connecting' : 'well';
  return (
    <div className="pull">
      <div className="row wrap">
        <Icon name={icon} />
        <b className="grow">
          {server.protocol}://{server.username}@{server.host}:{server.port}/{server.folder.replace(/^\//, '')}
        </b>
        <Chip
          tone={state === 'well' ? 'green' : state === 'connecting' ? 'blue' : 'amber'}
          icon={state === 'well' ? 'check' : state === 'connecting' ? 'clock' : 'alertTriangle'}
        >
          {t(`doors.server.state.${state}`)}
        </Chip>
        <Button onClick={() => setEnding(true)}>{t('doors.server.end')}</Button>
      </div>
      {trouble && <p className="small amber">{trouble}</p>}
      {server.protocol === 'ftp' && <p className="small amber">{t('doors.server.isPlain')}</p>}
      {server.offeredKey && (
        <div className="note" data-tone="amber">
          <Icon name="key" />
          <div className="grow stack-tight">
            <p>{t(server.hostKey === null ? 'doors.server.firstKey' : 'doors.server.otherKey')}</p>
            <code>{server.offeredKey}</code>
            {accept.error && <ProblemNotice problem={accept.error} />}
            {mayStart && (
              <div>
                <Button variant="filled" loading={accept.isPending} onClick={() => accept.mutate(server.offeredKey!)}>
                  {t('doors.server.acceptKey')}
                </Button>
              </div>
            )}
          </div>
        </div>
      )}
      <p className="small faint">
        {server.lastOkAt ? t('doors.server.lastOk', { at: formatInstant(server.lastOkAt) }) : t('doors.server.neverOk')}
        {'; '}
        {children}
        <br />
        {server.acceptedBy === null
          ? t('doors.server.accepted', { at: formatInstant(server.acceptedAt) })
          : t('doors.server.acceptedBy', { who: server.acceptedBy, at: formatInstant(server.acceptedAt) })}
      </p>
      <ConfirmDialog
        title={endTitle}
        act={t('doors.server.end')}
        isOpen={isEnding}
        isBusy={end.isPending}
        problem={end.error}
        onAct={() => end.mutate()}
        onClose={() => setEnding(false)}
      >
        <p>{endHint}</p>
      </ConfirmDialog>
    </div>
  );
}
