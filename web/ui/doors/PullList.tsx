import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { PullView, syncDescription } from '#web/contract/doors.ts';
import { pullsQuery } from './doors-query.ts';
import { FileServer } from './FileServer.tsx';
import { ServerSection } from './ServerSection.tsx';

/** The servers from which files are fetched (H-120): started here and nowhere else, each with its state and what to do. */
export function PullList({ businessId }: { businessId: string }) {
  const { t } = useTranslation();
  const query = pullsQuery(businessId);
  const path = `/businesses/${businessId}/pulls`;
  const use = {
    path,
    queryKey: query.queryKey,
    answer: PullView,
    description: t('doors.pull.description'),
    acceptedVersion: syncDescription,
    folderHint: '/szamlak',
    own: (form: FormData) => ({ afterTaking: String(form.get('afterTaking')) }),
    fields: (
      <Select
        name="afterTaking"
        label={t('doors.pull.afterTaking')}
        defaultValue="move"
        data={[
          { value: 'move', label: t('doors.pull.move') },
          { value: 'delete', label: t('doors.pull.delete') },
        ]}
      />
    ),
  };
  return (
    <ServerSection title={t('doors.pull.title')} hint={t('doors.pull.hint')} add={t('doors.pull.add')} use={use} servers={useQuery(query)}>
      {(pull) => (
        <FileServer
          key={pull.id}
          server={pull}
          path={`${path}/${pull.id}`}
          queryKey={query.queryKey}
          icon="folder"
          trouble={pull.trouble && t(`doors.trouble.${pull.trouble as 'unreachable'}`)}
          endTitle={t('doors.pull.endTitle', { host: pull.host })}
          endHint={t('doors.pull.endHint')}
        >
          {t('doors.pull.afterTaking').toLowerCase()} {t(`doors.pull.${pull.afterTaking}`)}
        </FileServer>
      )}
    </ServerSection>
  );
}
