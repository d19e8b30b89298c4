import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SettlementCreated, TransactionView } from '#web/contract/bank.ts';
import { InvoiceView } from '#web/contract/invoices.ts';
import { api } from '../api/client.ts';
import { useBusiness } from '../frame/useBusiness.ts';
import { EmptyState } from '../shared/EmptyState.tsx';
import { formatMoney } from '../shared/format.ts';
import { KeyBar } from '../shared/KeyBar.tsx';
import { useKeys } from '../shared/keys.ts';
import { SkeletonRows } from '../shared/Late.tsx';
import { Page } from '../shared/Page.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { told, toldProblem } from '../shared/toast.tsx';
import { useFilters } from '../shared/useFilters.ts';
import { useList } from '../shared/useList.ts';
import { CandidateCard } from './CandidateCard.tsx';
import { allocate, bare, candidatesOf, partnerOf, strengthOf } from './candidates.ts';
import { LineFacts } from './LineFacts.tsx';
import { LinePane } from './LinePane.tsx';
import './bank.css';

/** As many as there are keys. */
const shown = 9;
/** A number, or an amount with a name: enough to stand chosen when one looks. */
const isPointedAt = 3;

/** Bank lines without a pair beside the open items they may pay, all by keyboard. */
export function ReconcileScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const cache = useQueryClient();
  const { filters, set } = useFilters(['line']);
  const whole = useList('transaction', business.id, '/transactions', TransactionView, { settled: 'none' });
  const parts = useList('transaction', business.id, '/transactions', TransactionView, { settled: 'partly' });
  const open = useList('invoice', business.id, '/invoices', InvoiceView, { isOpen: true });
  const [text, setText] = useState('');
  const asked = useDeferredValue(bare(text));
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const lines = [...whole.rows, ...parts.rows].sort((a, b) => b.bookedOn.localeCompare(a.bookedOn));
  const index = Math.max(
    0,
    lines.findIndex(({ id }) => id === filters.line),
  );
  const line = lines[index];
  const candidates = line
    ? candidatesOf(line, open.rows)
        .filter(({ item }) => bare(`${item.number} ${partnerOf(item)} ${item.gross}`).includes(asked))
        .slice(0, shown)
    : [];
  const first = candidates[0];
  const lineId = line?.id;
  const best = first && strengthOf(first) >= isPointedAt ? first.item.id : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another line begins with its own best candidate
  useEffect(() => setChosen(best ? [best] : []), [lineId, best === null]);
  useEffect(() => {
    if (lineId) setText('');
  }, [lineId]);
  // Every open item can be a candidate, so all pages are read.
  useEffect(() => {
    if (open.hasMore) open.more();
  });

  const picked = chosen.flatMap((id) => candidates.find(({ item }) => item.id === id) ?? []);
  const allocations = line ? allocate(line, picked) : [];
  const givenTo = (id: string) => allocations.find(({ item }) => item === id)?.amount ?? null;
  const go = (step: number) => lines[index + step] && set({ line: lines[index + step]!.id });
  const toggle = (id: string | undefined) => id && setChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  const refresh = () =>
    void Promise.all([
      cache.invalidateQueries({ queryKey: ['transaction', business.id] }),
      cache.invalidateQueries({ queryKey: ['invoice', business.id] }),
    ]);
  const confirm = async () => {
    if (!line || allocations.length === 0) return;
    const root = `/businesses/${business.id}/settlements`;
    set({ line: lines[index + 1]?.id ?? lines[index - 1]?.id });
    try {
      const { id } = await api.post(root, { transaction: line.id, allocations }, SettlementCreated);
      const who = line.counterpartyName ?? t('common.unknown');
      told(t('bank.settled', { who, amount: formatMoney(line.amount, line.currency) }), () => {
        void api
          .send('DELETE', `${root}/${id}`)
          .then(() => set({ line: line.id }), toldProblem)
          .finally(refresh);
      });
    } catch (error) {
      set({ line: line.id });
      toldProblem(error);
    }
    refresh();
  };
  useKeys({
    j: () => go(1),
    k: () => go(-1),
    n: () => go(1),
    Enter: () => void confirm(),
    ...Object.fromEntries(Array.from({ length: shown }, (_, at) => [String(at + 1), () => toggle(candidates[at]?.item.id)])),
  });

  const problem = whole.problem ?? parts.problem ?? open.problem;
  const title = t('bank.reconcile');
  if (problem)
    return (
      <Page title={title}>
        <ProblemNotice problem={problem} onRetry={refresh} />
      </Page>
    );
  if (whole.isLoading || parts.isLoading) return <SkeletonRows rows={10} />;
  if (!line)
    return (
      <Page title={title}>
        <EmptyState icon="circleCheck" title={t('bank.doneTitle')}>
          <p>{t('bank.doneHint')}</p>
        </EmptyState>
      </Page>
    );
  return (
    <Page title={title} hint={t('bank.waiting', { count: lines.length })}>
      <div className="reconcile">
        <LinePane lines={lines} at={index} onGo={(id) => set({ line: id })} onStep={go} onMore={whole.more} />
        <LineFacts line={line} items={picked.map(({ item }) => item)} />
        <section className="reconcile-items" aria-label={t('bank.candidates', { count: candidates.length })}>
          <div className="reconcile-scroll">
            <div className="row wrap">
              <h2>{t('bank.candidates', { count: candidates.length })}</h2>
              <TextInput
                data-find
                className="grow"
                aria-label={t('bank.find')}
                placeholder={t('bank.find')}
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
                onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
                rightSection={<kbd>/</kbd>}
              />
            </div>
            {open.isLoading && <SkeletonRows rows={4} />}
            {!open.isLoading && candidates.length === 0 && <p className="faint">{t('bank.noCandidate')}</p>}
            {candidates.map((candidate, at) => (
              <CandidateCard
                key={candidate.item.id}
                number={at + 1}
                candidate={candidate}
                given={givenTo(candidate.item.id)}
                isChosen={chosen.includes(candidate.item.id)}
                onChoose={() => toggle(candidate.item.id)}
              />
            ))}
          </div>
          <div className="row review-acts">
            <Button variant="filled" className="grow" disabled={allocations.length === 0} onClick={() => void confirm()}>
              {t('bank.confirm')} <kbd>Enter</kbd>
            </Button>
            <Button onClick={() => go(1)}>
              {t('bank.skip')} <kbd>N</kbd>
            </Button>
          </div>
        </section>
      </div>
      <KeyBar
        hints={[
          { keys: ['1', '9'], word: t('bank.key.choose') },
          { keys: ['Enter'], word: t('bank.key.confirm') },
          { keys: ['N'], word: t('bank.key.skip') },
          { keys: ['U'], word: t('bank.key.undo') },
          { keys: ['J', 'K'], word: t('bank.key.step') },
          { keys: ['/'], word: t('bank.key.find') },
        ]}
      />
    </Page>
  );
}
