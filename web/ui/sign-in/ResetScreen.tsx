import { Anchor, Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Gate } from './Gate.tsx';

/** Answers alike whether the address is known or not. */
export function ResetScreen() {
  const { t } = useTranslation();
  const ask = useMutation({ mutationFn: (email: string) => api.send('POST', '/password-resets', { email }) });
  return (
    <Gate title={t('signIn.resetTitle')}>
      {ask.isSuccess ? (
        <p role="status">{t('signIn.resetSent')}</p>
      ) : (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            ask.mutate(String(new FormData(event.currentTarget).get('email')).trim());
          }}
        >
          {ask.error && <ProblemNotice problem={ask.error} />}
          <p>{t('signIn.resetHint')}</p>
          <TextInput name="email" type="email" label={t('signIn.email')} autoComplete="username" required withAsterisk={false} />
          <Button type="submit" variant="filled" loading={ask.isPending}>
            {t('signIn.resetAsk')}
          </Button>
        </form>
      )}
      <p className="small" style={{ marginTop: 16 }}>
        <Anchor component={Link} to="/sign-in" size="xs">
          {t('signIn.toSignIn')}
        </Anchor>
      </p>
    </Gate>
  );
}
