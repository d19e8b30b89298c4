import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { PageView } from '#web/contract/documents.ts';
import { api } from '../api/client.ts';
import { pagePicture } from './page-picture.ts';

type Box = readonly [x: number, y: number, width: number, height: number];
export type Mark = { field: string; label: string; page: number; box: Box; isSure: boolean };

type Props = {
  businessId: string;
  documentId: string;
  number: number;
  /** 1: as wide as the room allows. */
  width: number;
  rotation: number;
  shape: { width: number; height: number } | undefined;
  marks: readonly Mark[];
  active: string | null;
  onWord?: ((text: string) => void) | undefined;
  onMark?: ((field: string) => void) | undefined;
};

/** The words of a page, which never move. */
export const pageWordsQuery = (businessId: string, documentId: string, number: number) =>
  queryOptions({
    queryKey: ['page', businessId, documentId, number],
    queryFn: () => api.get(`/businesses/${businessId}/documents/${documentId}/pages/${number}`, PageView),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

/** One page as a picture, its words above it to select or to click, and the frames of its fields; all of it turns together. */
export function ViewedPage({ businessId, documentId, number, width, rotation, shape, marks, active, onWord, onMark }: Props) {
  const { t } = useTranslation();
  const words = useQuery({ ...pageWordsQuery(businessId, documentId, number), enabled: shape !== undefined });
  const { width: across, height: down } = shape ?? { width: 210, height: 297 };
  const isTurned = rotation % 180 !== 0;
  const [wide, high] = isTurned ? [down, across] : [across, down];
  return (
    <div
      className={`viewer-page${onWord ? ' filling' : ''}`}
      style={{ width: `min(${(wide > high ? 1100 : 760) * width}px, ${width * 100}%)`, aspectRatio: `${wide} / ${high}` }}
    >
      <div
        className="viewer-sheet"
        style={{
          width: isTurned ? `${(across / wide) * 100}%` : '100%',
          aspectRatio: `${across} / ${down}`,
          transform: `translate(-50%, -50%) rotate(${rotation}deg)`,
        }}
      >
        <img src={pagePicture(businessId, documentId, number)} alt={t('common.page', { number })} draggable={false} />
        <div className="viewer-words" aria-hidden="true">
          {words.data?.words.map((word, index) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: a short way for the pointer; typing into the field does the same
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: the words of a page never move
              key={index}
              className="viewer-word"
              style={{ ...placed(word.box), fontSize: `${word.box[3] * 100 * (down / across) * 0.8}cqw` }}
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
    </div>
  );
}

const percent = (fraction: number) => `${fraction * 100}%`;
const placed = ([x, y, w, h]: Box) => ({ left: percent(x), top: percent(y), width: percent(w), height: percent(h) });
/** A little air, so that the frame does not touch the letters. */
const padded = ([x, y, w, h]: Box) => placed([x - 0.004, y - 0.003, w + 0.008, h + 0.006]);
