import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BusinessPermission } from '#services/domain/permissions.ts';
import { connectionsQuery } from '../banks/connections-query.ts';
import { useBusiness } from '../frame/useBusiness.ts';
import { EmptyState } from '../shared/EmptyState.tsx';
import { Page } from '../shared/Page.tsx';
import { PlaceNav } from '../shared/PlaceNav.tsx';

const places = [
  { path: '', word: 'frame.business', needs: 'business.settings' },
  { path: 'people', word: 'frame.people', needs: 'people.read' },
  { path: 'doors', word: 'doors.title', needs: 'intakes.read' },
  { path: 'banks', word: 'banks.title', needs: 'bank.read' },
  { path: 'programs', word: 'frame.programs', needs: 'keys.manage' },
  { path: 'lessons', word: 'lessons.title', needs: 'invoices.read' },
  { path: 'data', word: 'data.tab', needs: 'exports.make' },
  { path: 'audit', word: 'frame.audit', needs: 'audit.read' },
] as const satisfies readonly { path: string; word: string; needs: BusinessPermission }[];

/** The settings of a business: only those that this person's role opens; of banks only where any can be asked. */
export function SettingsPage({ here, children }: { here: (typeof places)[number]['path']; children: ReactNode }) {
  const { t } = useTranslation();
  const business = useBusiness();
  const connections = useQuery({ ...connectionsQuery(business.id), enabled: business.may('bank.read') });
  const { banks = [], items = [] } = connections.data ?? {};
  const hasBanks = banks.length > 0 || items.length > 0;
  const place = places.find(({ path }) => path === here)!;
  return (
    <Page title={t(place.word)} hint={business.name}>
      <div className="settings">
        <PlaceNav label={t('frame.settings')}>
          {places
            .filter(({ path, needs }) => business.may(needs) && (path !== 'banks' || hasBanks))
            .map(({ path, word }) => (
              <Link key={path} to={`/b/${business.id}/settings${path && `/${path}`}`} activeOptions={{ exact: true }}>
                {t(word)}
              </Link>
            ))}
        </PlaceNav>
      </div>
      {business.may(place.needs) ? children : <EmptyState icon="lock" title={t('permission.denied')} />}
    </Page>
  );
}
