import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Column } from '../shared/DataTable.tsx';
import { Day } from '../shared/Day.tsx';
import { formatNumber } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { type Client, reasonOf } from './client.ts';

const looks = {
  overdue: ['red', 'alertCircle'],
  review: ['amber', 'alertTriangle'],
  unmatched: ['amber', 'alertTriangle'],
  nothingYet: ['blue', 'info'],
  calm: ['green', 'circleCheck'],
} as const;

/** The facts of a client's line, in the order in which one asks for them. */
export function useClientColumns(): Column<Client>[] {
  const { t } = useTranslation();
  const reasonText = (client: Client): string => {
    const reason = reasonOf(client);
    return reason ? t(`clients.why.${reason.word}`, { count: reason.count }) : '';
  };
  return [
    {
      id: 'name',
      header: t('clients.client'),
      width: 240,
      card: 'grow',
      text: ({ name }) => name,
      cell: ({ id, name }) => (
        <Link className="strong nowrap" to="/b/$businessId" params={{ businessId: id }}>
          {name}
        </Link>
      ),
    },
    {
      id: 'taxNumber',
      header: t('clients.taxNumber'),
      width: 130,
      text: ({ taxNumber }) => taxNumber,
      cell: ({ taxNumber }) => <span className="small faint number">{taxNumber}</span>,
    },
    {
      id: 'why',
      header: t('clients.whyHere'),
      isWide: true,
      card: 'wide',
      text: reasonText,
      cell: (client) => {
        const reason = reasonOf(client);
        if (!reason) return null;
        const [tone, icon] = looks[reason.word];
        return (
          <>
            <span className={tone}>
              <Icon name={icon} />
            </span>{' '}
            {reasonText(client)}
            {client.hasSilentDoor && (
              <Link className="link" to="/b/$businessId/settings/doors" params={{ businessId: client.id }}>
                {' · '}
                {t('clients.why.silent')}
              </Link>
            )}
          </>
        );
      },
    },
    {
      id: 'review',
      header: t('clients.review'),
      align: 'right',
      width: 100,
      card: 'off',
      text: ({ waiting }) => String(waiting?.review ?? ''),
      cell: ({ id, waiting }) => <Count count={waiting?.review} to={`/b/${id}/review`} />,
    },
    {
      id: 'unmatched',
      header: t('clients.unmatched'),
      align: 'right',
      width: 110,
      card: 'off',
      text: ({ waiting }) => String(waiting?.unmatched ?? ''),
      cell: ({ id, waiting }) => <Count count={waiting?.unmatched} to={`/b/${id}/bank`} />,
    },
    {
      id: 'overdue',
      header: t('clients.overdue'),
      align: 'right',
      width: 150,
      card: 'off',
      text: ({ waiting }) => String(waiting?.overdue ?? ''),
      cell: ({ id, waiting }) => (
        <span className="nowrap">
          {waiting?.overdueSince && (
            <span className="small faint">
              <Day day={waiting.overdueSince} short />{' '}
              <span className="red">
                <Icon name="clock" />
              </span>{' '}
            </span>
          )}
          <Count count={waiting?.overdue} to={`/b/${id}/invoices?direction=payable&isOpen=true`} tone="red" />
        </span>
      ),
    },
    {
      id: 'arrival',
      header: t('clients.lastArrival'),
      align: 'right',
      width: 140,
      card: 'off',
      text: ({ waiting }) => waiting?.lastArrivalAt ?? '',
      cell: ({ waiting }) => <Day at={waiting?.lastArrivalAt ?? null} />,
    },
    {
      id: 'since',
      header: t('clients.since'),
      align: 'right',
      width: 130,
      card: 'off',
      isExtra: true,
      cell: ({ accountant, createdAt }) => <Day at={accountant?.since ?? createdAt} />,
    },
  ];
}

/** A number that leads to what it counts; none is only a faint nought. */
function Count({ count, to, tone }: { count: number | null | undefined; to: string; tone?: 'red' }) {
  if (count === null || count === undefined) return <span className="faint">–</span>;
  if (count === 0) return <span className="faint number">0</span>;
  return (
    <Link className="count" data-tone={tone} to={to}>
      {formatNumber(String(count))}
    </Link>
  );
}
