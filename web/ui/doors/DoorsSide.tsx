import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DoorHealth } from './DoorHealth.tsx';
import { doorsQuery } from './doors-query.ts';
import './doors.css';

/** Beside the deliveries: how each door is, those that fell silent first. */
export function DoorsSide({ businessId }: { businessId: string }) {
  const { t } = useTranslation();
  const doors = useQuery(doorsQuery(businessId));
  const items = doors.data?.items.toSorted((a, b) => Number(b.silentSince !== null) - Number(a.silentSince !== null)) ?? [];
  if (items.length === 0) return null;
  return (
    <aside className="doors-side" aria-label={t('doors.title')}>
      <div className="row">
        <h2 className="grow">
          {t('doors.title')} <span className="faint">{t('doors.thirtyDays')}</span>
        </h2>
        <Link className="link small" to="/b/$businessId/settings/doors" params={{ businessId }}>
          {t('doors.setUp')}
        </Link>
      </div>
      <ul className="door-list">
        {items.map((door) => (
          <li key={door.door}>
            <DoorHealth door={door} />
          </li>
        ))}
      </ul>
    </aside>
  );
}
