import { Button } from '@mantine/core';
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { InvoiceView } from '#web/contract/invoices.ts';
import { api } from '../api/client.ts';
import { documentQuery } from '../document/use-document.ts';
import { useBusiness } from '../frame/useBusiness.ts';
import { EmptyState } from '../shared/EmptyState.tsx';
import { evidenceOf, marksOf } from '../shared/evidence.ts';
import { formatMoney } from '../shared/format.ts';
import { KeyBar } from '../shared/KeyBar.tsx';
import { useKeys } from '../shared/keys.ts';
import { SkeletonRows } from '../shared/Late.tsx';
import { fieldLabel, reasonLabel } from '../shared/labels.ts';
import { Page } from '../shared/Page.tsx';
import { PageViewer } from '../shared/PageViewer.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { told, toldProblem } from '../shared/toast.tsx';
import { useFilters } from '../shared/useFilters.ts';
import { typed } from './EvidenceField.tsx';
import { FieldPane } from './FieldPane.tsx';
import { correctionOf, fieldOf } from './fields.ts';
import { QueuePane } from './QueuePane.tsx';
import { questionsOf } from './questions.ts';
import { useQueue, type Waiting } from './use-review.ts';
import './review.css';

/** The queue of doubtful documents: page beside fields, doubts first, all by keyboard. */
export function ReviewScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const cache = useQueryClient();
  const { queue, isLoading, problem, retry } = useQueue(business.id);
  const { filters, set } = useFilters(['item']);
  const index = Math.max(
    0,
    queue.findIndex(({ key }) => key === filters.item),
  );
  const here = queue[index];
  const [changes, setChanges] = useState<Record<string, string | null>>({});
  const [active, setActive] = useState<string | null>(null);
  const [rotation, setRotation] = useState(0);
  const document = useQuery({ ...documentQuery(business.id, here?.documentId ?? ''), enabled: Boolean(here?.documentId) });
  // The next document is already there when it is asked for.
  useQueries({
    queries: queue.slice(index + 1, index + 3).flatMap(({ documentId }) => (documentId ? [documentQuery(business.id, documentId)] : [])),
  });
  const evidence = evidenceOf(document.data);
  const questions = here?.invoice ? questionsOf(here.invoice, evidence) : [];
  const key = here?.key;
  const isRead = document.data !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another document begins with a clean desk
  useEffect(() => {
    setChanges({});
    setRotation(0);
    setActive(questions[0]?.name ?? null);
    if (isRead && questions[0])
      window.document.querySelector<HTMLElement>(`[data-field="${questions[0].name}"]`)?.focus({ preventScroll: true });
  }, [key, isRead]);

  const go = (step: number) => queue[index + step] && set({ item: queue[index + step]!.key });
  const settle = async (item: Waiting, state: 'ready' | 'discarded') => {
    const { invoice } = item;
    if (!invoice) return;
    const path = `/businesses/${business.id}/invoices/${invoice.id}`;
    const before = Object.fromEntries(Object.keys(changes).map((name) => [name, fieldOf(invoice, name)]));
    set({ item: queue[index + 1]?.key ?? queue[index - 1]?.key });
    try {
      const after = await api.patch(path, { ...correctionOf(changes), state }, invoice.version, InvoiceView);
      told(
        `${t(state === 'ready' ? 'review.accepted' : 'review.discarded')}: ${invoice.supplier.name ?? t('common.unknown')}, ${formatMoney(after.gross, after.currency)}`,
        () => {
          void api
            .patch(path, { ...correctionOf(before), state: 'needs-review' }, after.version, InvoiceView)
            .then(() => set({ item: item.key }), toldProblem)
            .finally(refresh);
        },
      );
    } catch (error) {
      set({ item: item.key });
      toldProblem(error);
    }
    refresh();
  };
  const refresh = () =>
    void Promise.all([
      cache.invalidateQueries({ queryKey: ['invoice', business.id] }),
      cache.invalidateQueries({ queryKey: ['document', business.id] }),
    ]);
  const choose = (number: number) => {
    const question = questions.find(({ name }) => name === active) ?? questions.find(({ choices }) => choices.length > 1);
    const choice = question?.choices[number - 1];
    if (question && choice) setChanges({ ...changes, [question.name]: choice.value });
  };
  useKeys({
    j: () => go(1),
    k: () => go(-1),
    Enter: () => here && void settle(here, 'ready'),
    x: () => here && void settle(here, 'discarded'),
    r: () => setRotation((rotation + 90) % 360),
    ...Object.fromEntries([1, 2, 3, 4].map((number) => [String(number), () => choose(number)])),
  });

  const title = t('frame.review');
  if (problem)
    return (
      <Page title={title}>
        <ProblemNotice problem={problem} onRetry={retry} />
      </Page>
    );
  if (isLoading) return <SkeletonRows rows={10} />;
  if (!here)
    return (
      <Page title={title}>
        <EmptyState icon="circleCheck" title={t('review.emptyTitle')}>
          <p>{t('review.emptyHint')}</p>
        </EmptyState>
      </Page>
    );
  const fill = (word: string) => {
    const next = active ? typed(active, word) : undefined;
    if (active && next !== undefined) setChanges({ ...changes, [active]: next });
  };
  return (
    <Page title={title} hideTitle>
      <div className="review">
        <QueuePane queue={queue} at={index} businessId={business.id} onGo={(key) => set({ item: key })} onStep={go} />
        {document.data ? (
          <PageViewer
            businessId={business.id}
            document={document.data}
            marks={marksOf(evidence, fieldLabel)}
            active={active}
            onMark={setActive}
            onWord={active && here.invoice ? fill : undefined}
            rotation={rotation}
            onRotate={() => setRotation((rotation + 90) % 360)}
          />
        ) : (
          <div className="viewer">{document.error ? <ProblemNotice problem={document.error} /> : <SkeletonRows />}</div>
        )}
        <section className="review-fields" aria-label={t('document.read')}>
          {here.invoice ? (
            <FieldPane
              key={here.key}
              businessId={business.id}
              invoice={here.invoice}
              documentId={here.documentId}
              evidence={evidence}
              pages={document.data?.pages ?? []}
              questions={questions}
              changes={changes}
              onChange={(name, value) => setChanges({ ...changes, [name]: value })}
              active={active}
              onPoint={setActive}
            />
          ) : (
            <div className="review-scroll">
              <h2>{here.document?.name}</h2>
              <p className="amber">{reasonLabel(here.document?.because ?? null)}</p>
              <p className="faint">{t('review.noInvoice')}</p>
            </div>
          )}
          {here.invoice && (
            <div className="row review-acts">
              <Button variant="filled" className="grow" onClick={() => void settle(here, 'ready')}>
                {t('review.accept')} <kbd>Enter</kbd>
              </Button>
              <Button onClick={() => void settle(here, 'discarded')}>
                {t('review.discard')} <kbd>X</kbd>
              </Button>
            </div>
          )}
        </section>
      </div>
      <KeyBar
        hints={[
          { keys: ['J', 'K'], word: t('review.key.step') },
          { keys: ['Enter'], word: t('review.key.accept') },
          { keys: ['Tab'], word: t('review.key.tab') },
          { keys: ['1', '2'], word: t('review.key.choose') },
          { keys: ['R'], word: t('review.key.rotate') },
          { keys: ['X'], word: t('review.key.discard') },
          { keys: ['U'], word: t('review.key.undo') },
        ]}
      />
    </Page>
  );
}
