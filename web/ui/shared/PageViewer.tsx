import { ActionIcon } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentDetail } from '#web/contract/documents.ts';
import { apiRoot } from '../api/client.ts';
import { Arrival } from './Arrival.tsx';
import { FileText } from './FileText.tsx';
import { Icon } from './Icon.tsx';
import { useKeys } from './keys.ts';
import { Scroller } from './Scroller.tsx';
import { type Mark, ViewedPage } from './ViewedPage.tsx';

type Props = {
  businessId: string;
  document: DocumentDetail;
  /** The pages of one voucher in the file; all of them without. */
  range?: readonly [from: number, to: number] | null | undefined;
  marks: readonly Mark[];
  active: string | null;
  /** A click on a word; only while a field waits for one. */
  onWord?: ((text: string) => void) | undefined;
  onMark?: ((field: string) => void) | undefined;
  rotation: number;
  onRotate: () => void;
  head?: ReactNode;
  /** Stands in place of the pages: another view of the same file. */
  instead?: ReactNode;
  /** How near the page is at first; 1: as wide as the room. */
  startZoom?: number;
};

/** 1: as wide as the room. */
const zooms = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3];
/** Around the pages, above and below. */
const matPadding = 26;

/** A document's pages: zoom, turning, selectable words, and the places of its fields; the text of a file that has no pages. */
export function PageViewer({
  businessId,
  document,
  range,
  marks,
  active,
  onWord,
  onMark,
  rotation,
  onRotate,
  head,
  instead,
  startZoom = 1,
}: Props) {
  const { t } = useTranslation();
  const [zoom, setZoom] = useState(startZoom);
  const mat = useRef<HTMLDivElement>(null);
  const count = document.pageCount ?? document.pages.length;
  const [from, to] = document.isKeptPrivate ? [1, 0] : (range ?? [1, count]);
  const nearer = () => setZoom(zooms.find((each) => each > zoom) ?? zoom);
  const farther = () => setZoom(zooms.findLast((each) => each < zoom) ?? zoom);
  /** The whole page at once: as much narrower as it is too high. */
  const showWhole = () => {
    const page = mat.current?.querySelector('.viewer-page');
    if (mat.current && page) setZoom(Math.min(zooms.at(-1)!, (zoom * (mat.current.clientHeight - matPadding)) / page.clientHeight));
  };
  useKeys({ '+': nearer, '-': farther, f: showWhole, w: () => setZoom(1) });
  useEffect(() => {
    if (active) mat.current?.querySelector(`[data-mark="${CSS.escape(active)}"]`)?.scrollIntoView({ block: 'center', inline: 'center' });
  }, [active]);
  const acts = [
    { icon: 'zoomOut', label: t('review.zoomOut'), act: farther },
    { icon: 'zoomIn', label: t('review.zoomIn'), act: nearer },
    { icon: 'rotate', label: t('review.rotate'), act: onRotate },
  ] as const;
  return (
    <div className="viewer">
      <div className="viewer-head">
        {head}
        <span className="small faint clip grow">
          {document.name}
          {range && ` · ${t(from === to ? 'review.rangeOne' : 'review.range', { from, to, all: count })}`}
          {' · '}
          <Arrival businessId={businessId} document={document} />
        </span>
        {!instead && !document.isKeptPrivate && (
          <button type="button" className="zoom only-wide number" tabIndex={-1} title={t('review.zoomWidth')} onClick={() => setZoom(1)}>
            {Math.round(zoom * 100)} %
          </button>
        )}
        {!instead &&
          !document.isKeptPrivate &&
          acts.map(({ icon, label, act }) => (
            <ActionIcon key={icon} variant="subtle" color="gray" aria-label={label} tabIndex={-1} onClick={act}>
              <Icon name={icon} />
            </ActionIcon>
          ))}
        {!document.isKeptPrivate && (
          <ActionIcon
            component="a"
            variant="subtle"
            color="gray"
            aria-label={t('common.download')}
            href={`${apiRoot}/businesses/${businessId}/documents/${document.id}/content`}
            download={document.name}
          >
            <Icon name="download" />
          </ActionIcon>
        )}
      </div>
      {instead ? (
        <Scroller className="viewer-mat viewer-side" aria-label={document.name}>
          {instead}
        </Scroller>
      ) : (
        <Scroller className="viewer-mat" ref={mat} aria-label={t('review.pages')}>
          {Array.from({ length: Math.max(to - from + 1, 0) }, (_, index) => from + index).map((number) => (
            <ViewedPage
              key={`${document.id}-${number}`}
              businessId={businessId}
              documentId={document.id}
              number={number}
              width={zoom}
              rotation={rotation}
              shape={document.pages.find((page) => page.number === number)}
              marks={marks.filter((mark) => mark.page === number)}
              active={active}
              onWord={onWord}
              onMark={onMark}
            />
          ))}
          {document.isKeptPrivate ? (
            <p className="empty">{t('problem.private-lines')}</p>
          ) : (
            count === 0 && <FileText businessId={businessId} document={document} />
          )}
        </Scroller>
      )}
    </div>
  );
}
