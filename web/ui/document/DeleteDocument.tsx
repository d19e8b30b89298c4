import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentView } from '#web/contract/documents.ts';
import { api, ProblemError, withFilters } from '../api/client.ts';
import { ConfirmDialog } from '../shared/ConfirmDialog.tsx';
import { formatDay } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';

/** Deleting cannot be undone: the consequences are named, and the name is typed; before its keep-until day it is asked twice (LG-006). */
export function DeleteDocument({ businessId, document, onDeleted }: { businessId: string; document: DocumentView; onDeleted: () => void }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const remove = useMutation({
    mutationFn: (keepUntil: string) => api.send('DELETE', withFilters(`/businesses/${businessId}/documents/${document.id}`, { keepUntil })),
    onSuccess: onDeleted,
  });
  const keepUntil =
    remove.error instanceof ProblemError && remove.error.code === 'confirmation-needed'
      ? String(remove.error.facts['keepUntil'])
      : undefined;
  const close = () => {
    setOpen(false);
    remove.reset();
  };
  return (
    <>
      <Button leftSection={<Icon name="trash" />} onClick={() => setOpen(true)}>
        {t('document.delete')}
      </Button>
      <ConfirmDialog
        title={t('document.delete')}
        act={t(keepUntil === undefined ? 'common.delete' : 'document.deleteEarly')}
        typeName={document.name}
        isOpen={isOpen}
        isBusy={remove.isPending}
        problem={keepUntil === undefined ? remove.error : null}
        onAct={() => remove.mutate(keepUntil ?? 'none')}
        onClose={close}
      >
        <p>{t('document.deleteMeans')}</p>
        {keepUntil !== undefined && (
          <p className="note" data-tone="amber" role="alert">
            <Icon name="alertTriangle" />
            <span>
              {t('document.keepUntil', { day: formatDay(keepUntil) })}{' '}
              <Link className="link" to="/b/$businessId/settings/data" params={{ businessId }}>
                {t('document.exportFirst')}
              </Link>
            </span>
          </p>
        )}
      </ConfirmDialog>
    </>
  );
}
