import { Button, TextInput } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { businessesQuery, meQuery, waitingQuery } from '../api/queries.ts';
import { silentDoorsQuery } from '../doors/doors-query.ts';
import { matches } from '../frame/matches.ts';
import { DataTable } from '../shared/DataTable.tsx';
import { EmptyState } from '../shared/EmptyState.tsx';
import { FilteredEmpty } from '../shared/FilteredEmpty.tsx';
import { formatDay, formatNumber, today, weekdayOf } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { KeyBar } from '../shared/KeyBar.tsx';
import { Page } from '../shared/Page.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { useFilters } from '../shared/useFilters.ts';
import { type Client, clientOf, hasWork, inOrderOfWork } from './client.ts';
import { useClientColumns } from './columns.tsx';

/** All clients on one page, those with work first; each number leads to its list. */
export function ClientsScreen() {
  const { t } = useTranslation();
  const go = useNavigate();
  const { data: businesses } = useSuspenseQuery(businessesQuery);
  const { data: me } = useSuspenseQuery(meQuery);
  const waiting = useQuery(waitingQuery);
  const { data: silentDoors } = useQuery(silentDoorsQuery);
  const silent = new Set(silentDoors?.items.map(({ businessId }) => businessId));
  const columns = useClientColumns();
  const mayInvite = me?.accountants.some(({ permissions }) => permissions.includes('clients.invite')) ?? false;
  const { filters, set, clear } = useFilters(['name', 'show']);
  const all = businesses.map((business) => clientOf(business, waiting.data, silent)).sort(inOrderOfWork);
  const busy = all.filter(hasWork);
  const clients = (filters.show === 'work' ? busy : all).filter(({ name, taxNumber }) => matches(filters.name ?? '', name, taxNumber));
  const open = (screen: string) => (client: Client) => void go({ to: `/b/${client.id}${screen}` });
  const sum = (of: (client: Client) => number | null | undefined) =>
    formatNumber(String(clients.reduce((all, each) => all + (of(each) ?? 0), 0)));
  return (
    <Page title={t('frame.clients')} hint={`${formatDay(today())}, ${weekdayOf(today())}`}>
      <div className="page-tools">
        <TextInput
          className="tool-search"
          aria-label={t('frame.findClient')}
          placeholder={t('frame.findClient')}
          leftSection={<Icon name="search" />}
          rightSection={<kbd>/</kbd>}
          data-find
          value={filters.name ?? ''}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <span className="seg">
          {([undefined, 'work'] as const).map((show) => (
            <button key={show ?? 'all'} type="button" aria-pressed={filters.show === show} onClick={() => set({ show })}>
              {t(show ? 'clients.work' : 'common.all')} <span className="faint">{show ? busy.length : all.length}</span>
            </button>
          ))}
        </span>
        {mayInvite && (
          <Button component={Link} to="/clients/new" leftSection={<Icon name="plus" />}>
            {t('client.new')}
          </Button>
        )}
      </div>
      {waiting.error && <ProblemNotice problem={waiting.error} onRetry={() => void waiting.refetch()} />}
      <DataTable
        name="clients"
        label={t('frame.clients')}
        rows={clients}
        columns={columns}
        rowKey={({ id }) => id}
        isLoading={waiting.isPending}
        groupOf={(client) => t(hasWork(client) ? 'clients.work' : 'clients.calm')}
        onOpen={open('')}
        rowKeys={{ a: open('/review'), p: open('/bank/reconcile') }}
        foot={
          <span className="small only-wide">
            {t('clients.sums', {
              review: sum(({ waiting }) => waiting?.review),
              unmatched: sum(({ waiting }) => waiting?.unmatched),
              overdue: sum(({ waiting }) => waiting?.overdue),
            })}
          </span>
        }
        empty={
          filters.name || filters.show ? (
            <FilteredEmpty
              filters={[filters.name, filters.show && t('clients.work')].filter((each) => each !== undefined)}
              onClear={clear}
            />
          ) : (
            <EmptyState icon="users" title={t('clients.noneYet')}>
              <p>{t(mayInvite ? 'clients.firstHint' : 'clients.noneHint')}</p>
            </EmptyState>
          )
        }
      />
      <KeyBar
        hints={[
          { keys: ['↑', '↓'], word: t('clients.key.row') },
          { keys: ['Enter'], word: t('clients.key.open') },
          { keys: ['A'], word: t('clients.key.review') },
          { keys: ['P'], word: t('clients.key.match') },
        ]}
      />
    </Page>
  );
}
