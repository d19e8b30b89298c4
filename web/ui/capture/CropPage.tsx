import { Button } from '@mantine/core';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../shared/Icon.tsx';
import { edgesOf, turned } from './picture.ts';
import { type Point, type Quad, wholePicture } from './quad.ts';

const corners = ['topLeft', 'topRight', 'bottomRight', 'bottomLeft'] as const;
/** One press of an arrow key. */
const nudge = 0.01;
const within = (value: number): number => Math.min(1, Math.max(0, value));

/** The photographed page with the proposed corners; they are moved by finger, mouse or arrow keys, the page turned by a button. */
export function CropPage({
  picture: given,
  onKeep,
  onAgain,
}: {
  picture: HTMLCanvasElement;
  onKeep: (picture: HTMLCanvasElement, quad: Quad) => void;
  onAgain: () => void;
}) {
  const { t } = useTranslation();
  const [{ picture, quad }, setPage] = useState(() => ({ picture: given, quad: edgesOf(given) ?? wholePicture }));
  const frame = useRef<HTMLDivElement>(null);
  const source = useMemo(() => picture.toDataURL('image/jpeg', 0.8), [picture]);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  const move = (index: number, { x, y }: Point) =>
    setPage((page) => ({
      ...page,
      quad: page.quad.map((corner, other) => (other === index ? { x: within(x), y: within(y) } : corner)) as unknown as Quad,
    }));
  const drag = (index: number) => (event: PointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = frame.current!.getBoundingClientRect();
    move(index, { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height });
  };
  const press = (index: number) => (event: KeyboardEvent) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    move(index, { x: quad[index]!.x + step[0]! * nudge, y: quad[index]!.y + step[1]! * nudge });
  };
  return (
    <>
      <h2 ref={heading} tabIndex={-1} className="hidden">
        {t('capture.crop')}
      </h2>
      <div className="capture-view">
        <div ref={frame} className="capture-fit" style={{ aspectRatio: `${picture.width} / ${picture.height}` }}>
          <img src={source} alt={t('capture.page')} draggable={false} />
          <svg className="capture-edges" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
            <polygon points={quad.map(({ x, y }) => `${x},${y}`).join(' ')} vectorEffect="non-scaling-stroke" />
          </svg>
          {corners.map((corner, index) => (
            <button
              key={corner}
              type="button"
              className="capture-corner"
              aria-label={t(`capture.${corner}`)}
              style={{ left: `${quad[index]!.x * 100}%`, top: `${quad[index]!.y * 100}%` }}
              onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
              onPointerMove={drag(index)}
              onKeyDown={press(index)}
            />
          ))}
        </div>
      </div>
      <div className="capture-desk">
        <p className="capture-legal">{t('capture.cropHint')}</p>
        <div className="capture-acts">
          <button type="button" className="capture-act" onClick={onAgain}>
            <Icon name="camera" size={24} />
            {t('capture.again')}
          </button>
          <Button size="lg" variant="filled" onClick={() => onKeep(picture, quad)}>
            {t('capture.keep')}
          </Button>
          <button type="button" className="capture-act" onClick={() => setPage(turned(picture, quad))}>
            <Icon name="rotate" size={24} />
            {t('capture.turn')}
          </button>
        </div>
      </div>
    </>
  );
}
