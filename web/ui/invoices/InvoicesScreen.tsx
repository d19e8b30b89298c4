import { SegmentedControl, TextInput } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { periodPattern } from '#services/domain/accounting-period.ts';
import { invoiceKinds, paymentMethods } from '#services/domain/reading.ts';
import { InvoiceView } from '#web/contract/invoices.ts';
import { useBusiness } from '../frame/useBusiness.ts';
import { sumOf, unscaled } from '../shared/amount.ts';
import { type Column, DataTable } from '../shared/DataTable.tsx';
import { Day } from '../shared/Day.tsx';
import { DayRange } from '../shared/DayRange.tsx';
import { EmptyState } from '../shared/EmptyState.tsx';
import { FetchFiles } from '../shared/FetchFiles.tsx';
import { FilteredEmpty } from '../shared/FilteredEmpty.tsx';
import { FilterSelect } from '../shared/FilterSelect.tsx';
import { Filters } from '../shared/Filters.tsx';
import { Money } from '../shared/Money.tsx';
import { Page } from '../shared/Page.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Chip, StateChip } from '../shared/StateChip.tsx';
import { useFilters } from '../shared/useFilters.ts';
import { useList } from '../shared/useList.ts';

const states = ['needs-review', 'ready', 'taken-over', 'discarded'] as const;

