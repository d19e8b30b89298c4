import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SettlementView, TransactionView } from '#web/contract/bank.ts';
import { api } from '../../api/client.ts';
import { sumOf, unscaled } from '../../shared/amount.ts';
import { EmptyState } from '../../shared/EmptyState.tsx';
import { FilterSelect } from '../../shared/FilterSelect.tsx';
import { dayOf, formatDay, formatMoney } from '../../shared/format.ts';
import { KeyBar } from '../../shared/KeyBar.tsx';
import { useKeys } from '../../shared/keys.ts';
import { SkeletonRows } from '../../shared/Late.tsx';
import { ProblemNotice } from '../../shared/ProblemNotice.tsx';
import { Chip } from '../../shared/StateChip.tsx';
import { told, toldProblem } from '../../shared/toast.tsx';
import { useList } from '../../shared/useList.ts';
import { EvidenceList } from '../EvidenceList.tsx';
import { LineFacts } from '../LineFacts.tsx';
import { LinePane } from './LinePane.tsx';

const deciders = ['machine', 'person'] as const;

/** Everything that is settled, the machine's decisions first, with the same evidence and one act to undo each. */
export function DecidedLines({
  businessId,
  settlementId,
  onSettlement,
}: {
  businessId: string;
  settlementId: string | undefined;
  onSettlement: (id: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [by, setBy] = useState<string | undefined>(undefined);
  const list = useList('settlement', businessId, '/settlements', SettlementView, { by });
  const index = Math.max(
    0,
    list.rows.findIndex(({ id }) => id === settlementId),
  );
  const here = list.rows[index];
  const line = useQuery({
    queryKey: ['transaction', businessId, here?.transaction],
    queryFn: () => api.get(`/businesses/${businessId}/transactions/${here!.transaction}`, TransactionView),
    enabled: Boolean(here?.transaction),
  });
  const go = (step: number) => list.rows[index + step] && onSettlement(list.rows[index + step]!.id);
  const undo = async () => {
    if (!here) return;
    const next = list.rows[index + 1]?.id ?? list.rows[index - 1]?.id;
    try {
      await api.send('DELETE', `/businesses/${businessId}/settlements/${here.id}`);
      told(t('bank.undone'));
      onSettlement(next);
    } catch (error) {
      toldProblem(error);
    }
    await Promise.all(
      ['settlement', 'transaction', 'open-item', 'invoice'].map((type) => cache.invalidateQueries({ queryKey: [type, businessId] })),
    );
  };
  useKeys({ j: () => go(1), k: () => go(-1), u: () => void undo() });

  if (list.problem) return <ProblemNotice problem={list.problem} onRetry={list.retry} />;
  if (list.isLoading) return <SkeletonRows rows={10} />;
  return (
    <>
      <div className="page-tools">
        <FilterSelect
          label={t('bank.decidedBy')}
          value={by}
          options={deciders.map((value) => ({ value, label: t(`bank.by.${value}`) }))}
          onChange={setBy}
        />
      </div>
      {here ? (
        <div className="reconcile">
          <LinePane
            rows={list.rows.map(({ id, allocations, paidOn, createdAt }) => ({
              id,
              day: paidOn ?? dayOf(createdAt),
              name: allocations[0]?.partnerName ?? allocations[0]?.number ?? t('common.unknown'),
              amount: unscaled(sumOf(allocations.map(({ amount, direction }) => (direction === 'payable' ? negated(amount) : amount)))),
              currency: allocations[0]?.currency ?? 'HUF',
              candidates: null,
            }))}
            at={index}
            onGo={onSettlement}
            onStep={go}
            onMore={list.more}
          />
          {line.data ? (
            <LineFacts line={line.data} evidence={here.evidence} />
          ) : (
            <section className="reconcile-facts">
              <p className="faint">
                {t(`bank.source.${here.source}`)} · {formatDay(here.paidOn)}
              </p>
              {here.note && <p>{here.note}</p>}
            </section>
          )}
          <section className="reconcile-items" aria-label={t('bank.decision')}>
            <div className="reconcile-scroll">
              <div className="row wrap">
                <h2>{t('bank.decision')}</h2>
                <Chip tone={here.byPerson ? 'grey' : 'blue'} icon={here.byPerson ? 'user' : 'checks'}>
                  {t(here.byPerson ? 'bank.by.person' : 'bank.by.machine')}
                </Chip>
                {!here.byPerson && (
                  <span className="small faint">{t(`bank.rule.${here.rule as 'number'}`, { defaultValue: here.rule })}</span>
                )}
              </div>
              {here.allocations.map((part) => (
                <div key={part.item} className="candidate">
                  <span className="grow">
                    <span className="strong">{part.number ?? '–'}</span>
                    <br />
                    <span className="small faint">
                      {[part.partnerName, part.dueOn && t('bank.due', { day: formatDay(part.dueOn) })].filter(Boolean).join(' · ')}
                    </span>
                  </span>
                  <span className="candidate-sums small">
                    <span className="faint">{t('bank.given')}</span>
                    <span className="number">{formatMoney(part.amount, part.currency)}</span>
                    <span className="faint">{t('bank.stillOpen')}</span>
                    <span className="number strong">{formatMoney(part.open, part.currency)}</span>
                  </span>
                </div>
              ))}
              {here.fee && (
                <div className="candidate">
                  <span className="grow strong">{t('bank.feeKept')}</span>
                  <span className="number">{formatMoney(negated(here.fee), line.data?.currency ?? null)}</span>
                </div>
              )}
              <EvidenceList evidence={here.evidence} currency={line.data?.currency ?? here.allocations[0]?.currency ?? null} />
            </div>
            <div className="row reconcile-acts">
              <Button className="grow" onClick={() => void undo()}>
                {t('bank.undo')} <kbd>U</kbd>
              </Button>
            </div>
          </section>
        </div>
      ) : (
        <EmptyState icon="bank" title={t('bank.nothingDecidedTitle')}>
          <p>{t('bank.nothingDecidedHint')}</p>
        </EmptyState>
      )}
      {here && (
        <KeyBar
          hints={[
            { keys: ['J', 'K'], word: t('bank.key.step') },
            { keys: ['U'], word: t('bank.key.undo') },
          ]}
        />
      )}
    </>
  );
}

const negated = (amount: string): string => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`);
