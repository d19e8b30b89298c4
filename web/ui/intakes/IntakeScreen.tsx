import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IntakeView } from '#web/contract/intakes.ts';
import { api } from '../api/client.ts';
import { useBusiness } from '../frame/useBusiness.ts';
import { Day } from '../shared/Day.tsx';
import { SkeletonRows } from '../shared/Late.tsx';
import { doorLabel, reasonLabel } from '../shared/labels.ts';
import { Page } from '../shared/Page.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { StateChip } from '../shared/StateChip.tsx';
import { Delivery } from './Delivery.tsx';
import { SenderProof } from './SenderProof.tsx';
import './intakes.css';

export function IntakeScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const { id = '' } = useParams({ strict: false });
  const intake = useQuery({
    queryKey: ['intake', business.id, id],
    queryFn: () => api.get(`/businesses/${business.id}/intakes/${id}`, IntakeView),
  });
  if (intake.error)
    return (
      <Page title={t('frame.intakes')}>
        <ProblemNotice problem={intake.error} onRetry={() => void intake.refetch()} />
      </Page>
    );
  if (!intake.data) return <SkeletonRows />;
  const found = intake.data;
  return (
    <Page title={found.subject ?? doorLabel(found.door)} hint={<Day at={found.receivedAt} />}>
      <div className="page-body">
        <dl className="pairs" style={{ padding: '0 16px 16px' }}>
          <dt>{t('intakes.sender')}</dt>
          <dd>{found.sender ?? found.uploader ?? t('common.unknown')}</dd>
          {found.authentication && (
            <>
              <dt>{t('intakes.proof.title')}</dt>
              <dd>
                <SenderProof authentication={found.authentication} />
              </dd>
            </>
          )}
          <dt>{t('intakes.door')}</dt>
          <dd>{doorLabel(found.door)}</dd>
          <dt>{t('field.state')}</dt>
          <dd className="row">
            <StateChip state={found.fate} /> {reasonLabel(found.because)}
          </dd>
          <dt>{t('intakes.deliveries')}</dt>
          <dd>{found.deliveries}</dd>
        </dl>
        <Delivery businessId={business.id} intake={found} mayAct={business.may('intakes.act')} isWhole />
      </div>
    </Page>
  );
}
