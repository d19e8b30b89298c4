import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { BusinessView } from '#web/contract/businesses.ts';
import type { Me } from '#web/contract/me.ts';
import { Icon } from '../shared/Icon.tsx';
import type { IconName } from '../shared/icons.ts';
import { firmPlacesOf, placesOf } from './places.ts';
import { useCounts } from './useCounts.ts';

type Props = { business: BusinessView | null; me: Me; isFolded: boolean; onFold: () => void };

export function Rail({ business, me, isFolded, onFold }: Props) {
  const { t } = useTranslation();
  const counts = useCounts(business);
  const isAccountant = me.accountants.length > 0;
  return (
    <nav className="rail" aria-label={t('frame.main')}>
      <Link to="/" className="brand">
        <Icon name="fileInvoice" size={24} />
        <span className="rail-word">Bizonylat</span>
      </Link>
      {isAccountant && <RailLink to="/clients" icon="users" word={t('frame.clients')} count={business ? undefined : me.businessCount} />}
      <hr className="rail-rule" />
      {business ? (
        <>
          <h2 className="rail-title clip">{isAccountant ? business.name : t('frame.business')}</h2>
          {placesOf(business).map((place) => (
            <RailLink
              key={place.path}
              to={place.path}
              icon={place.icon}
              word={t(`frame.${place.word}`)}
              count={(place.count && counts?.[place.count]) ?? undefined}
              isExact={place.word === 'overview'}
            />
          ))}
        </>
      ) : (
        isAccountant && (
          <>
            <h2 className="rail-title">{t('frame.firm')}</h2>
            {firmPlacesOf(me).map((place) => (
              <RailLink key={place.path} to={place.path} icon={place.icon} word={t(`frame.${place.word}`)} />
            ))}
          </>
        )
      )}
      <div className="rail-end">
        {business?.permissions.includes('business.settings') && (
          <RailLink to={`/b/${business.id}/settings`} icon="settings" word={t('frame.settings')} />
        )}
        <button type="button" className="rail-link" onClick={onFold} title={isFolded ? t('frame.unfold') : t('frame.fold')}>
          <Icon name={isFolded ? 'unfold' : 'fold'} />
          <span className="rail-word">{isFolded ? t('frame.unfold') : t('frame.fold')}</span>
        </button>
      </div>
    </nav>
  );
}

function RailLink({
  to,
  icon,
  word,
  count,
  isExact = false,
}: {
  to: string;
  icon: IconName;
  word: string;
  count?: number | undefined;
  isExact?: boolean;
}) {
  return (
    <Link to={to} className="rail-link" title={word} activeOptions={{ exact: isExact, includeSearch: false }}>
      <Icon name={icon} />
      <span className="rail-word">{word}</span>
      {count ? <span className="rail-count">{count}</span> : null}
    </Link>
  );
}
