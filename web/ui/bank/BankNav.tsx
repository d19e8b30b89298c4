import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useBusiness } from '../frame/useBusiness.ts';
import { PlaceNav } from '../shared/PlaceNav.tsx';

const places = [
  { path: '', word: 'lines' },
  { path: '/reconcile', word: 'reconcile', needs: 'bank.settle' },
  { path: '/open-items', word: 'openItems' },
  { path: '/import', word: 'import', needs: 'bank.import' },
  { path: '/learnt', word: 'learnt' },
] as const;

/** The bank's screens beside each other. */
export function BankNav() {
  const { t } = useTranslation();
  const business = useBusiness();
  return (
    <PlaceNav label={t('frame.bank')}>
      {places
        .filter((place) => !('needs' in place) || business.may(place.needs))
        .map(({ path, word }) => (
          <Link
            key={path}
            to={`/b/${business.id}/bank${path}`}
            activeOptions={{ exact: true, includeSearch: false }}
            activeProps={{ 'aria-current': 'page' }}
          >
            {t(`bank.${word}`)}
          </Link>
        ))}
    </PlaceNav>
  );
}
