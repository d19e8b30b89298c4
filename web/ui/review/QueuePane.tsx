import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { reasonLabel } from '../shared/labels.ts';
import { Thumb } from '../shared/Thumb.tsx';
import type { Waiting } from './use-review.ts';

export function QueuePane({
  queue,
  at,
  businessId,
  onGo,
  onStep,
}: {
  queue: readonly Waiting[];
  at: number;
  businessId: string;
  onGo: (key: string) => void;
  onStep: (step: number) => void;
}) {
  const { t } = useTranslation();
  return (
    <section className="review-queue" aria-label={t('review.queue')}>
      <div className="viewer-head">
        <h2>{t('frame.review')}</h2>
        <span className="faint">{t('review.waiting', { count: queue.length })}</span>
        <span className="grow" />
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
      <ol className="review-list only-wide">
        {queue.map(({ key, document, invoice }, index) => (
          <li key={key}>
            <button type="button" className="waiting" aria-current={index === at} onClick={() => onGo(key)}>
              {document ? (
                <Thumb businessId={businessId} document={document} />
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
                  <Icon name="alertTriangle" />
                  <span className="clip" style={{ color: 'var(--text-soft)' }}>
                    {reasonLabel(invoice?.because ?? document?.because ?? null) || t('state.needs-review')}
                  </span>
                </span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
