import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Icon } from '../shared/Icon.tsx';
import { doorLabel } from '../shared/labels.ts';
import { daysSince } from './days-since.ts';
import { doorsQuery } from './doors-query.ts';

/** Says which doors fell silent, and leads to where that is looked into; nothing while all is well. */
export function SilentDoors({ businessId }: { businessId: string }) {
  const { t } = useTranslation();
  const doors = useQuery(doorsQuery(businessId));
  const silent = doors.data?.items.filter(({ silentSince }) => silentSince !== null) ?? [];
  if (silent.length === 0) return null;
  return (
    <p className="note" data-tone="amber" role="status" style={{ margin: '0 var(--gutter) 16px' }}>
      <Icon name="alertTriangle" />
      <span className="grow">
        {silent.map(({ door, silentSince }) => `${doorLabel(door)}: ${t('doors.silent', { count: daysSince(silentSince!) })}`).join(', ')}
      </span>
      <Link className="link" to="/b/$businessId/settings/doors" params={{ businessId }}>
        {t('doors.look')}
      </Link>
    </p>
  );
}
