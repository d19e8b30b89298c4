import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { DeviceView } from '#web/contract/me.ts';
import { pageOf } from '#web/contract/shapes.ts';
import { api } from '../api/client.ts';
import { Day } from '../shared/Day.tsx';
import { formatInstant } from '../shared/format.ts';
import { SkeletonRows } from '../shared/Late.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Chip } from '../shared/StateChip.tsx';
import { told, toldProblem } from '../shared/toast.tsx';

/** The devices that signed in, and on which the second factor is not asked for. */
export function Devices() {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const devices = useQuery({ queryKey: ['devices'], queryFn: () => api.get('/me/devices', pageOf(DeviceView)) });
  const forget = useMutation({
    mutationFn: () => api.send('DELETE', '/me/devices'),
    onSuccess: () => told(t('second.forgotten')),
    onError: toldProblem,
    onSettled: () => cache.invalidateQueries({ queryKey: ['devices'] }),
  });
  return (
    <section className="section">
      <h2>{t('second.devices')}</h2>
      {devices.error && <ProblemNotice problem={devices.error} onRetry={() => void devices.refetch()} />}
      {devices.isPending && <SkeletonRows rows={2} />}
      <ul className="list">
        {devices.data?.items.map((device) => (
          <li key={device.id}>
            <span className="grow">
              {device.name}
              <br />
              <span className="small faint">
                <Day at={device.seenAt} />
                {device.rememberedUntil && ` · ${t('second.remembered', { day: formatInstant(device.rememberedUntil) })}`}
              </span>
            </span>
            {device.current && (
              <Chip tone="green" icon="check">
                {t('me.current')}
              </Chip>
            )}
          </li>
        ))}
      </ul>
      {(devices.data?.items.length ?? 0) > 0 && (
        <Button loading={forget.isPending} onClick={() => forget.mutate()}>
          {t('second.forget')}
        </Button>
      )}
    </section>
  );
}
