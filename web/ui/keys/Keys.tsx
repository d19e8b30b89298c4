import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyMade, KeyView } from '#web/contract/keys.ts';
import { pageOf } from '#web/contract/shapes.ts';
import { api } from '../api/client.ts';
import { ConfirmDialog } from '../shared/ConfirmDialog.tsx';
import { EmptyState } from '../shared/EmptyState.tsx';
import { Icon } from '../shared/Icon.tsx';
import { SkeletonRows } from '../shared/Late.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { ShownOnce } from '../shared/ShownOnce.tsx';
import { toldProblem } from '../shared/toast.tsx';
import { KeyRow } from './KeyRow.tsx';

const overlaps = [
  { hours: '24', word: 'day' },
  { hours: '72', word: 'days' },
  { hours: '168', word: 'week' },
  { hours: '0', word: 'now' },
] as const;

/** The keys by which programs enter: made, replaced with an overlap, revoked; a secret is shown once. */
export function Keys({ path, hint, canPause = false }: { path: string; hint: string; canPause?: boolean }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [made, setMade] = useState<string | null>(null);
  const [rotating, setRotating] = useState<KeyView | null>(null);
  const [ending, setEnding] = useState<KeyView | null>(null);
  const [overlap, setOverlap] = useState<string>('24');
  const keys = useQuery({ queryKey: ['keys', path], queryFn: () => api.get(path, pageOf(KeyView)) });
  const refresh = () => cache.invalidateQueries({ queryKey: ['keys', path] });
  const add = useMutation({
    mutationFn: (name: string) => api.post(path, { name }, KeyMade),
    onSuccess: ({ secret }) => setMade(secret),
    onSettled: refresh,
  });
  const rotate = useMutation({
    mutationFn: ({ id }: KeyView) => api.post(`${path}/${id}/rotate`, { overlapHours: Number(overlap) }, KeyMade),
    onSuccess: ({ secret }) => {
      setRotating(null);
      setMade(secret);
    },
    onSettled: refresh,
  });
  const pause = useMutation({
    mutationFn: ({ id, state }: KeyView) => api.send('PUT', `${path}/${id}`, { paused: state !== 'paused' }),
    onError: toldProblem,
    onSettled: refresh,
  });
  const revoke = useMutation({
    mutationFn: ({ id }: KeyView) => api.send('DELETE', `${path}/${id}`),
    onSuccess: () => setEnding(null),
    onSettled: refresh,
  });
  return (
    <div className="page-body page-narrow stack">
      <p className="faint">{hint}</p>
      <form
        className="row wrap"
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          add.mutate(String(new FormData(form).get('name')).trim(), { onSuccess: () => form.reset() });
        }}
      >
        <TextInput
          name="name"
          className="grow"
          aria-label={t('keys.program')}
          placeholder={t('keys.program')}
          maxLength={100}
          miw={200}
          required
        />
        <Button type="submit" variant="filled" leftSection={<Icon name="plus" />} loading={add.isPending}>
          {t('keys.make')}
        </Button>
      </form>
      {(keys.error ?? add.error) && <ProblemNotice problem={keys.error ?? add.error} />}
      {keys.isPending ? (
        <SkeletonRows rows={3} />
      ) : keys.data?.items.length === 0 ? (
        <EmptyState icon="key" title={t('keys.emptyTitle')} />
      ) : (
        <ul className="list card">
          {keys.data?.items.map((key) => (
            <KeyRow
              key={key.id}
              keyView={key}
              onRotate={() => setRotating(key)}
              onRevoke={() => setEnding(key)}
              onPause={canPause ? () => pause.mutate(key) : undefined}
            />
          ))}
        </ul>
      )}
      <Modal opened={made !== null} onClose={() => setMade(null)} title={t('keys.shown')} closeOnClickOutside={false}>
        <ShownOnce hint={t('keys.once')} secret={made ?? ''} />
      </Modal>
      <Modal opened={rotating !== null} onClose={() => setRotating(null)} title={`${t('keys.rotate')}: ${rotating?.name ?? ''}`}>
        <div className="stack">
          <p>{t('keys.rotateMeans')}</p>
          <Select
            label={t('keys.overlap')}
            data={overlaps.map(({ hours, word }) => ({ value: hours, label: t(`keys.hours.${word}`) }))}
            value={overlap}
            onChange={(hours) => hours && setOverlap(hours)}
          />
          {rotate.error && <ProblemNotice problem={rotate.error} />}
          <div className="form-acts">
            <Button variant="filled" loading={rotate.isPending} onClick={() => rotating && rotate.mutate(rotating)}>
              {t('keys.rotate')}
            </Button>
            <Button onClick={() => setRotating(null)}>{t('common.cancel')}</Button>
          </div>
        </div>
      </Modal>
      <ConfirmDialog
        title={t('keys.revoke')}
        act={t('keys.revoke')}
        isOpen={ending !== null}
        isBusy={revoke.isPending}
        problem={revoke.error}
        onAct={() => ending && revoke.mutate(ending)}
        onClose={() => setEnding(null)}
      >
        <p>{t('keys.revokeMeans', { name: ending?.name })}</p>
      </ConfirmDialog>
    </div>
  );
}
