import { Button, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { DoorView } from '#web/contract/doors.ts';
import { api } from '../api/client.ts';
import { capturePath } from '../frame/places.ts';
import { useBusiness } from '../frame/useBusiness.ts';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { Icon } from '../shared/Icon.tsx';
import { SkeletonRows } from '../shared/Late.tsx';
import { doorLabel } from '../shared/labels.ts';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Scroller } from '../shared/Scroller.tsx';
import { toldProblem } from '../shared/toast.tsx';
import { DoorHealth } from './DoorHealth.tsx';
import { doorsQuery } from './doors-query.ts';
import { MailAddress } from './MailAddress.tsx';
import { MailRules } from './MailRules.tsx';
import { OutletList } from './OutletList.tsx';
import { PullList } from './PullList.tsx';
import './doors.css';
import '../overview/overview.css';

/** Every way by which things come in to a business, and how each of them is. */
export function DoorsScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const doors = useQuery(doorsQuery(business.id));
  const maySet = business.may('business.settings');
  return (
    <SettingsPage here="doors">
      <Scroller className="page-body" aria-label={t('doors.title')}>
        <div className="doors">
          {business.mailAddress && <MailAddress businessId={business.id} address={business.mailAddress} mayReplace={maySet} />}
          <section className="section">
            <h2>{t('door.phone')}</h2>
            <p className="small faint">{t('doors.phoneHint')}</p>
            <Button component={Link} to={capturePath(business.id)} leftSection={<Icon name="camera" />}>
              {t('capture.title')}
            </Button>
          </section>
          {doors.data?.folder && (
            <section className="section">
              <h2>{t('door.folder')}</h2>
              <p className="small faint">{t('doors.folderHint', { folder: doors.data.folder })}</p>
            </section>
          )}
          {maySet && <MailRules businessId={business.id} />}
          {maySet && <PullList businessId={business.id} />}
          {maySet && <OutletList businessId={business.id} />}
          <section className="section">
            <h2>{t('doors.health')}</h2>
            <p className="small faint">{t('doors.healthHint')}</p>
            {doors.error && <ProblemNotice problem={doors.error} onRetry={() => void doors.refetch()} />}
            {doors.isPending && <SkeletonRows rows={4} />}
            {doors.data?.items.length === 0 && <p className="faint">{t('doors.nothingYet')}</p>}
            <ul className="door-list">
              {doors.data?.items.map((door) => (
                <li key={door.door}>
                  <DoorHealth door={door} />
                  {maySet && <Rhythm businessId={business.id} door={door} />}
                </li>
              ))}
            </ul>
          </section>
        </div>
      </Scroller>
    </SettingsPage>
  );
}

const choices = [1, 2, 3, 7, 14, 31, 92] as const;

/** How often this door is expected to bring something. */
function Rhythm({ businessId, door }: { businessId: string; door: DoorView }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const set = useMutation({
    mutationFn: (days: number | null) => api.send('PUT', `/businesses/${businessId}/doors/${door.door}`, { days }),
    onError: toldProblem,
    onSettled: () => cache.invalidateQueries({ queryKey: doorsQuery(businessId).queryKey }),
  });
  const own = door.rhythm?.from === 'set' ? door.rhythm.days : null;
  const offered = [...new Set([...choices, ...(own ? [own] : [])])].sort((a, b) => a - b);
  return (
    <div className="door-rhythm">
      <Select
        w={260}
        aria-label={t('doors.expected', { door: doorLabel(door.door) })}
        value={own === null ? 'learn' : String(own)}
        onChange={(value) => set.mutate(value === 'learn' || value === null ? null : Number(value))}
        data={[
          { value: 'learn', label: t('doors.learn') },
          ...offered.map((days) => ({ value: String(days), label: t('doors.every', { count: days }) })),
          { value: '0', label: t('doors.notWatched') },
        ]}
      />
    </div>
  );
}
