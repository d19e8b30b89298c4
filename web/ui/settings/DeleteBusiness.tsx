import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BusinessView } from '#web/contract/businesses.ts';
import type { LeavingView } from '#web/contract/leaving.ts';
import { api } from '../api/client.ts';
import { ConfirmDialog } from '../shared/ConfirmDialog.tsx';
import { formatDay } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';

/** The last step, which nothing takes back: possible without an accountant and without a hold, after the name was typed (H-137). */
export function DeleteBusiness({ business, leaving }: { business: BusinessView; leaving: LeavingView }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const remove = useMutation({
    mutationFn: () =>
      api.send('DELETE', `/businesses/${business.id}`, {
        name: business.name,
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
      <ConfirmDialog
        title={t('data.deleteGo')}
        act={t('data.deleteGo')}
        typeName={business.name}
        isOpen={isOpen}
        isBusy={remove.isPending}
        problem={remove.error}
        onAct={() => remove.mutate()}
        onClose={() => setOpen(false)}
      >
        {means}
      </ConfirmDialog>
    </section>
  );
}
