import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AccountantView } from '#web/contract/accounts.ts';
import { type BusinessView, InvitationView } from '#web/contract/businesses.ts';
import { api } from '../api/client.ts';
import { type Values, valuesOf } from '../shared/form-values.ts';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { TaxNumberField } from '../shared/TaxNumberField.tsx';
import { told } from '../shared/toast.tsx';

/** One address is enough; a name and a tax number spare the client some typing (H-019). */
export function InviteClient({
  firm,
  business,
  onSent,
}: {
  firm: AccountantView;
  /** A recorded business that gets its own login (H-029); its name and number are known. */
  business: BusinessView | undefined;
  onSent: () => void;
}) {
  const { t, i18n } = useTranslation();
  const cache = useQueryClient();
  const invite = useMutation({
    mutationFn: (values: Values) =>
      api.post('/invitations', { accountantId: firm.id, ...(business ? { businessId: business.id } : {}), ...values }, InvitationView),
    onSuccess: ({ email }) => {
      told(t('client.sent', { email }));
      onSent();
      void cache.invalidateQueries({ queryKey: ['invitations'] });
    },
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate(valuesOf(event.currentTarget, ['email', 'name', 'taxNumber', 'language']));
      }}
    >
      <p className="small faint">{t('client.inviteHint')}</p>
      <TextInput name="email" type="email" label={t('client.emailOfClient')} required withAsterisk={false} />
      {!business && (
        <>
          <TextInput name="name" label={`${t('invitation.name')} (${t('common.optional')})`} maxLength={200} />
          <TaxNumberField label={`${t('register.taxNumber')} (${t('common.optional')})`} isOptional />
        </>
      )}
      <Select
        name="language"
        label={t('client.language')}
        defaultValue={i18n.language}
        data={[
          { value: 'hu', label: 'magyar' },
          { value: 'en', label: 'English' },
        ]}
      />
      {invite.error && <ProblemNotice problem={invite.error} />}
      <div className="form-acts">
        <Button type="submit" variant="filled" loading={invite.isPending}>
          {t('client.sendInvite')}
        </Button>
      </div>
    </form>
  );
}
