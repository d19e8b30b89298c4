import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnteredValues } from '#web/contract/documents.ts';
import { businessesQuery, meQuery } from '../api/queries.ts';
import { Icon } from '../shared/Icon.tsx';
import { useRemembered } from '../shared/remembered.ts';
import { Camera } from './Camera.tsx';
import { CropPage } from './CropPage.tsx';
import { captureQueue } from './capture-queue.ts';
import { FinishPage } from './FinishPage.tsx';
import { keepForOffline } from './offline.ts';
import { pagesToPdf } from './pages-to-pdf.ts';
import { pageOf, type Shot } from './picture.ts';
import { QueueSheet } from './QueueSheet.tsx';
import type { Quad } from './quad.ts';
import { useDraft } from './use-draft.ts';
import './capture.css';

type Place = { id: string; name: string };

/** `/capture`: photographs vouchers with a phone, with or without a connection (H-072–H-075). */
export function CaptureScreen() {
  const { t } = useTranslation();
  const { b: asked } = useSearch({ strict: false }) as { b?: string };
  const me = useQuery(meQuery);
  const businesses = useQuery({ ...businessesQuery, enabled: Boolean(me.data && !me.data.termsOwed) });
  // Without a connection nobody says whose photo it is: the last one chosen here.
  const [last, remember] = useRemembered<Place | null>('capture', null);
  const allowed = businesses.data?.filter(({ permissions }) => permissions.includes('documents.upload'));
  const place = allowed?.find(({ id }) => id === (asked ?? last?.id)) ?? allowed?.[0] ?? (businesses.data ? null : last);
  useEffect(() => {
    document.title = `${t('capture.title')} – Bizonylat`;
    return captureQueue.start();
  }, [t]);
  useEffect(() => {
    if (!place || (last?.id === place.id && last.name === place.name)) return;
    remember({ id: place.id, name: place.name });
  }, [place, last, remember]);
  useEffect(() => {
    if (businesses.data) void keepForOffline().catch(() => undefined); // no place for it: the page then needs the net
  }, [businesses.data]);

  if (me.data === null) return <Navigate to="/sign-in" search={{ to: asked ? `/capture?b=${asked}` : '/capture' }} replace />;
  return (
    <main className="capture">
      {place ? (
        <Desk key={place.id} place={place} choices={allowed ?? [place]} onChoose={remember} />
      ) : (
        <div className="capture-none">
          <p>{businesses.data ? t('capture.noBusiness') : t('capture.firstOnline')}</p>
          <Link to="/" className="link">
            {t('capture.close')}
          </Link>
        </div>
      )}
    </main>
  );
}

type Step = { at: 'camera' } | { at: 'crop'; picture: HTMLCanvasElement } | { at: 'finish' } | { at: 'queue' };

