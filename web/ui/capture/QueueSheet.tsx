import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { formatSize } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { reasonLabel } from '../shared/labels.ts';
import { Chip } from '../shared/StateChip.tsx';
import { captureQueue } from './capture-queue.ts';

/** What waits in this phone, and what has arrived during this visit. */
export function QueueSheet() {
  const { t } = useTranslation();
  const { waiting, sent } = useSyncExternalStore(captureQueue.subscribe, captureQueue.state);
  return (
    <div className="capture-paper">
      <h2>{t('capture.queue')}</h2>
      {waiting.length + sent.length === 0 && <p className="faint">{t('capture.nothingWaits')}</p>}
      <ul className="list">
        {waiting.map((captured) => (
          <li key={captured.id}>
            <Icon name={captured.refused ? 'alertTriangle' : 'clock'} />
            <span className="grow">
              {captured.name}
              <br />
              <span className={captured.refused ? 'small red' : 'small faint'}>
                {captured.refused
                  ? reasonLabel(captured.refused)
                  : `${t('capture.pages', { count: captured.pages })}, ${formatSize(captured.file.size)}`}
              </span>
            </span>
            {captured.refused && (
              <>
                <Button onClick={() => void captureQueue.retry(captured)}>{t('common.retry')}</Button>
                <Button onClick={() => void captureQueue.remove(captured.id)}>{t('capture.drop')}</Button>
              </>
            )}
          </li>
        ))}
        {sent.map(({ captured, document, isKnown }) => (
          <li key={captured.id}>
            <Icon name="check" />
            <Link
              className="grow link clip"
              to="/b/$businessId/documents/$id"
              params={{ businessId: captured.businessId, id: document.id }}
            >
              {captured.name}
            </Link>
            <Chip tone={isKnown ? 'blue' : 'green'} icon={isKnown ? 'copyCheck' : 'check'}>
              {t(`upload.${isKnown ? 'known' : 'arrived'}`)}
            </Chip>
          </li>
        ))}
      </ul>
    </div>
  );
}
