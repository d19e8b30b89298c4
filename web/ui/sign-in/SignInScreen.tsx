import { Anchor, Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SignedIn } from '#web/contract/sessions.ts';
import { api, ProblemError } from '../api/client.ts';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { CurrentPasswordField } from './CurrentPasswordField.tsx';
import { Gate } from './Gate.tsx';
import { safeTarget } from './safe-target.ts';

export function SignInScreen() {
  const { t } = useTranslation();
  const go = useNavigate();
  const cache = useQueryClient();
  const { to } = useSearch({ strict: false }) as { to?: string };
  const [needsCode, setNeedsCode] = useState(false);
  const signIn = useMutation({
    mutationFn: (form: FormData) =>
      api.post(
        '/sessions',
        {
          email: String(form.get('email')).trim(),
          password: String(form.get('password')),
          ...(form.get('code') ? { code: String(form.get('code')), rememberDevice: form.get('remember') === 'on' } : {}),
        },
        SignedIn,
      ),
    onSuccess: async () => {
      await cache.resetQueries();
      await go({ to: safeTarget(to), replace: true });
    },
    onError: (error) => error instanceof ProblemError && error.code === 'code-needed' && setNeedsCode(true),
  });
  const isCodeAsked = signIn.error instanceof ProblemError && signIn.error.code === 'code-needed';
  return (
    <Gate title={t('signIn.title')}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate(new FormData(event.currentTarget));
        }}
      >
        {signIn.error && !isCodeAsked && <ProblemNotice problem={signIn.error} />}
        <TextInput name="email" type="email" label={t('signIn.email')} autoComplete="username" required withAsterisk={false} autoFocus />
        <CurrentPasswordField label={t('signIn.password')} />
        {needsCode && (
          <>
            <TextInput
              name="code"
              label={t('signIn.code')}
              description={t('signIn.codeHint')}
              inputMode="numeric"
              autoComplete="one-time-code"
              required
              withAsterisk={false}
              autoFocus
            />
            <Checkbox name="remember" label={t('signIn.remember')} />
          </>
        )}
        <Button type="submit" variant="filled" loading={signIn.isPending} fullWidth>
          {t('signIn.enter')}
        </Button>
        <div className="row small" style={{ justifyContent: 'space-between' }}>
          <Anchor component={Link} to="/reset" size="xs">
            {t('signIn.forgotten')}
          </Anchor>
          <Anchor component={Link} to="/register" size="xs">
            {t('register.title')}
          </Anchor>
        </div>
      </form>
    </Gate>
  );
}
