import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AgingView, OpenItemView } from '#web/contract/matching.ts';
import { api } from '../../api/client.ts';
import { useBusiness } from '../../frame/useBusiness.ts';
import { scaled, unscaled } from '../../shared/amount.ts';
import { type Column, DataTable } from '../../shared/DataTable.tsx';
import { Day } from '../../shared/Day.tsx';
import { EmptyState } from '../../shared/EmptyState.tsx';
import { FilteredEmpty } from '../../shared/FilteredEmpty.tsx';
import { formatMoney } from '../../shared/format.ts';
import { SkeletonRows } from '../../shared/Late.tsx';
import { Money } from '../../shared/Money.tsx';
import { Page } from '../../shared/Page.tsx';
import { ProblemNotice } from '../../shared/ProblemNotice.tsx';
import { StateChip } from '../../shared/StateChip.tsx';
import { useFilters } from '../../shared/useFilters.ts';
import { useList } from '../../shared/useList.ts';
import { BankNav } from '../BankNav.tsx';
import { ExportMenu } from '../ExportMenu.tsx';
import { Ages } from './Ages.tsx';
import { Offsetting } from './Offsetting.tsx';
import '../bank.css';

const directions = ['receivable', 'payable'] as const;
const chipOf = { open: 'open', 'partly-paid': 'partly-settled', late: 'late', paid: 'settled' } as const;

/** Who owes us and whom we owe, by age and by partner; every bar opens its list. */
export function OpenItemsScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const { filters, set, clear } = useFilters(['direction', 'bucket', 'partnerId', 'currency', 'text']);
  const aging = useQuery({
    queryKey: ['open-item', business.id, 'aging'],
    queryFn: () => api.get(`/businesses/${business.id}/open-items/aging`, AgingView),
  });
  const owed = Object.groupBy(aging.data?.items ?? [], (row) => row.direction);
  // Unless somebody chose, the side where there is something.
  const direction = directions.find((each) => each === filters.direction) ?? (owed.receivable || !owed.payable ? 'receivable' : 'payable');
  const list = useList('open-item', business.id, '/open-items', OpenItemView, { ...filters, direction });
  const { direction: _, ...narrowing } = filters;
  const isFiltered = Object.keys(narrowing).length > 0;
  const columns: Column<OpenItemView>[] = [
    {
      id: 'number',
      header: t('field.number'),
      width: 180,
      text: ({ number }) => number ?? '',
      cell: ({ id, number }) => (
        <Link className="strong" to="/b/$businessId/invoices/$id" params={{ businessId: business.id, id }}>
          {number ?? '–'}
        </Link>
      ),
    },
    {
      id: 'partner',
      header: t('bank.partner'),
      isWide: true,
      card: 'wide',
      text: ({ partnerName }) => partnerName ?? '',
      cell: ({ partnerName }) => partnerName ?? t('common.unknown'),
    },
    {
      id: 'issued',
      header: t('field.issuedOn'),
      width: 120,
      isExtra: true,
      card: 'off',
      text: ({ issuedOn }) => issuedOn ?? '',
      cell: ({ issuedOn }) => <Day day={issuedOn} />,
    },
    { id: 'due', header: t('field.dueOn'), width: 120, text: ({ dueOn }) => dueOn ?? '', cell: ({ dueOn }) => <Day day={dueOn} /> },
    {
      id: 'late',
      header: t('bank.daysLate'),
      width: 110,
      align: 'right',
      text: ({ daysLate }) => String(daysLate),
      cell: ({ daysLate }) => (daysLate > 0 ? <span className="red number">{t('bank.days', { count: daysLate })}</span> : '–'),
    },
    {
      id: 'gross',
      header: t('field.gross'),
      width: 140,
      align: 'right',
      isExtra: true,
      card: 'off',
      text: ({ gross }) => gross,
      cell: ({ gross, currency }) => <Money amount={gross} currency={currency} />,
    },
    {
      id: 'open',
      header: t('bank.openAmount'),
      width: 140,
      align: 'right',
      text: ({ open }) => open,
      cell: ({ open, currency }) => <Money amount={open} currency={currency} strong />,
    },
    {
      id: 'state',
      header: t('field.state'),
      width: 150,
      text: ({ status }) => status,
      cell: ({ status }) => <StateChip state={chipOf[status]} />,
    },
  ];
  return (
    <Page title={t('bank.openItems')} tools={<BankNav />}>
      <div className="page-tools">
        <span className="seg" role="tablist" aria-label={t('bank.openItems')}>
          {directions.map((each) => (
            <button
              key={each}
              type="button"
              role="tab"
              aria-selected={each === direction}
              onClick={() => set({ direction: each, bucket: undefined, partnerId: undefined })}
            >
              {t(`bank.owed.${each}`)} <span className="number faint">{countOf(owed[each])}</span>
            </button>
          ))}
        </span>
        <TextInput
          aria-label={t('bank.findOpen')}
          placeholder={t('bank.findOpen')}
          w={240}
          defaultValue={filters.text}
          onChange={(event) => set({ text: event.currentTarget.value })}
        />
        <ExportMenu path={`/businesses/${business.id}/open-items/export`} filters={{ ...filters, direction }} />
      </div>
      {aging.error && <ProblemNotice problem={aging.error} onRetry={() => void aging.refetch()} />}
      {aging.isPending && <SkeletonRows rows={3} />}
      {owed[direction] && (
        <Ages
          items={owed[direction]}
          bucket={filters.bucket}
          partnerId={filters.partnerId}
          onPick={(picked) => set({ bucket: undefined, partnerId: undefined, ...picked })}
        />
      )}
      {business.may('bank.settle') && <Offsetting businessId={business.id} />}
      {list.problem && <ProblemNotice problem={list.problem} onRetry={list.retry} />}
      <DataTable
        name="open-items"
        label={t('bank.openItems')}
        rows={list.rows}
        columns={columns}
        rowKey={({ id }) => id}
        isLoading={list.isLoading}
        onMore={list.more}
        foot={sumsByCurrency(list.rows).map(([currency, sum]) => (
          <span key={currency} className="number">
            {formatMoney(unscaled(sum), currency)}
          </span>
        ))}
        empty={
          list.problem ? null : isFiltered ? (
            <FilteredEmpty filters={Object.values(narrowing)} onClear={clear} />
          ) : (
            <EmptyState icon="circleCheck" title={t(`bank.noneOwed.${direction}`)} />
          )
        }
      />
    </Page>
  );
}

const countOf = (rows: AgingView['items'] | undefined): number | undefined => rows?.reduce((sum, { count }) => sum + count, 0);

const sumsByCurrency = (rows: readonly OpenItemView[]): [string, bigint][] => [
  ...rows.reduce(
    (sums, { open, currency }) => sums.set(currency, (sums.get(currency) ?? 0n) + (scaled(open) ?? 0n)),
    new Map<string, bigint>(),
  ),
];
