import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { documentQuery } from '../document/use-document.ts';
import { useBusiness } from '../frame/useBusiness.ts';
import { EmptyState } from '../shared/EmptyState.tsx';
import { evidenceOf } from '../shared/evidence.ts';
import { SkeletonRows } from '../shared/Late.tsx';
import { Page } from '../shared/Page.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { useRemembered } from '../shared/remembered.ts';
import { useFilters } from '../shared/useFilters.ts';
import { Desk } from './Desk.tsx';
import { inOrder, type Order, orders } from './order.ts';
import { QueuePane } from './QueuePane.tsx';
import { questionsOf } from './questions.ts';
import { useAhead } from './use-ahead.ts';
import { fits, useQueue } from './use-review.ts';
import './review.css';

/** The queue of doubtful documents: page beside fields, doubts first, all by keyboard. */
export function ReviewScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const { queue: all, isLoading, problem, retry } = useQueue(business.id);
  const { filters, set } = useFilters(['item', 'order']);
  const [find, setFind] = useState('');
  const lastIndex = useRef(0);
  const [usualOrder, rememberOrder] = useRemembered<Order>('review-order', 'oldest');
  const order = orders.find((each) => each === filters.order) ?? usualOrder;
  const queue = inOrder(
    all.filter((waiting) => fits(waiting, find)),
    order,
  );
  // A file named from elsewhere stands for the first item on it.
  const found = queue.findIndex(({ key, documentId }) => key === filters.item || documentId === filters.item);
  // What stood here has gone: the one that moved into its place is next.
  const index = found >= 0 ? found : Math.min(lastIndex.current, Math.max(0, queue.length - 1));
  lastIndex.current = index;
  const here = queue[index];
  const document = useQuery({ ...documentQuery(business.id, here?.documentId ?? ''), enabled: Boolean(here?.documentId) });
  useAhead(business.id, queue.slice(index + 1, index + 3));

  const title = t('frame.review');
  if (problem)
    return (
      <Page title={title}>
        <ProblemNotice problem={problem} onRetry={retry} />
      </Page>
    );
  if (isLoading) return <SkeletonRows rows={10} />;
  if (all.length === 0)
    return (
      <Page title={title}>
        <EmptyState icon="circleCheck" title={t('review.emptyTitle')}>
          <p>{t('review.emptyHint')}</p>
        </EmptyState>
      </Page>
    );
  const go = (step: number) => {
    const next = queue[index + step];
    if (next) set({ item: next.key });
  };
  const evidence = evidenceOf(document.data, here?.pageRange);
  return (
    <Page title={title} hideTitle>
      <div className="review">
        <QueuePane
          queue={queue}
          count={all.length}
          at={index}
          businessId={business.id}
          find={find}
          onFind={setFind}
          order={order}
          onOrder={(next) => {
            rememberOrder(next);
            set({ order: next });
          }}
          onGo={(key) => set({ item: key })}
          onStep={go}
        />
        {here ? (
          <Desk
            key={here.key}
            business={business}
            here={here}
            document={here.documentId ? document.data : undefined}
            problem={document.error}
            evidence={evidence}
            questions={here.invoice ? questionsOf(here.invoice, evidence) : []}
            onStep={go}
            onBack={(key) => set({ item: key })}
            onLeave={() => set({ item: queue[index + 1]?.key ?? queue[index - 1]?.key })}
          />
        ) : (
          <div className="review-none">
            <EmptyState icon="search" title={t('frame.noMatch')}>
              <button type="button" className="link" onClick={() => setFind('')}>
                {t('common.all')}
              </button>
            </EmptyState>
          </div>
        )}
      </div>
    </Page>
  );
}
