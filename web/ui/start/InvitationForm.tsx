import { Button, Checkbox, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { InvitationAcceptance, InvitationOpened } from '#web/contract/businesses.ts';
import { valuesOf } from '../shared/form-values.ts';
import { formatInstant } from '../shared/format.ts';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { TaxNumberField } from '../shared/TaxNumberField.tsx';
import { NewPasswordField } from '../sign-in/NewPasswordField.tsx';
import { TermsText } from '../terms/TermsText.tsx';

export type Acceptance = Omit<InvitationAcceptance, 'token' | 'termsVersion'>;

/** What the business gives to accept (H-020); what the accountant gave already stands in the fields. */
export function InvitationForm({
  invitation,
  hasAccount,
  problem,
  isSending,
  onAccept,
}: {
  invitation: InvitationOpened;
  hasAccount: boolean;
  problem: unknown;
  isSending: boolean;
  onAccept: (acceptance: Acceptance) => void;
}) {
  const { t } = useTranslation();
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        const { taxNumber = '', name = '', seat = '', email = '' } = valuesOf(event.currentTarget, ['taxNumber', 'name', 'seat', 'email']);
        const password = String(new FormData(event.currentTarget).get('password') ?? '');
        onAccept({ taxNumber, name, seat, email, ...(password ? { password } : {}) });
      }}
    >
      <p className="small faint">{t('invitation.until', { day: formatInstant(invitation.expiresAt) })}</p>
      <TaxNumberField given={invitation.taxNumber ?? ''} />
      <TextInput
        name="name"
        label={t('invitation.name')}
        autoComplete="organization"
        defaultValue={invitation.name ?? ''}
        maxLength={200}
        required
        withAsterisk={false}
      />
      <TextInput name="seat" label={t('invitation.seat')} autoComplete="street-address" maxLength={300} required withAsterisk={false} />
      <TextInput
        name="email"
        type="email"
        label={t('register.email')}
        description={t('invitation.emailHint')}
        autoComplete="email"
        defaultValue={invitation.email}
        required
        withAsterisk={false}
      />
      {!hasAccount && <NewPasswordField isOptional />}
      <TermsText />
      <Checkbox label={t('terms.accept')} required />
      {problem ? <ProblemNotice problem={problem} /> : null}
      <Button type="submit" variant="filled" loading={isSending}>
        {t('invitation.accept')}
      </Button>
    </form>
  );
}
