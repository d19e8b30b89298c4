import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { TransactionView } from '#web/contract/bank.ts';
import { BankAccountList } from '#web/contract/bank-statements.ts';
import { api } from '../api/client.ts';
import { useBusiness } from '../frame/useBusiness.ts';
import { scaled, typedAmount, unscaled } from '../shared/amount.ts';
import { type Column, DataTable } from '../shared/DataTable.tsx';
import { DayRange } from '../shared/DayRange.tsx';
import { EmptyState } from '../shared/EmptyState.tsx';
import { FilteredEmpty } from '../shared/FilteredEmpty.tsx';
import { FilterSelect } from '../shared/FilterSelect.tsx';
import { Filters } from '../shared/Filters.tsx';
import { formatAccount, formatMoney } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { Money } from '../shared/Money.tsx';
import { Page } from '../shared/Page.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Chip } from '../shared/StateChip.tsx';
import { told, toldProblem } from '../shared/toast.tsx';
import { useFilters } from '../shared/useFilters.ts';
import { useList } from '../shared/useList.ts';
import { BankNav } from './BankNav.tsx';
import { ExportMenu } from './ExportMenu.tsx';
import { amountColumn, bookedColumn } from './line-columns.tsx';
import './bank.css';

const states = ['none', 'partly', 'fully'] as const;
const directions = ['in', 'out'] as const;
const sources = ['uploaded', 'fetched'] as const;
const filterNames = [
  'accountId',
  'settled',
  'match',
  'direction',
  'amountFrom',
  'amountTo',
  'from',
  'to',
  'partner',
  'text',
  'source',
  'private',
] as const;
const stateOf = ({ amount, settled }: TransactionView) => (/[1-9]/.test(settled) ? (settled === amount ? 'fully' : 'partly') : 'none');

/** The bank's lines of all accounts, newest first, with how much of each is given to invoices (B-062, B-064). */
export function BankScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const cache = useQueryClient();
  const { filters, set, clear, isFiltered } = useFilters(filterNames);
  const list = useList('transaction', business.id, '/transactions', TransactionView, filters);
  const root = `/businesses/${business.id}`;
  const accounts = useQuery({
    queryKey: ['transaction', business.id, 'accounts'],
    queryFn: () => api.get(`${root}/bank-accounts`, BankAccountList),
  });
  const markPrivate = async ({ id, isPrivate }: TransactionView) => {
    const mark = (value: boolean) => api.send('PUT', `${root}/transactions/${id}/private`, { isPrivate: value });
    const refresh = () => void cache.invalidateQueries({ queryKey: ['transaction', business.id] });
    try {
      await mark(!isPrivate);
      told(t(isPrivate ? 'bank.shownAgain' : 'bank.hidden'), () => void mark(isPrivate).catch(toldProblem).finally(refresh));
    } catch (error) {
      toldProblem(error);
    }
    refresh();
  };
  const columns: Column<TransactionView>[] = [
    bookedColumn(),
    {
      id: 'counterparty',
      header: t('bank.counterparty'),
      width: 220,
      isWide: true,
      card: 'wide',
      text: ({ counterpartyName }) => counterpartyName ?? '',
      cell: ({ counterpartyName, type }) => <span className="strong">{counterpartyName ?? type ?? '–'}</span>,
    },
    {
      id: 'account',
      header: t('bank.account'),
      width: 220,
      isExtra: true,
      card: 'off',
      text: ({ counterpartyAccount }) => counterpartyAccount ?? '',
      cell: ({ counterpartyAccount }) => formatAccount(counterpartyAccount),
    },
    {
      id: 'own',
      header: t('bank.ownAccount'),
      width: 220,
      isExtra: true,
      card: 'off',
      text: ({ account }) => account,
      cell: ({ account }) => formatAccount(account),
    },
    {
      id: 'memo',
      header: t('bank.memo'),
      isWide: true,
      card: 'wide',
      text: ({ memo }) => memo ?? '',
      cell: ({ memo }) => <span className="faint">{memo}</span>,
    },
    amountColumn(),
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
      id: 'source',
      header: t('bank.sourceOf'),
      width: 120,
      isExtra: true,
      card: 'off',
      text: ({ source }) => t(`bank.from.${source}`),
      cell: ({ source }) => t(`bank.from.${source}`),
    },
    {
      id: 'state',
      header: t('field.state'),
      width: 170,
      text: (line) => t(`bank.state.${stateOf(line)}`),
      cell: (line) => <LineState businessId={business.id} line={line} />,
    },
  ];
  if (business.may('bank.private'))
    columns.push({
      id: 'private',
      header: t('bank.private'),
      width: 64,
      align: 'right',
      cell: (line) => (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-pressed={line.isPrivate}
          aria-label={t(line.isPrivate ? 'bank.showAgain' : 'bank.hide')}
          title={t(line.isPrivate ? 'bank.showAgain' : 'bank.hide')}
          onClick={() => void markPrivate(line)}
        >
          <Icon name={line.isPrivate ? 'lock' : 'eyeCheck'} />
        </ActionIcon>
      ),
    });
  return (
    <Page title={t('frame.bank')} tools={<BankNav />}>
      <div className="page-tools">
        <Filters set={Object.keys(filters).length}>
          {(accounts.data?.items.length ?? 0) > 1 && (
            <FilterSelect
              label={t('bank.ownAccount')}
              value={filters.accountId}
              options={accounts.data!.items.map(({ id, account }) => ({ value: id, label: formatAccount(account) }))}
              onChange={(accountId) => set({ accountId })}
            />
          )}
          <FilterSelect
            label={t('field.state')}
            value={filters.settled}
            options={states.map((value) => ({ value, label: t(`bank.state.${value}`) }))}
            onChange={(settled) => set({ settled })}
          />
          <FilterSelect
            label={t('bank.direction')}
            value={filters.direction}
            options={directions.map((value) => ({ value, label: t(`bank.${value}`) }))}
            onChange={(direction) => set({ direction })}
          />
          <TextInput
            aria-label={t('bank.text')}
            placeholder={t('bank.text')}
            w={200}
            defaultValue={filters.text}
            onChange={(event) => set({ text: event.currentTarget.value })}
          />
          <DayRange
            label={t('bank.booked')}
            from={{ label: t('bank.since'), value: filters.from, onChange: (from) => set({ from }) }}
            to={{ label: t('bank.until'), value: filters.to, onChange: (to) => set({ to }) }}
          />
          {(['amountFrom', 'amountTo'] as const).map((name) => (
            <TextInput
              key={name}
              w={120}
              inputMode="decimal"
              aria-label={t(`bank.${name}`)}
              placeholder={t(`bank.${name}`)}
              defaultValue={filters[name]}
              onBlur={(event) => set({ [name]: typedAmount(event.currentTarget.value) ?? undefined })}
              onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
            />
          ))}
          <FilterSelect
            label={t('bank.sourceOf')}
            value={filters.source}
            options={sources.map((value) => ({ value, label: t(`bank.from.${value}`) }))}
            onChange={(source) => set({ source })}
          />
        </Filters>
        <span className="grow" />
        <ExportMenu path={`${root}/transactions/export`} filters={filters} />
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
        foot={<Totals rows={list.rows} />}
        empty={
          list.problem ? null : isFiltered ? (
            <FilteredEmpty filters={Object.values(filters)} onClear={clear} />
          ) : (
            <EmptyState icon="bank" title={t('bank.emptyTitle')}>
              <p>{t('bank.emptyHint')}</p>
              {business.may('bank.import') && (
                <Button component={Link} to={`/b/${business.id}/bank/import`} variant="filled">
                  {t('bank.import')}
                </Button>
              )}
            </EmptyState>
          )
        }
      />
    </Page>
  );
}

