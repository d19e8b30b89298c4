import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { TransactionView } from '#web/contract/bank.ts';
import { useBusiness } from '../frame/useBusiness.ts';
import { type Column, DataTable } from '../shared/DataTable.tsx';
import { Day } from '../shared/Day.tsx';
import { EmptyState } from '../shared/EmptyState.tsx';
import { FilteredEmpty } from '../shared/FilteredEmpty.tsx';
import { FilterSelect } from '../shared/FilterSelect.tsx';
import { Money } from '../shared/Money.tsx';
import { Page } from '../shared/Page.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Chip } from '../shared/StateChip.tsx';
import { useFilters } from '../shared/useFilters.ts';
import { useList } from '../shared/useList.ts';

const states = ['none', 'partly', 'fully'] as const;
const stateOf = ({ amount, settled }: TransactionView) => (/[1-9]/.test(settled) ? (settled === amount ? 'fully' : 'partly') : 'none');

/** The bank's lines, newest first, with how much of each is already given to invoices. */
export function BankScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const { filters, set, clear, isFiltered } = useFilters(['settled', 'from', 'to', 'text']);
  const list = useList('transaction', business.id, '/transactions', TransactionView, filters);
  const columns: Column<TransactionView>[] = [
    {
      id: 'booked',
      header: t('bank.booked'),
      width: 120,
      text: ({ bookedOn }) => bookedOn,
      cell: ({ bookedOn }) => <Day day={bookedOn} />,
    },
    {
      id: 'counterparty',
      header: t('bank.counterparty'),
      width: 220,
      card: 'wide',
      text: ({ counterpartyName }) => counterpartyName ?? '',
      cell: ({ counterpartyName, type }) => <span className="strong">{counterpartyName ?? type ?? t('common.unknown')}</span>,
    },
    {
      id: 'account',
      header: t('bank.account'),
      width: 220,
      isExtra: true,
      card: 'off',
      text: ({ counterpartyAccount }) => counterpartyAccount ?? '',
      cell: ({ counterpartyAccount }) => <span className="number">{counterpartyAccount ?? '–'}</span>,
    },
    {
      id: 'memo',
      header: t('bank.memo'),
      isWide: true,
      card: 'wide',
      text: ({ memo }) => memo ?? '',
      cell: ({ memo }) => <span className="faint">{memo}</span>,
    },
    {
      id: 'amount',
      header: t('bank.amount'),
      align: 'right',
      width: 140,
      text: ({ amount }) => amount,
      cell: ({ amount, currency }) => <Money amount={amount} currency={currency} strong />,
    },
    {
      id: 'balance',
      header: t('bank.balance'),
      align: 'right',
      width: 140,
      isExtra: true,
      card: 'off',
      text: ({ balance }) => balance ?? '',
      cell: ({ balance, currency }) => <Money amount={balance} currency={currency} />,
    },
    {
      id: 'state',
      header: t('field.state'),
      width: 170,
      text: (line) => t(`bank.state.${stateOf(line)}`),
      cell: (line) => {
        const state = stateOf(line);
        if (state === 'fully')
          return (
            <Chip tone="green" icon="check">
              {t('bank.state.fully')}
            </Chip>
          );
        return (
          <Link to="/b/$businessId/bank/reconcile" params={{ businessId: business.id }} search={{ line: line.id } as never}>
            <Chip tone="amber" icon={state === 'none' ? 'alertTriangle' : 'circleDot'}>
              {t(`bank.state.${state}`)}
            </Chip>
          </Link>
        );
      },
    },
  ];
  return (
    <Page title={t('frame.bank')}>
      <div className="page-tools">
        <FilterSelect
          label={t('field.state')}
          value={filters.settled}
          options={states.map((value) => ({ value, label: t(`bank.state.${value}`) }))}
          onChange={(settled) => set({ settled })}
        />
        <TextInput
          aria-label={t('bank.text')}
          placeholder={t('bank.text')}
          w={200}
          defaultValue={filters.text}
          onChange={(event) => set({ text: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          aria-label={t('bank.from')}
          value={filters.from ?? ''}
          onChange={(event) => set({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          aria-label={t('bank.to')}
          value={filters.to ?? ''}
          onChange={(event) => set({ to: event.currentTarget.value })}
        />
        {business.may('bank.settle') && (
          <Button component={Link} to={`/b/${business.id}/bank/reconcile`} variant="filled">
            {t('bank.reconcile')}
          </Button>
        )}
      </div>
      {list.problem && <ProblemNotice problem={list.problem} onRetry={list.retry} />}
      <DataTable
        name="transactions"
        label={t('bank.lines')}
        rows={list.rows}
        columns={columns}
        rowKey={({ id }) => id}
        isLoading={list.isLoading}
        onMore={list.more}
        empty={
          list.problem ? null : isFiltered ? (
            <FilteredEmpty filters={Object.values(filters)} onClear={clear} />
          ) : (
            <EmptyState icon="bank" title={t('bank.emptyTitle')}>
              <p>{t('bank.emptyHint')}</p>
            </EmptyState>
          )
        }
      />
    </Page>
  );
}
