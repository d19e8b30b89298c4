import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BusinessView } from '#web/contract/businesses.ts';
import type { LeavingView } from '#web/contract/leaving.ts';
import { api } from '../api/client.ts';
import { formatDay } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';

/** The last step, which nothing takes back: possible without an accountant and without a hold, after the name was typed (H-137). */
export function DeleteBusiness({ business, leaving }: { business: BusinessView; leaving: LeavingView }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const remove = useMutation({
    mutationFn: () =>
      api.send('DELETE', `/businesses/${business.id}`, {
        name: typed.trim(),
        ...(leaving.keepUntil ? { keepUntil: leaving.keepUntil } : {}),
      }),
    onSuccess: () => {
      setOpen(false);
      void cache.invalidateQueries({ queryKey: ['leaving', business.id] });
    },
  });
  const stops = leaving.isHeld
    ? t('data.held')
    : leaving.attached
      ? t('data.stillAttached')
      : leaving.deletion !== 'none'
        ? t(`data.deletion.${leaving.deletion}`)
        : null;
  const means = (
    <>
      <p>{t('data.deleteMeans', { documents: leaving.documents })}</p>
      {leaving.keepUntil && (
        <p className="note" data-tone="amber">
          <Icon name="alertTriangle" />
          {t('data.keepUntil', { day: formatDay(leaving.keepUntil) })}
        </p>
      )}
    </>
  );
  return (
    <section className="section">
      <h2>{t('data.delete')}</h2>
      <div className="stack-tight">
        {means}
        {stops && <p className="faint">{stops}</p>}
        <div className="form-acts">
          <Button leftSection={<Icon name="trash" />} disabled={stops !== null} onClick={() => setOpen(true)}>
            {t('data.deleteGo')}
          </Button>
        </div>
      </div>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={t('data.deleteGo')}>
        <div className="stack">
          {means}
          <TextInput
            label={t('document.typeName', { name: business.name })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {remove.error && <ProblemNotice problem={remove.error} />}
          <div className="form-acts">
            <Button
              color="red"
              variant="filled"
              disabled={typed.trim() !== business.name}
              loading={remove.isPending}
              onClick={() => remove.mutate()}
            >
              {t('data.deleteGo')}
            </Button>
            <Button onClick={() => setOpen(false)}>{t('common.cancel')}</Button>
          </div>
        </div>
      </Modal>
    </section>
  );
}
