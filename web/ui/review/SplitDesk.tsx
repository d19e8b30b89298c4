import { Button } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PageRange, rangesFrom } from '#services/domain/page-ranges.ts';
import type { DocumentDetail } from '#web/contract/documents.ts';
import { Icon } from '../shared/Icon.tsx';
import { useKeys } from '../shared/keys.ts';
import { pageThumb } from '../shared/page-picture.ts';

type Props = {
  businessId: string;
  document: DocumentDetail;
  proposed: readonly PageRange[];
  onSave: (ranges: PageRange[]) => void;
  onClose: () => void;
};

/** A file's pages side by side; each line between two of them is a border of vouchers or none. */
export function SplitDesk({ businessId, document, proposed, onSave, onClose }: Props) {
  const { t } = useTranslation();
  const count = document.pageCount ?? document.pages.length;
  const [starts, setStarts] = useState<ReadonlySet<number>>(new Set(proposed.map(([from]) => from)));
  const ranges = rangesFrom(starts, count);
  const toggle = (page: number) => {
    const next = new Set(starts);
    if (!next.delete(page)) next.add(page);
    setStarts(next);
  };
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const gaps = [...event.currentTarget.querySelectorAll<HTMLElement>('.split-cut')];
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      gaps[Math.min(gaps.length - 1, Math.max(0, gaps.indexOf(window.document.activeElement as HTMLElement) + step))]?.focus();
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      onSave(ranges);
    }
  };
  useKeys({ Escape: onClose, Enter: () => onSave(ranges) });
  return (
    <section className="viewer" aria-label={t('review.split')}>
      <div className="viewer-head">
        <h2>{t('review.split')}</h2>
        <span className="small faint clip grow">{t('review.splitHint')}</span>
        <Button onClick={onClose}>{t('review.splitCancel')}</Button>
        <Button variant="filled" onClick={() => onSave(ranges)}>
          {t('review.splitSave')} <kbd>Enter</kbd>
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows move among its buttons */}
      <div className="viewer-mat split-mat" onKeyDown={walk}>
        {Array.from({ length: count }, (_, index) => index + 1).map((page) => {
          const voucher = ranges.findIndex(([from, to]) => page >= from && page <= to) + 1;
          return [
            page > 1 && (
              <button
                key={`cut-${page}`}
                type="button"
                className="split-cut"
                // biome-ignore lint/a11y/noAutofocus: the desk was opened by a key, and this is where the keys go on
                autoFocus={page === 2}
                aria-pressed={starts.has(page)}
                aria-label={t('review.splitCut', { page })}
                onClick={() => toggle(page)}
              >
                <Icon name="scissors" />
              </button>
            ),
            <figure key={page} className="split-page" data-odd={voucher % 2 === 1}>
              <img alt={t('common.page', { number: page })} src={pageThumb(businessId, document.id, page, 320)} />
              <figcaption className="small">
                {ranges[voucher - 1]?.[0] === page && <b>{t('review.splitVoucher', { number: voucher })}</b>}
                <span className="faint">{page}.</span>
              </figcaption>
            </figure>,
          ];
        })}
      </div>
    </section>
  );
}
