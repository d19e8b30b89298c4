import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DocumentKind, documentKinds } from '#services/domain/reading.ts';
import type { DocumentView } from '#web/contract/documents.ts';
import { MoveDocument } from '../document/MoveDocument.tsx';
import { useBusiness } from '../frame/useBusiness.ts';
import { Icon } from '../shared/Icon.tsx';
import { reasonLabel } from '../shared/labels.ts';

type Props = {
  document: DocumentView;
  kind: DocumentKind;
  onKind: (kind: DocumentKind) => void;
  onUnlock: (password: string) => void;
  onSplit: (() => void) | undefined;
  onMoved: () => void;
};

/** A file on which no item asks: what it is, what locks it, how many vouchers are in it. */
export function DocumentPane({ document, kind, onKind, onUnlock, onSplit, onMoved }: Props) {
  const { t } = useTranslation();
  const business = useBusiness();
  const [password, setPassword] = useState('');
  const isLocked = document.because === 'encrypted' || document.because === 'wrong-password';
  const isSeveral = document.because === 'several-documents';
  return (
    <>
      <div className="viewer-head">
        <h2 className="grow clip">{document.name}</h2>
      </div>
      <div className="review-scroll stack">
        <p className="row amber">
          <Icon name="alertTriangle" />
          <span>{reasonLabel(document.because)}</span>
        </p>
        {isLocked ? (
          <form
            className="stack-tight"
            onSubmit={(event) => {
              event.preventDefault();
              onUnlock(password);
            }}
          >
            <PasswordInput
              data-field="password"
              label={t('review.locked')}
              required
              withAsterisk={false}
              autoComplete="off"
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          </form>
        ) : isSeveral ? (
          <>
            <p>{t('review.splitProposed', { count: document.invoiceIds.length })}</p>
            {onSplit && (
              <Button data-field="split" onClick={onSplit} leftSection={<Icon name="scissors" />}>
                {t('review.splitLook')} <kbd>S</kbd>
              </Button>
            )}
          </>
        ) : (
          <>
            <p className="faint">{t('review.noInvoice')}</p>
            <div className="question" data-asks={true}>
              <label htmlFor="document-kind">
                <b className="small">{t('review.kind')}</b>
              </label>
              <select
                id="document-kind"
                className="question-input"
                data-field="document-kind"
                data-key="kind"
                value={kind}
                onChange={(event) => onKind(event.target.value as DocumentKind)}
              >
                {documentKinds.map((each) => (
                  <option key={each} value={each}>
                    {t(`kind.${each}`)}
                  </option>
                ))}
              </select>
            </div>
          </>
        )}
        {business.may('documents.delete') && (
          <MoveDocument businessId={business.id} document={document} invoice={undefined} onMoved={onMoved} />
        )}
      </div>
    </>
  );
}
