import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentView } from '#web/contract/documents.ts';
import { api } from '../api/client.ts';
import { ConfirmDialog } from '../shared/ConfirmDialog.tsx';
import { Icon } from '../shared/Icon.tsx';

/** Deleting cannot be undone: the consequences are named, and the name is typed. */
export function DeleteDocument({ businessId, document, onDeleted }: { businessId: string; document: DocumentView; onDeleted: () => void }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const remove = useMutation({
    mutationFn: () => api.send('DELETE', `/businesses/${businessId}/documents/${document.id}`),
    onSuccess: onDeleted,
  });
  return (
    <>
      <Button leftSection={<Icon name="trash" />} onClick={() => setOpen(true)}>
        {t('document.delete')}
      </Button>
      <ConfirmDialog
        title={t('document.delete')}
        act={t('common.delete')}
        typeName={document.name}
        isOpen={isOpen}
        isBusy={remove.isPending}
        problem={remove.error}
        onAct={() => remove.mutate()}
        onClose={() => setOpen(false)}
      >
        <p>{t('document.deleteMeans')}</p>
      </ConfirmDialog>
    </>
  );
}
