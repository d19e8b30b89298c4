import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../shared/Icon.tsx';
import { edgesOf, still } from './picture.ts';
import type { Quad } from './quad.ts';

/** So often the sheet's edges are looked for while the camera runs. */
const lookMs = 350;

/** The live picture with the sheet's edges on it, and the shutter; where there is no camera, files do the same. */
export function Camera({
  onPicture,
  aside,
  below,
}: {
  onPicture: (picture: HTMLCanvasElement) => void;
  /** Beside the shutter. */
  aside: ReactNode;
  below: ReactNode;
}) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const [edges, setEdges] = useState<Quad | null>(null);
  const [trouble, setTrouble] = useState<'none' | 'no-camera' | 'unreadable'>('none');
  /** Null until the camera gives a picture. */
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);

  useEffect(() => {
    let stream: MediaStream | null = null;
    let isOver = false;
    const open = async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({
          video: { facingMode: { ideal: 'environment' }, width: { ideal: 2560 }, height: { ideal: 1440 } },
          audio: false,
        });
        if (isOver) return void stop(stream);
        video.current!.srcObject = stream;
        await video.current!.play();
      } catch {
        // No camera, no leave to use it, or a page without TLS: files take its place.
        if (!isOver) setTrouble('no-camera');
      }
    };
    void open();
    const timer = setInterval(() => setEdges(video.current && video.current.videoWidth > 0 ? edgesOf(video.current) : null), lookMs);
    return () => {
      isOver = true;
      clearInterval(timer);
      if (stream) stop(stream);
    };
  }, []);

  const choose = async (files: FileList | null) => {
    for (const file of files ?? []) {
      try {
        onPicture(still(await createImageBitmap(file)));
        setTrouble((known) => (known === 'unreadable' ? 'none' : known));
      } catch {
        setTrouble('unreadable');
      }
    }
  };
  const hasCamera = trouble !== 'no-camera';
  return (
    <>
      <div className="capture-view">
        {hasCamera ? (
          <div className="capture-fit" style={{ aspectRatio: `${size?.width ?? 3} / ${size?.height ?? 4}` }}>
            <video
              ref={video}
              muted
              playsInline
              aria-label={t('capture.camera')}
              onLoadedMetadata={({ currentTarget }) => setSize({ width: currentTarget.videoWidth, height: currentTarget.videoHeight })}
            />
            {edges && (
              <svg className="capture-edges" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
                <polygon points={edges.map(({ x, y }) => `${x},${y}`).join(' ')} vectorEffect="non-scaling-stroke" />
              </svg>
            )}
          </div>
        ) : (
          <div className="capture-none">
            <Icon name="camera" size={24} />
            <p>{t('capture.noCamera')}</p>
          </div>
        )}
        {hasCamera && (
          <p className="capture-hint" role="status">
            {trouble === 'unreadable' ? t('capture.unreadable') : edges ? t('capture.edgesFound') : t('capture.edgesNot')}
          </p>
        )}
      </div>
      <div className="capture-desk">
        {below}
        <div className="capture-acts">
          {aside}
          <button
            type="button"
            className="shutter"
            aria-label={t('capture.shoot')}
            disabled={hasCamera && size === null}
            onClick={() => (hasCamera ? onPicture(still(video.current!)) : chooser.current?.click())}
          />
          <button type="button" className="capture-act" onClick={() => chooser.current?.click()}>
            <Icon name="photoUp" size={24} />
            {t('capture.fromFile')}
          </button>
        </div>
        <p className="capture-legal">{t('capture.workingCopy')}</p>
      </div>
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        aria-label={t('capture.fromFile')}
        onChange={({ currentTarget }) => {
          void choose(currentTarget.files).then(() => {
            currentTarget.value = '';
          });
        }}
      />
    </>
  );
}

const stop = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};
