import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useBusiness } from '../frame/useBusiness.ts';
import { SaveForm } from '../shared/SaveForm.tsx';
import { SettingsPage } from './SettingsPage.tsx';
import { TaxSettings } from './TaxSettings.tsx';

/** What a business is: its name and seat, and the rules by which its vouchers count. */
export function BusinessScreen() {
  const { t } = useTranslation();
  const business = useBusiness();
  const cache = useQueryClient();
  return (
    <SettingsPage here="">
      <div className="page-body page-narrow">
        <section className="section">
          <h2>{t('business.details')}</h2>
          <SaveForm
            path={`/businesses/${business.id}`}
            names={['name', 'seat', 'euVatNumber']}
            emptied={['seat', 'euVatNumber']}
            onSaved={() => void cache.invalidateQueries({ queryKey: ['businesses'] })}
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
      </div>
    </SettingsPage>
  );
}
