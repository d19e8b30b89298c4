import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { OverviewView } from '#web/contract/overview.ts';
import { api } from '../api/client.ts';
import { SilentDoors } from '../doors/SilentDoors.tsx';
import { capturePath, isOfBusiness } from '../frame/places.ts';
import { useBusiness } from '../frame/useBusiness.ts';
import { formatDay, today, weekdayOf } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { Page } from '../shared/Page.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Scroller } from '../shared/Scroller.tsx';
import { Arrived } from './Arrived.tsx';
import { MailAddress } from './MailAddress.tsx';
import { Months } from './Months.tsx';
import { Owed } from './Owed.tsx';
import './overview.css';

/** A business in one look: what came today, what is owed both ways, and the address for vouchers. */
export function OverviewScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const overview = useQuery({
    // Beside what waits: whatever changes in the business asks for both again.
    queryKey: ['waiting', business.id, 'overview'],
    queryFn: () => api.get(`/businesses/${business.id}/overview`, OverviewView),
  });
  return (
    <Page title={t('frame.overview')} hint={`${formatDay(today())}, ${weekdayOf(today())}`}>
      <Scroller className="page-body" aria-label={t('frame.overview')}>
        {overview.error && <ProblemNotice problem={overview.error} onRetry={() => void overview.refetch()} />}
        <SilentDoors businessId={business.id} />
        <div className="overview">
          <div className="overview-column">
            <Arrived businessId={business.id} count={overview.data?.arrived} />
          </div>
          <div className="overview-column">
            {overview.data && (
              <section className="card owed">
                {(['payable', 'receivable'] as const).map((direction) => (
                  <Owed key={direction} businessId={business.id} direction={direction} owed={overview.data.owed} />
                ))}
              </section>
            )}
            {business.mailAddress && <MailAddress address={business.mailAddress} />}
          </div>
          <Months businessId={business.id} />
        </div>
      </Scroller>
      {isOfBusiness(business) && business.permissions.includes('documents.upload') && (
        <div className="main-act only-phone">
          <Button component={Link} to={capturePath(business.id)} variant="filled" size="md" fullWidth leftSection={<Icon name="camera" />}>
            {t('overview.capture')}
          </Button>
        </div>
      )}
    </Page>
  );
}
