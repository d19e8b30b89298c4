import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ExportView } from '#web/contract/leaving.ts';
import { api } from '../api/client.ts';
import { type Values, valuesOf } from '../shared/form-values.ts';
import { formatInstant, formatSize } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';

/** Everything, or a stretch of time and one direction, as one ZIP (H-140). */
export function ExportForm({ businessId }: { businessId: string }) {
  const { t } = useTranslation();
  const make = useMutation({
    mutationFn: (filter: Values) => api.post(`/businesses/${businessId}/exports`, filter, ExportView),
  });
  // A mail's link names one that was asked for before.
  const { export: linked } = useSearch({ strict: false }) as { export?: string };
  const id = make.data?.id ?? linked;
  const made = useQuery({
    queryKey: ['export', id],
    queryFn: () => api.get(`/businesses/${businessId}/exports/${id}`, ExportView),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data?.state === 'preparing' ? 2_000 : false),
  });
  return (
    <form
      className="form"
      style={{ margin: '8px 0' }}
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate(valuesOf(event.currentTarget, ['from', 'to', 'direction']));
      }}
    >
      <div className="row wrap" style={{ alignItems: 'flex-end' }}>
        <TextInput name="from" type="date" label={t('data.from')} />
        <TextInput name="to" type="date" label={t('data.to')} />
        <Select
          name="direction"
          label={t('field.direction')}
          defaultValue=""
          data={[
            { value: '', label: t('common.all') },
            { value: 'payable', label: t('direction.payable') },
            { value: 'receivable', label: t('direction.receivable') },
          ]}
        />
        <Button type="submit" loading={make.isPending}>
          {t('data.make')}
        </Button>
      </div>
      {make.error && <ProblemNotice problem={make.error} />}
      {made.error && <ProblemNotice problem={made.error} />}
      {made.data && <Made made={made.data} />}
    </form>
  );
}

function Made({ made: { state, progress, documents, bytes, expiresAt, url } }: { made: ExportView }) {
  const { t } = useTranslation();
  return (
    <div className="note" role="status">
      <Icon name="box" />
      <span className="grow">
        {state === 'ready' && t('data.ready', { documents, size: formatSize(bytes), until: formatInstant(expiresAt) })}
        {state === 'preparing' && t('data.preparing', { progress, documents })}
        {state === 'failed' && t('data.failed')}
      </span>
      {state === 'ready' && (
        <Button component="a" href={url} download leftSection={<Icon name="download" />}>
          {t('data.fetch')}
        </Button>
      )}
    </div>
  );
}
