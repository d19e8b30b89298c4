import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MailAddress } from '#web/contract/businesses.ts';
import { api } from '../api/client.ts';
import { useBusiness } from '../frame/useBusiness.ts';
import { ConfirmDialog } from '../shared/ConfirmDialog.tsx';
import { SaveForm } from '../shared/SaveForm.tsx';
import { told } from '../shared/toast.tsx';
import { SettingsPage } from './SettingsPage.tsx';
import { TaxSettings } from './TaxSettings.tsx';

/** What a business is: its name and seat, its mail address, and the rules by which its vouchers count. */
export function BusinessScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const cache = useQueryClient();
  const [isReplacing, setReplacing] = useState(false);
  const refresh = () => cache.invalidateQueries({ queryKey: ['businesses'] });
  const replace = useMutation({
    mutationFn: () => api.post(`/businesses/${business.id}/mail-addresses`, {}, MailAddress),
    onSuccess: ({ mailAddress }) => {
      setReplacing(false);
      told(t('business.replaced', { mailAddress }));
      void refresh();
    },
  });
  return (
    <SettingsPage here="">
      <div className="page-body page-narrow">
        <section className="section">
          <h2>{t('business.details')}</h2>
          <SaveForm
            path={`/businesses/${business.id}`}
            names={['name', 'seat', 'euVatNumber']}
            emptied={['seat', 'euVatNumber']}
            onSaved={() => void refresh()}
          >
            <p className="faint">
              {t('register.taxNumber')}: <span className="number">{business.taxNumber}</span>
            </p>
            <TextInput
              name="name"
              label={t('invitation.name')}
              defaultValue={business.name}
              maxLength={200}
              required
              withAsterisk={false}
            />
            <TextInput name="seat" label={t('invitation.seat')} defaultValue={business.seat ?? ''} maxLength={300} />
            <TextInput
              name="euVatNumber"
              label={`${t('business.euVatNumber')} (${t('common.optional')})`}
              defaultValue={business.euVatNumber ?? ''}
              maxLength={20}
            />
          </SaveForm>
        </section>
        <TaxSettings businessId={business.id} />
        <section className="section">
          <h2>{t('overview.address')}</h2>
          <p style={{ overflowWrap: 'anywhere' }}>{business.mailAddress}</p>
          <div className="form-acts" style={{ marginTop: 8 }}>
            <Button onClick={() => setReplacing(true)}>{t('business.replace')}</Button>
          </div>
        </section>
      </div>
      <ConfirmDialog
        title={t('business.replace')}
        act={t('business.replace')}
        isOpen={isReplacing}
        isBusy={replace.isPending}
        problem={replace.error}
        onAct={() => replace.mutate()}
        onClose={() => setReplacing(false)}
      >
        <p>{t('business.replaceMeans')}</p>
      </ConfirmDialog>
    </SettingsPage>
  );
}
