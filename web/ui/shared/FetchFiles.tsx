import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ExportView, NewExport } from '#web/contract/leaving.ts';
import { api } from '../api/client.ts';
import { formatInstant, formatSize } from './format.ts';
import { Icon } from './Icon.tsx';
import { told, toldProblem } from './toast.tsx';

/** The files of exactly what a list shows, as one ZIP (H-140). */
export function FetchFiles({ businessId, filter }: { businessId: string; filter: Readonly<Record<string, unknown>> }) {
  const { t } = useTranslation();
  const asked = NewExport.safeParse(filter);
  const make = useMutation({
    mutationFn: () => api.post(`/businesses/${businessId}/exports`, asked.data, ExportView),
    onSuccess: ({ state, progress, url, documents, bytes, expiresAt }) => {
      if (state === 'preparing') return told(t('data.preparing', { progress, documents }));
      told(t('data.ready', { documents, size: formatSize(bytes), until: formatInstant(expiresAt) }));
      if (documents > 0) Object.assign(document.createElement('a'), { href: url, download: '' }).click();
    },
    onError: toldProblem,
  });
  // A filter that the list refuses must not become a download of everything.
  if (!asked.success) return null;
  return (
    <Button leftSection={<Icon name="download" />} loading={make.isPending} onClick={() => make.mutate()}>
      {t('documents.fetch')}
    </Button>
  );
}