/** The state of a line; what waits leads to its place in the work. */
function LineState({ businessId, line }: { businessId: string; line: TransactionView }) {
  const { t } = useTranslation();
  const state = stateOf(line);
  if (line.isPrivate)
    return (
      <Chip tone="grey" icon="lock">
        {t('bank.state.private')}
      </Chip>
    );
  if (line.inReport)
    return (
      <Chip tone="grey" icon="box">
        {t('bank.state.report')}
      </Chip>
    );
  if (line.nothingFits && state !== 'fully')
    return (
      <Chip tone="grey" icon="minus">
        {t('bank.state.nothing-fits')}
      </Chip>
    );
  if (state === 'fully')
    return (
      <Chip tone="green" icon="check">
        {t('bank.state.fully')}
      </Chip>
    );
  return (
    <Link to="/b/$businessId/bank/reconcile" params={{ businessId }} search={{ line: line.id } as never}>
      <Chip tone="amber" icon={state === 'none' ? 'alertTriangle' : 'circleDot'}>
        {t(`bank.state.${state}`)}
      </Chip>
    </Link>
  );
}

/** What came in and what went out of the shown lines, by currency. */
function Totals({ rows }: { rows: readonly TransactionView[] }) {
  const sums = new Map<string, [bigint, bigint]>();
  for (const { amount, currency } of rows) {
    const [incoming, outgoing] = sums.get(currency) ?? [0n, 0n];
    const value = scaled(amount) ?? 0n;
    sums.set(currency, value > 0n ? [incoming + value, outgoing] : [incoming, outgoing + value]);
  }
  return [...sums].map(([currency, [incoming, outgoing]]) => (
    <span key={currency} className="number row">
      <span>+{formatMoney(unscaled(incoming), currency)}</span>
      <span>{formatMoney(unscaled(outgoing), currency)}</span>
    </span>
  ));
}
