import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { LeavingView } from '#web/contract/leaving.ts';
import { api, apiRoot } from '../api/client.ts';
import { useBusiness } from '../frame/useBusiness.ts';
import { SkeletonRows } from '../shared/Late.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { DeleteBusiness } from './DeleteBusiness.tsx';
import { ExportForm } from './ExportForm.tsx';
import { Separation } from './Separation.tsx';
import { SettingsPage } from './SettingsPage.tsx';

/** Taking the data along, leaving the accountant, deleting: in the order in which one does it. */
export function DataScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const leaving = useQuery({
    queryKey: ['leaving', business.id],
    queryFn: () => api.get(`/businesses/${business.id}/leaving`, LeavingView),
    enabled: business.may('exports.make'),
  });
  return (
    <SettingsPage here="data">
      <div className="page-body page-narrow">
        {business.registration === 'recorded' && business.accountant && (
          <section className="section">
            <h2>{t('data.access')}</h2>
            <p className="small faint">{t('data.recorded')}</p>
            <Link className="link" to="/clients/new" search={{ business: business.id } as never}>
              {t('client.invite')}
            </Link>
          </section>
        )}
        <section className="section">
          <h2>{t('data.export')}</h2>
          <p className="small faint">{t('data.exportHint')}</p>
          <ExportForm businessId={business.id} />
          {business.may('audit.read') && (
            <a className="link" href={`${apiRoot}/businesses/${business.id}/audit/export`} download>
              {t('data.auditFile')}
            </a>
          )}
        </section>
        {leaving.error && <ProblemNotice problem={leaving.error} onRetry={() => void leaving.refetch()} />}
        {leaving.isLoading && <SkeletonRows rows={4} />}
        {leaving.data && (
          <>
            <Separation business={business} leaving={leaving.data} />
            {business.may('business.delete') && <DeleteBusiness business={business} leaving={leaving.data} />}
          </>
        )}
      </div>
    </SettingsPage>
  );
}
