import { Button, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
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
      {make.data && (
        <div className="note" role="status">
          <Icon name="box" />
          <span className="grow">
            {t('data.ready', {
              documents: make.data.documents,
              size: formatSize(make.data.bytes),
              until: formatInstant(make.data.expiresAt),
            })}
          </span>
          <Button component="a" href={make.data.url} download leftSection={<Icon name="download" />}>
            {t('data.fetch')}
          </Button>
        </div>
      )}
    </form>
  );
}
