import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Activated } from '#web/contract/accounts.ts';
import { api } from '../api/client.ts';
import { Gate } from '../sign-in/Gate.tsx';
import { NewPasswordForm } from '../sign-in/NewPasswordForm.tsx';
import { useLinkToken } from './use-link-token.ts';

/** Confirms a registration by the link from the mail; the security key is shown here and never again. */
export function ActivateScreen() {
  const { t } = useTranslation();
  const token = useLinkToken();
  const activate = useMutation({
    mutationFn: (password: string) => api.post('/activations', password ? { token, password } : { token }, Activated),
  });
  return (
    <Gate title={t('start.activateTitle')}>
      {activate.data ? (
        <div className="stack">
          <p role="status">{t('start.activated')}</p>
          <p className="secret">{activate.data.securityKey}</p>
          <Button component={Link} to="/sign-in" variant="filled">
            {t('signIn.toSignIn')}
          </Button>
        </div>
      ) : (
        <NewPasswordForm
          act={t('start.activate')}
          isOptional
          isSending={activate.isPending}
          problem={activate.error}
          onSend={activate.mutate}
        />
      )}
    </Gate>
  );
}
