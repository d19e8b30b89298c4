import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { copyDescription, OutletView } from '#web/contract/doors.ts';
import { formatInstant } from '../shared/format.ts';
import { outletsQuery } from './doors-query.ts';
import { FileServer } from './FileServer.tsx';
import { ServerSection } from './ServerSection.tsx';

/** The servers to which copies of the documents are brought (H-120): what went, what waits, and what stands in the way. */
export function OutletList({ businessId }: { businessId: string }) {
  const { t } = useTranslation();
  const query = outletsQuery(businessId);
  const path = `/businesses/${businessId}/outlets`;
  const use = {
    path,
    queryKey: query.queryKey,
    answer: OutletView,
    description: t('doors.outlet.description'),
    acceptedVersion: copyDescription,
    folderHint: '/bizonylatok',
    own: (form: FormData) => ({ withPast: form.get('from') === 'past' }),
    fields: (
      <Select
        name="from"
        label={t('doors.outlet.which')}
        defaultValue="past"
        data={[
          { value: 'past', label: t('doors.outlet.past') },
          { value: 'now', label: t('doors.outlet.now') },
        ]}
      />
    ),
  };
  return (
    <ServerSection
      title={t('doors.outlet.title')}
      hint={t('doors.outlet.hint')}
      add={t('doors.outlet.add')}
      use={use}
      servers={useQuery(query)}
    >
      {(outlet) => (
        <FileServer
          key={outlet.id}
          server={outlet}
          path={`${path}/${outlet.id}`}
          queryKey={query.queryKey}
          icon="upload"
          trouble={troubleOf(outlet)}
          endTitle={t('doors.outlet.endTitle', { host: outlet.host })}
          endHint={t('doors.outlet.endHint')}
        >
          {[
            t('doors.outlet.delivered', { count: outlet.delivered }),
            outlet.waiting > 0 && t('doors.outlet.waiting', { count: outlet.waiting }),
            outlet.since && t('doors.outlet.since', { at: formatInstant(outlet.since) }),
          ]
            .filter(Boolean)
            .join('; ')}
          {outlet.lost > 0 && (
            <>
              <br />
              <span className="amber">{t('doors.outlet.lost', { count: outlet.lost })}</span>
            </>
          )}
        </FileServer>
      )}
    </ServerSection>
  );

  function troubleOf({ trouble, nextAt }: OutletView): string | null {
    if (trouble === null) return null;
    const next = trouble === 'key-changed' ? '' : ` ${t('doors.outlet.next', { at: formatInstant(nextAt) })}`;
    return `${t(`doors.outlet.trouble.${trouble as 'unreachable'}`)}${next}`;
  }
}
