import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { useLinkToken } from '../start/use-link-token.ts';
import { Gate } from './Gate.tsx';
import { NewPasswordForm } from './NewPasswordForm.tsx';

/** A new password by the link from the mail; no other way resets one. */
export function PasswordScreen() {
  const { t } = useTranslation();
  const token = useLinkToken();
  const set = useMutation({ mutationFn: (password: string) => api.send('POST', '/passwords', { token, password }) });
  return (
    <Gate title={t('signIn.newPasswordTitle')}>
      {set.isSuccess ? (
        <div className="stack">
          <p role="status">{t('signIn.passwordSet')}</p>
          <Button component={Link} to="/sign-in" variant="filled">
            {t('signIn.toSignIn')}
          </Button>
        </div>
      ) : (
        <NewPasswordForm act={t('common.save')} isSending={set.isPending} problem={set.error} onSend={set.mutate} />
      )}
    </Gate>
  );
}
