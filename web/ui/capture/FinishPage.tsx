import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnteredValues } from '#web/contract/documents.ts';
import { Icon } from '../shared/Icon.tsx';
import { EnteredForm, enteredOf, plainAmount } from './EnteredForm.tsx';
import type { JpegPage } from './pages-to-pdf.ts';
import type { Shot } from './picture.ts';

/** The pages of one voucher, what is known of it, and the button that sends it. */
export function FinishPage({
  pages,
  values,
  onValues,
  onRemove,
  onMore,
  onSend,
}: {
  pages: readonly Shot[];
  values: Partial<EnteredValues>;
  onValues: (values: Partial<EnteredValues>) => void;
  onRemove: (index: number) => void;
  onMore: () => void;
  onSend: (entered: Partial<EnteredValues> | null) => void;
}) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const isWrong = Boolean(values.gross) && plainAmount(values.gross!) === null;
  return (
    <div className="capture-paper">
      <h2 ref={heading} tabIndex={-1}>
        {t('capture.pages', { count: pages.length })}
      </h2>
      <ol className="capture-pages">
        {pages.map((page, index) => (
          <li key={page.id}>
            <Picture page={page} alt={t('capture.pageOf', { number: index + 1, count: pages.length })} />
            <button
              type="button"
              className="link small"
              onClick={() => {
                onRemove(index);
                if (pages.length === 1) onMore();
              }}
            >
              {t('capture.removePage', { number: index + 1 })}
            </button>
          </li>
        ))}
        <li>
          <button type="button" className="capture-more" onClick={onMore}>
            <Icon name="camera" size={24} />
            {t('capture.more')}
          </button>
        </li>
      </ol>
      <h2>{t('capture.entered.title')}</h2>
      <p className="small faint">{t('capture.entered.hint')}</p>
      <EnteredForm values={values} onChange={onValues} />
      <p className="note" data-tone="amber">
        <Icon name="alertTriangle" />
        <span>{t('capture.workingCopy')}</span>
      </p>
      <Button size="lg" variant="filled" disabled={pages.length === 0 || isWrong} onClick={() => onSend(enteredOf(values))}>
        {t('capture.send')}
      </Button>
    </div>
  );
}

function Picture({ page, alt }: { page: JpegPage; alt: string }) {
  const url = useMemo(() => URL.createObjectURL(new Blob([page.jpeg as BlobPart], { type: 'image/jpeg' })), [page]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return <img src={url} alt={alt} />;
}