/** The register: one line an invoice, whatever number of sources speak of it. */
export function InvoicesScreen() {
  const { t } = useTranslation();
  const go = useNavigate();
  const business = useBusiness();
  const { filters, set, clear, isFiltered } = useFilters([
    'direction',
    'state',
    'kind',
    'number',
    'supplierName',
    'issuedFrom',
    'issuedTo',
    'paymentMethod',
    'isOpen',
    'possibleDuplicate',
    'partnerId',
    'period',
  ]);
  const list = useList('invoice', business.id, '/invoices', InvoiceView, filters);
  const partnerOf = (invoice: InvoiceView) =>
    (invoice.direction === 'payable' ? invoice.supplier : invoice.customer).name ?? t('common.unknown');
  const columns: Column<InvoiceView>[] = [
    {
      id: 'partner',
      header: t('field.partner'),
      isWide: true,
      card: 'grow',
      text: partnerOf,
      cell: (invoice) => (
        <Link className="strong" to="/b/$businessId/invoices/$id" params={{ businessId: business.id, id: invoice.id }}>
          {partnerOf(invoice)}
        </Link>
      ),
    },
    {
      id: 'gross',
      header: t('field.gross'),
      align: 'right',
      width: 130,
      text: ({ gross }) => gross ?? '',
      cell: ({ gross, currency }) => <Money amount={gross} currency={currency} strong />,
    },
    {
      id: 'number',
      header: t('field.number'),
      width: 160,
      card: 'wide',
      text: ({ number }) => number ?? '',
      cell: ({ number }) => <span className="nowrap">{number ?? '–'}</span>,
    },
    {
      id: 'direction',
      header: t('field.direction'),
      width: 90,
      card: 'off',
      text: ({ direction }) => t(`direction.${direction}`),
      cell: ({ direction }) => <span className="small faint">{t(`direction.${direction}`)}</span>,
    },
    {
      id: 'kind',
      header: t('field.kind'),
      width: 140,
      isExtra: true,
      card: 'off',
      text: ({ kind }) => t(`invoiceKind.${kind}`),
      cell: ({ kind }) => t(`invoiceKind.${kind}`),
    },
    {
      id: 'issued',
      header: t('field.issuedOn'),
      align: 'right',
      width: 110,
      text: ({ issuedOn }) => issuedOn ?? '',
      cell: ({ issuedOn }) => <Day day={issuedOn} />,
    },
    {
      id: 'supplied',
      header: t('field.suppliedOn'),
      align: 'right',
      width: 110,
      card: 'off',
      text: ({ suppliedOn }) => suppliedOn ?? '',
      cell: ({ suppliedOn }) => <Day day={suppliedOn} />,
    },
    {
      id: 'due',
      header: t('field.dueOn'),
      align: 'right',
      width: 110,
      card: 'off',
      text: ({ dueOn }) => dueOn ?? '',
      cell: ({ dueOn }) => <Day day={dueOn} />,
    },
    {
      id: 'period',
      header: t('field.period'),
      width: 90,
      isExtra: true,
      card: 'off',
      text: ({ period }) => period ?? '',
      cell: ({ period }) => <span className="nowrap">{period ?? '–'}</span>,
    },
    {
      id: 'open',
      header: t('field.open'),
      align: 'right',
      width: 130,
      card: 'off',
      text: ({ open }) => open ?? '',
      cell: ({ open, currency }) => <Money amount={open} currency={currency} />,
    },
    {
      id: 'state',
      header: t('field.state'),
      width: 200,
      text: ({ state }) => t(`state.${state}`),
      cell: (invoice) => (
        <span className="row">
          <StateChip state={invoice.state} />
          {invoice.possibleDuplicate && (
            <Chip tone="amber" icon="copy">
              {t('invoices.duplicate')}
            </Chip>
          )}
        </span>
      ),
    },
  ];
  const currencies = [...new Set(list.rows.map(({ currency }) => currency ?? 'HUF'))];
  return (
    <Page title={t('frame.invoices')}>
      <div className="page-tools">
        <SegmentedControl
          aria-label={t('field.direction')}
          value={filters.direction ?? ''}
          onChange={(direction) => set({ direction })}
          data={[
            { value: '', label: t('common.all') },
            { value: 'payable', label: t('direction.payable') },
            { value: 'receivable', label: t('direction.receivable') },
          ]}
        />
        <Filters set={Object.keys(filters).filter((name) => name !== 'direction').length}>
          <TextInput
            aria-label={t('field.number')}
            placeholder={t('field.number')}
            w={140}
            defaultValue={filters.number}
            onChange={(event) => set({ number: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t('field.partner')}
            placeholder={t('field.partner')}
            w={160}
            defaultValue={filters.supplierName}
            onChange={(event) => set({ supplierName: event.currentTarget.value })}
          />
          <FilterSelect
            label={t('field.state')}
            value={filters.state}
            options={states.map((value) => ({ value, label: t(`state.${value}`) }))}
            onChange={(state) => set({ state })}
          />
          <FilterSelect
            label={t('field.kind')}
            value={filters.kind}
            options={invoiceKinds.map((value) => ({ value, label: t(`invoiceKind.${value}`) }))}
            onChange={(kind) => set({ kind })}
          />
          <FilterSelect
            label={t('field.paymentMethod')}
            value={filters.paymentMethod}
            options={paymentMethods.map((value) => ({ value, label: t(`payment.${value}`) }))}
            onChange={(paymentMethod) => set({ paymentMethod })}
          />
          <DayRange
            label={t('field.issuedOn')}
            from={{ label: t('invoices.from'), value: filters.issuedFrom, onChange: (issuedFrom) => set({ issuedFrom }) }}
            to={{ label: t('invoices.to'), value: filters.issuedTo, onChange: (issuedTo) => set({ issuedTo }) }}
          />
          <TextInput
            aria-label={t('field.period')}
            placeholder={t('invoices.periodExample')}
            w={110}
            defaultValue={filters.period}
            onChange={({ currentTarget: { value } }) => (value === '' || periodPattern.test(value)) && set({ period: value })}
          />
        </Filters>
        {business.may('exports.make') && <FetchFiles businessId={business.id} filter={{ invoices: filters }} />}
      </div>
      {list.problem && <ProblemNotice problem={list.problem} onRetry={list.retry} />}
      <DataTable
        name="invoices"
        label={t('frame.invoices')}
        rows={list.rows}
        columns={columns}
        rowKey={({ id }) => id}
        isLoading={list.isLoading}
        onMore={list.more}
        onOpen={({ id }) => void go({ to: '/b/$businessId/invoices/$id', params: { businessId: business.id, id } })}
        foot={currencies.map((currency) => (
          <Money
            key={currency}
            currency={currency}
            amount={unscaled(sumOf(list.rows.filter((row) => (row.currency ?? 'HUF') === currency).map(({ gross }) => gross)))}
          />
        ))}
        empty={
          isFiltered ? (
            <FilteredEmpty filters={Object.values(filters)} onClear={clear} />
          ) : (
            <EmptyState icon="fileInvoice" title={t('invoices.emptyTitle')}>
              <p>{t('invoices.emptyHint')}</p>
            </EmptyState>
          )
        }
      />
    </Page>
  );
}
