import { Button, TextInput } from '@mantine/core';
import { useQueries, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { BusinessView } from '#web/contract/businesses.ts';
import { DocumentView } from '#web/contract/documents.ts';
import { pageOf } from '#web/contract/shapes.ts';
import { api } from '../api/client.ts';
import { businessesQuery, meQuery } from '../api/queries.ts';
import { matches } from '../frame/matches.ts';
import { type Column, DataTable } from '../shared/DataTable.tsx';
import { Day } from '../shared/Day.tsx';
import { EmptyState } from '../shared/EmptyState.tsx';
import { FilteredEmpty } from '../shared/FilteredEmpty.tsx';
import { formatDay, today, weekdayOf } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { Page } from '../shared/Page.tsx';
import { StateChip } from '../shared/StateChip.tsx';
import { useFilters } from '../shared/useFilters.ts';

type Client = BusinessView & { review: number | null };

/** All clients on one page, those with work first; each number leads to its list. */
export function ClientsScreen() {
  const { t } = useTranslation();
  const go = useNavigate();
  const { data: businesses } = useSuspenseQuery(businessesQuery);
  const { data: me } = useSuspenseQuery(meQuery);
  const mayInvite = me?.accountants.some(({ permissions }) => permissions.includes('clients.invite')) ?? false;
  const { filters, set, clear } = useFilters(['name']);
  const counts = useQueries({
    queries: businesses.map(({ id }) => ({
      queryKey: ['document', id, 'waiting-count'],
      queryFn: async () => (await api.get(`/businesses/${id}/documents?state=needs-review&limit=200`, pageOf(DocumentView))).items.length,
    })),
  });
  const clients = businesses
    .map((business, index): Client => ({ ...business, review: counts[index]?.data ?? null }))
    .filter(({ name, taxNumber }) => matches(filters.name ?? '', name, taxNumber))
    .sort((a, b) => (b.review ?? 0) - (a.review ?? 0));
  const columns: Column<Client>[] = [
    {
      id: 'name',
      header: t('clients.client'),
      isWide: true,
      card: 'grow',
      text: ({ name }) => name,
      cell: ({ id, name }) => (
        <Link className="strong" to="/b/$businessId" params={{ businessId: id }}>
          {name}
        </Link>
      ),
    },
    {
      id: 'review',
      header: t('frame.review'),
      align: 'right',
      width: 120,
      text: ({ review }) => String(review ?? ''),
      cell: ({ id, review }) =>
        review === null ? (
          ''
        ) : review === 0 ? (
          <span className="faint">0</span>
        ) : (
          <Link className="strong amber" to="/b/$businessId/review" params={{ businessId: id }}>
            {review}
          </Link>
        ),
    },
    {
      id: 'taxNumber',
      header: t('clients.taxNumber'),
      width: 150,
      card: 'wide',
      text: ({ taxNumber }) => taxNumber,
      cell: ({ taxNumber }) => <span className="faint">{taxNumber}</span>,
    },
    {
      id: 'state',
      header: t('field.state'),
      width: 140,
      card: 'off',
      cell: ({ review }) => (review === null ? '' : <StateChip state={review > 0 ? 'needs-review' : 'ready'} />),
    },
    {
      id: 'since',
      header: t('clients.since'),
      align: 'right',
      width: 140,
      card: 'off',
      cell: ({ accountant, createdAt }) => <Day at={accountant?.since ?? createdAt} />,
    },
  ];
  return (
    <Page title={t('frame.clients')} hint={`${formatDay(today())}, ${weekdayOf(today())}`}>
      <div className="page-tools">
        <TextInput
          w={240}
          aria-label={t('frame.findClient')}
          placeholder={t('frame.findClient')}
          value={filters.name ?? ''}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        {mayInvite && (
          <Button component={Link} to="/clients/new" leftSection={<Icon name="plus" />}>
            {t('client.new')}
          </Button>
        )}
      </div>
      <DataTable
        name="clients"
        label={t('frame.clients')}
        rows={clients}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void go({ to: '/b/$businessId', params: { businessId: id } })}
        empty={
          filters.name ? (
            <FilteredEmpty filters={[filters.name]} onClear={clear} />
          ) : (
            <EmptyState icon="users" title={t('clients.noneYet')}>
              <p>{t('clients.noneHint')}</p>
            </EmptyState>
          )
        }
      />
    </Page>
  );
}
