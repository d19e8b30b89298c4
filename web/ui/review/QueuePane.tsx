import { ActionIcon } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { Thumb } from '../shared/Thumb.tsx';
import { type Order, orders } from './order.ts';
import { Pace } from './Pace.tsx';
import { reasonOf, type Waiting } from './use-review.ts';

type Props = {
  queue: readonly Waiting[];
  count: number;
  at: number;
  businessId: string;
  find: string;
  onFind: (text: string) => void;
  order: Order;
  onOrder: (order: Order) => void;
  onGo: (key: string) => void;
  onStep: (step: number) => void;
};

/** What waits, in the order one likes to work, with the reason; the one that lies on the desk is marked. */
export function QueuePane({ queue, count, at, businessId, find, onFind, order, onOrder, onGo, onStep }: Props) {
  const { t } = useTranslation();
  const here = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step along the queue
  useEffect(() => {
    here.current?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <section className="review-queue" aria-label={t('review.queue')}>
      <div className="viewer-head">
        <h2>{t('frame.review')}</h2>
        <span className="faint nowrap">{t('review.waiting', { count })}</span>
        <span className="grow" />
        <select
          className="chip-select queue-order only-wide"
          aria-label={t('review.order')}
          tabIndex={-1}
          value={order}
          onChange={(event) => onOrder(event.target.value as Order)}
        >
          {orders.map((each) => (
            <option key={each} value={each}>
              {t(`review.orders.${each}`)}
            </option>
          ))}
        </select>
        <span className="only-phone row">
          <ActionIcon variant="subtle" color="gray" aria-label={t('common.previous')} onClick={() => onStep(-1)}>
            <Icon name="chevronLeft" />
          </ActionIcon>
          <span className="number">
            {at + 1} / {queue.length}
          </span>
          <ActionIcon variant="subtle" color="gray" aria-label={t('common.next')} onClick={() => onStep(1)}>
            <Icon name="chevronRight" />
          </ActionIcon>
        </span>
      </div>
      <div className="review-find only-wide">
        <Icon name="search" />
        <input
          type="search"
          data-find=""
          tabIndex={-1}
          aria-label={t('review.find')}
          placeholder={t('review.find')}
          value={find}
          onChange={(event) => onFind(event.target.value)}
          onKeyDown={(event) => {
            // Enter leaves the search, it accepts nothing.
            if (event.key !== 'Enter') return;
            event.preventDefault();
            event.currentTarget.blur();
          }}
        />
        <kbd>/</kbd>
      </div>
      <ol className="review-list only-wide">
        {queue.map(({ key, document, invoice, pageRange }, index) => (
          <li key={key}>
            <button
              type="button"
              className="waiting"
              tabIndex={-1}
              ref={index === at ? here : undefined}
              aria-current={index === at}
              onClick={() => onGo(key)}
            >
              {document ? (
                <Thumb businessId={businessId} document={document} page={pageRange?.[0] ?? 1} />
              ) : (
                <span className="thumb thumb-none">
                  <Icon name="fileCode" />
                </span>
              )}
              <span className="grow clip">
                <span className="row">
                  <span className={`grow clip${index === at ? ' strong' : ''}`}>
                    {invoice?.supplier.name ?? document?.name ?? t('common.unknown')}
                  </span>
                  <span className="number">{formatMoney(invoice?.gross ?? null, invoice?.currency ?? null)}</span>
                </span>
                <span className="row small amber">
                  <Icon name={document?.because === 'several-documents' ? 'scissors' : 'alertTriangle'} />
                  <span className="waiting-why">{reasonOf({ document, invoice }) || t('state.needs-review')}</span>
                </span>
              </span>
            </button>
          </li>
        ))}
      </ol>
      <Pace businessId={businessId} waiting={count} />
    </section>
  );
}
