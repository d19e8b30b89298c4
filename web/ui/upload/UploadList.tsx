import { Button, Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { formatSize } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { problemText } from '../shared/ProblemNotice.tsx';
import { Chip } from '../shared/StateChip.tsx';
import { type Upload, uploadStore } from './upload-store.ts';

/** What is being sent, in numbers; a file that failed can be tried again by itself. */
export function UploadList({ businessId }: { businessId: string }) {
  const { t } = useTranslation();
  const uploads = useSyncExternalStore(uploadStore.subscribe, uploadStore.all).filter((upload) => upload.businessId === businessId);
  if (uploads.length === 0) return null;
  const ended = uploads.filter(({ state }) => state !== 'waiting' && state !== 'sending').length;
  const sent =
    uploads.reduce((sum, upload) => sum + upload.sent * upload.file.size, 0) /
    Math.max(
      1,
      uploads.reduce((sum, upload) => sum + upload.file.size, 0),
    );
  return (
    <section className="uploads" aria-label={t('upload.title')}>
      <div className="row" style={{ padding: '8px 16px' }}>
        <strong role="status">{t('upload.progress', { done: ended, all: uploads.length })}</strong>
        <Progress className="grow" value={sent * 100} aria-label={t('upload.title')} />
        {ended === uploads.length && <Button onClick={() => uploadStore.clear(businessId)}>{t('common.close')}</Button>}
      </div>
      <ul className="list">
        {uploads.map((upload) => (
          <li key={upload.id}>
            <Icon name="file" />
            <span className="grow clip">
              {upload.path} <span className="faint small">{formatSize(upload.file.size)}</span>
            </span>
            <Outcome upload={upload} />
          </li>
        ))}
      </ul>
      {uploads.some(({ document }) => document?.notices.includes('not-an-archive')) && (
        <p className="note" data-tone="amber" role="status">
          <Icon name="alertTriangle" />
          {t('document.payroll')}
        </p>
      )}
      {uploads.some(({ file }) => file.type.startsWith('image/') || file.type === 'application/pdf') && (
        <p className="note">{t('upload.workingCopy')}</p>
      )}
    </section>
  );
}

function Outcome({ upload }: { upload: Upload }) {
  const { t } = useTranslation();
  if (upload.state === 'failed')
    return (
      <>
        <span className="small red">{problemText(upload.problem)}</span>
        {upload.problem?.code !== 'delivery-too-large' && <Button onClick={() => uploadStore.retry(upload.id)}>{t('common.retry')}</Button>}
      </>
    );
  if (upload.document)
    return (
      <>
        <Chip tone={upload.state === 'done' ? 'green' : 'blue'} icon={upload.state === 'done' ? 'check' : 'copyCheck'}>
          {t(`upload.${upload.state === 'done' ? 'arrived' : 'known'}`)}
        </Chip>
        <Link className="link small" to="/b/$businessId/documents/$id" params={{ businessId: upload.businessId, id: upload.document.id }}>
          {upload.state === 'known' ? t('upload.first') : t('upload.open')}
        </Link>
      </>
    );
  return (
    <span className="small faint number">{upload.state === 'waiting' ? t('upload.waiting') : `${Math.round(upload.sent * 100)} %`}</span>
  );
}
