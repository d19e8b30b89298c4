import { useSuspenseQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { businessesQuery, meQuery } from '../api/queries.ts';
import { EmptyState } from '../shared/EmptyState.tsx';

/** Home by role: all clients for accountants, the own business for the rest. */
export function Home() {
  const { t } = useTranslation();
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: businesses } = useSuspenseQuery(businessesQuery);
  const [only] = businesses;
  if (me && me.accountants.length > 0) return <Navigate to="/clients" replace />;
  if (only) return <Navigate to="/b/$businessId" params={{ businessId: only.id }} replace />;
  return (
    <EmptyState icon="users" title={t('clients.noneYet')}>
      <p>{t('clients.noneHint')}</p>
    </EmptyState>
  );
}
