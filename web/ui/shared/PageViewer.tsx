import { ActionIcon } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DocumentDetail, PageView } from '#web/contract/documents.ts';
import { api, apiRoot } from '../api/client.ts';
import { Icon } from './Icon.tsx';
import { Scroller } from './Scroller.tsx';

export type Mark = { field: string; label: string; page: number; box: readonly [number, number, number, number]; isSure: boolean };

type Props = {
  businessId: string;
  document: DocumentDetail;
  marks: readonly Mark[];
  active: string | null;
  /** A click on a word; only while a field waits for one. */
  onWord?: ((text: string) => void) | undefined;
  onMark?: ((field: string) => void) | undefined;
  rotation: number;
  onRotate: () => void;
  head?: ReactNode;
};

const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

/** A document's pages: zoom, turning, selectable words, and the places of its fields. */
export function PageViewer({ businessId, document, marks, active, onWord, onMark, rotation, onRotate, head }: Props) {
  const { t } = useTranslation();
  const [zoom, setZoom] = useState(2);
  const mat = useRef<HTMLDivElement>(null);
  const count = document.pageCount ?? document.pages.length;
  useEffect(() => {
    if (active) mat.current?.querySelector(`[data-mark="${CSS.escape(active)}"]`)?.scrollIntoView({ block: 'center', inline: 'center' });
  }, [active]);
  return (
    <div className="viewer">
      <div className="viewer-head">
        {head}
        <span className="small faint clip grow">{document.name}</span>
        <ActionIcon variant="subtle" color="gray" aria-label={t('review.zoomOut')} onClick={() => setZoom(Math.max(0, zoom - 1))}>
          <Icon name="zoomOut" />
        </ActionIcon>
        <span className="small faint number only-wide">{Math.round((zooms[zoom] ?? 1) * 100)} %</span>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('review.zoomIn')}
          onClick={() => setZoom(Math.min(zooms.length - 1, zoom + 1))}
        >
          <Icon name="zoomIn" />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" aria-label={t('review.rotate')} onClick={onRotate}>
          <Icon name="rotate" />
        </ActionIcon>
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
      </div>
      <Scroller className="viewer-mat" ref={mat} aria-label={t('review.pages')}>
        {Array.from({ length: Math.max(count, 0) }, (_, index) => (
          <ViewedPage
            // biome-ignore lint/suspicious/noArrayIndexKey: pages are known by their number
            key={`${document.id}-${index + 1}`}
            businessId={businessId}
            documentId={document.id}
            number={index + 1}
            width={zooms[zoom] ?? 1}
            rotation={rotation}
            shape={document.pages.find((page) => page.number === index + 1)}
            marks={marks.filter((mark) => mark.page === index + 1)}
            active={active}
            onWord={onWord}
            onMark={onMark}
          />
        ))}
        {count === 0 && <p className="empty">{t('document.noPages')}</p>}
      </Scroller>
    </div>
  );
}

type PageProps = Pick<Props, 'businessId' | 'marks' | 'active' | 'onWord' | 'onMark' | 'rotation'> & {
  documentId: string;
  number: number;
  width: number;
  shape: { width: number; height: number } | undefined;
};

function ViewedPage({ businessId, documentId, number, width, rotation, shape, marks, active, onWord, onMark }: PageProps) {
  const { t } = useTranslation();
  const root = `/businesses/${businessId}/documents/${documentId}/pages/${number}`;
  const words = useQuery({
    queryKey: ['page', businessId, documentId, number],
    queryFn: () => api.get(root, PageView),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    enabled: shape !== undefined,
  });
  const ratio = shape ? `${shape.width} / ${shape.height}` : '210 / 297';
  const isWide = (shape?.width ?? 210) > (shape?.height ?? 297);
  return (
    <div
      className={`viewer-page${onWord ? ' filling' : ''}`}
      style={{
        width: `min(${(isWide ? 1100 : 760) * width}px, ${width * 100}%)`,
        aspectRatio: ratio,
        rotate: rotation ? `${rotation}deg` : undefined,
      }}
    >
      <img
        src={`${apiRoot}${root}.webp?width=${width > 1 ? 2000 : 1200}`}
        alt={t('common.page', { number })}
        loading="lazy"
        draggable={false}
      />
      <div className="viewer-words" aria-hidden="true">
        {words.data?.words.map((word, index) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: a short way for the pointer; typing into the field does the same
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the words of a page never move
            key={index}
            className="viewer-word"
            style={{ ...placed(word.box), fontSize: `${word.box[3] * 100 * ((shape?.height ?? 297) / (shape?.width ?? 210)) * 0.8}cqw` }}
            onMouseDown={(event) => onWord && event.preventDefault()}
            onClick={() => onWord?.(word.text)}
          >
            {word.text}{' '}
          </span>
        ))}
      </div>
      {marks.map((mark) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the field itself has the keys
        <span
          key={mark.field}
          className="viewer-box"
          data-mark={mark.field}
          data-sure={mark.isSure}
          data-active={mark.field === active}
          style={padded(mark.box)}
          onMouseEnter={() => onMark?.(mark.field)}
        >
          {mark.field === active && <span className="viewer-label">{mark.label}</span>}
        </span>
      ))}
    </div>
  );
}

const percent = (fraction: number) => `${fraction * 100}%`;
const placed = ([x, y, w, h]: readonly [number, number, number, number]) => ({
  left: percent(x),
  top: percent(y),
  width: percent(w),
  height: percent(h),
});
/** A little air, so that the frame does not touch the letters. */
const padded = ([x, y, w, h]: readonly [number, number, number, number]) => placed([x - 0.004, y - 0.003, w + 0.008, h + 0.006]);
