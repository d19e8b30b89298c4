import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentView } from '#web/contract/documents.ts';
import { api } from '../api/client.ts';
import { Icon } from '../shared/Icon.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';

/** Deleting cannot be undone: the consequences are named, and the name is typed. */
export function DeleteDocument({ businessId, document, onDeleted }: { businessId: string; document: DocumentView; onDeleted: () => void }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const remove = useMutation({
    mutationFn: () => api.send('DELETE', `/businesses/${businessId}/documents/${document.id}`),
    onSuccess: onDeleted,
  });
  return (
    <>
      <Button leftSection={<Icon name="trash" />} onClick={() => setOpen(true)}>
        {t('document.delete')}
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={t('document.delete')}>
        <div className="stack">
          <p>{t('document.deleteMeans')}</p>
          <TextInput
            label={t('document.typeName', { name: document.name })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {remove.error && <ProblemNotice problem={remove.error} />}
          <div className="form-acts">
            <Button
              color="red"
              variant="filled"
              disabled={typed.trim() !== document.name}
              loading={remove.isPending}
              onClick={() => remove.mutate()}
            >
              {t('common.delete')}
            </Button>
            <Button onClick={() => setOpen(false)}>{t('common.cancel')}</Button>
          </div>
        </div>
      </Modal>
    </>
  );
}