function Desk({ place, choices, onChoose }: { place: Place; choices: readonly Place[]; onChoose: (place: Place) => void }) {
  const { t } = useTranslation();
  const queue = useSyncExternalStore(captureQueue.subscribe, captureQueue.state);
  const [mode, setMode] = useState<'one' | 'many'>('one');
  const { pages, setPages, values, setValues, clear } = useDraft(place.id);
  const [step, setStep] = useState<Step>({ at: 'camera' });
  if (pages === null) return null;

  const keep = async (picture: HTMLCanvasElement, quad: Quad) => {
    const page = await pageOf(picture, quad);
    setStep({ at: 'camera' });
    if (mode === 'one' || pages.length > 0) await setPages([...pages, page]);
    else await hand([page], null);
  };
  const hand = async (all: readonly Shot[], entered: Partial<EnteredValues> | null) => {
    const [only, ...others] = all;
    const stamp = new Date().toLocaleString('sv-SE').replace(/[: ]/g, '-');
    const [bytes, type, ending] =
      only && others.length === 0 ? [only.jpeg, 'image/jpeg', 'jpg'] : [pagesToPdf(all), 'application/pdf', 'pdf'];
    await captureQueue.add({
      businessId: place.id,
      name: `foto-${stamp}.${ending}`,
      file: new Blob([bytes as BlobPart], { type }),
      pages: all.length,
      entered,
    });
    clear();
    setStep({ at: 'camera' });
  };

  return (
    <>
      <header className="capture-head">
        {step.at === 'camera' ? (
          <Link to="/b/$businessId" params={{ businessId: place.id }} className="capture-icon" aria-label={t('capture.close')}>
            <Icon name="x" size={24} />
          </Link>
        ) : (
          <button type="button" className="capture-icon" aria-label={t('capture.back')} onClick={() => setStep({ at: 'camera' })}>
            <Icon name="chevronLeft" size={24} />
          </button>
        )}
        <div className="capture-name">
          <h1>{t('capture.title')}</h1>
          {choices.length > 1 && step.at === 'camera' && pages.length === 0 ? (
            <select
              aria-label={t('capture.business')}
              value={place.id}
              onChange={({ currentTarget }) => onChoose(choices.find(({ id }) => id === currentTarget.value)!)}
            >
              {choices.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          ) : (
            <span className="clip">{place.name}</span>
          )}
        </div>
        <button type="button" className="capture-icon" aria-label={t('capture.queue')} onClick={() => setStep({ at: 'queue' })}>
          <Icon name="inbox" size={24} />
          {queue.waiting.length > 0 && <span className="capture-count">{queue.waiting.length}</span>}
        </button>
      </header>
      <Standing />
      {step.at === 'crop' ? (
        <CropPage picture={step.picture} onKeep={(picture, quad) => void keep(picture, quad)} onAgain={() => setStep({ at: 'camera' })} />
      ) : step.at === 'finish' ? (
        <FinishPage
          pages={pages}
          values={values}
          onValues={setValues}
          onRemove={(index) => void setPages(pages.filter((_, other) => other !== index))}
          onMore={() => setStep({ at: 'camera' })}
          onSend={(entered) => void hand(pages, entered)}
        />
      ) : step.at === 'queue' ? (
        <QueueSheet />
      ) : (
        <Camera
          onPicture={(picture) => setStep({ at: 'crop', picture })}
          below={
            <fieldset className="capture-mode">
              <legend className="hidden">{t('capture.mode')}</legend>
              {(['one', 'many'] as const).map((each) => (
                <button
                  key={each}
                  type="button"
                  aria-pressed={(pages.length > 0 ? 'one' : mode) === each}
                  disabled={pages.length > 0}
                  onClick={() => setMode(each)}
                >
                  {t(`capture.${each}`)}
                </button>
              ))}
            </fieldset>
          }
          aside={
            pages.length > 0 ? (
              <Button variant="filled" className="capture-done" onClick={() => setStep({ at: 'finish' })}>
                {t('capture.done', { count: pages.length })}
              </Button>
            ) : (
              <span className="capture-act faint">{mode === 'one' ? t('capture.noPage') : t('capture.eachAlone')}</span>
            )
          }
        />
      )}
    </>
  );
}

/** Whether photos leave at the moment, and what just happened to the last one. */
function Standing() {
  const { t } = useTranslation();
  const { waiting, sent, halt } = useSyncExternalStore(captureQueue.subscribe, captureQueue.state);
  const refused = waiting.filter((captured) => captured.refused !== null).length;
  const going = waiting.length - refused;
  if (refused > 0)
    return (
      <p className="capture-standing" data-tone="red" role="status">
        <Icon name="alertTriangle" /> {t('capture.refused', { count: refused })}
      </p>
    );
  if (going > 0 && halt)
    return (
      <p className="capture-standing" data-tone="amber" role="status">
        <Icon name={halt === 'offline' ? 'wifiOff' : 'clock'} />
        <span>
          <b>{t(`capture.halt.${halt}`)}</b> {t('capture.waiting', { count: going })}
        </span>
      </p>
    );
  if (going > 0)
    return (
      <p className="capture-standing" role="status">
        <Icon name="upload" /> {t('capture.sending', { count: going })}
      </p>
    );
  if (sent[0])
    return (
      <p className="capture-standing" data-tone="green" role="status">
        <Icon name="check" /> {sent[0].isKnown ? t('capture.known') : t('capture.arrived', { count: sent.length })}
      </p>
    );
  return null;
}
