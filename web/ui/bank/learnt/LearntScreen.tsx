import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { MemoryView, RefusalView } from '#web/contract/matching.ts';
import { api } from '../../api/client.ts';
import { useBusiness } from '../../frame/useBusiness.ts';
import { type Column, DataTable } from '../../shared/DataTable.tsx';
import { Day } from '../../shared/Day.tsx';
import { EmptyState } from '../../shared/EmptyState.tsx';
import { dayOf, formatAccount, formatMoney } from '../../shared/format.ts';
import { Page } from '../../shared/Page.tsx';
import { ProblemNotice } from '../../shared/ProblemNotice.tsx';
import { told, toldProblem } from '../../shared/toast.tsx';
import { useList } from '../../shared/useList.ts';
import { BankNav } from '../BankNav.tsx';
import { amountColumn, bookedColumn, partnerColumn } from '../line-columns.tsx';
import '../bank.css';

/** What the matcher learnt from this business's people, and the pairs they refused: all of it can be taken back. */
export function LearntScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const cache = useQueryClient();
  const memory = useList('settlement', business.id, '/match-memory', MemoryView);
  const refusals = useList('transaction', business.id, '/refusals', RefusalView);
  const maySettle = business.may('bank.settle');
  const remove = async (path: string, message: string) => {
    try {
      await api.send('DELETE', `/businesses/${business.id}${path}`);
      told(message);
    } catch (error) {
      toldProblem(error);
    }
    await Promise.all(['settlement', 'transaction'].map((type) => cache.invalidateQueries({ queryKey: [type, business.id] })));
  };
  const act = (label: string, run: () => void) => maySettle && <Button onClick={run}>{label}</Button>;
  const memoryColumns: Column<MemoryView>[] = [
    { id: 'kind', header: t('bank.what'), width: 200, text: ({ kind }) => kind, cell: ({ kind }) => t(`bank.memoryKind.${kind}`) },
    {
      id: 'value',
      header: t('bank.value'),
      isWide: true,
      card: 'wide',
      text: ({ value }) => value,
      cell: ({ kind, value, currency }) => (
        <span className="strong">{kind === 'fee' ? formatMoney(value, currency) : kind === 'account' ? formatAccount(value) : value}</span>
      ),
    },
    partnerColumn(),
    {
      id: 'times',
      header: t('bank.times'),
      width: 110,
      align: 'right',
      text: ({ times }) => String(times),
      cell: ({ times }) => <span className="number">{times}</span>,
    },
    { id: 'last', header: t('bank.lastAt'), width: 130, text: ({ lastAt }) => lastAt, cell: ({ lastAt }) => <Day day={dayOf(lastAt)} /> },
    {
      id: 'act',
      header: '',
      width: 120,
      align: 'right',
      cell: ({ id }) => act(t('bank.forget'), () => void remove(`/match-memory/${id}`, t('bank.forgotten'))),
    },
  ];
  const refusalColumns: Column<RefusalView>[] = [
    bookedColumn(),
    {
      id: 'counterparty',
      header: t('bank.counterparty'),
      isWide: true,
      card: 'wide',
      text: ({ counterpartyName }) => counterpartyName ?? '',
      cell: ({ counterpartyName }) => counterpartyName ?? t('common.unknown'),
    },
    amountColumn(),
    { id: 'number', header: t('bank.notThis'), width: 180, text: ({ number }) => number ?? '', cell: ({ number }) => number ?? '–' },
    partnerColumn(),
    {
      id: 'act',
      header: '',
      width: 140,
      align: 'right',
      cell: ({ id }) => act(t('bank.takeBack'), () => void remove(`/refusals/${id}`, t('bank.takenBack'))),
    },
  ];
  return (
    <Page title={t('bank.learnt')} tools={<BankNav />}>
      <p className="page-tools faint">{t('bank.learntHint')}</p>
      {memory.problem && <ProblemNotice problem={memory.problem} onRetry={memory.retry} />}
      <DataTable
        name="match-memory"
        label={t('bank.learnt')}
        rows={memory.rows}
        columns={memoryColumns}
        rowKey={({ id }) => id}
        isLoading={memory.isLoading}
        onMore={memory.more}
        empty={memory.problem ? null : <EmptyState icon="info" title={t('bank.nothingLearnt')} />}
      />
      <h2 className="learnt-head">{t('bank.refusals')}</h2>
      {refusals.problem && <ProblemNotice problem={refusals.problem} onRetry={refusals.retry} />}
      <DataTable
        name="match-refusals"
        label={t('bank.refusals')}
        rows={refusals.rows}
        columns={refusalColumns}
        rowKey={({ id }) => id}
        isLoading={refusals.isLoading}
        onMore={refusals.more}
        empty={refusals.problem ? null : <EmptyState icon="info" title={t('bank.noRefusals')} />}
      />
    </Page>
  );
}
