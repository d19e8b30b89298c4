import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { told } from '../shared/toast.tsx';
import { CurrentPasswordField } from '../sign-in/CurrentPasswordField.tsx';
import { NewPasswordField } from '../sign-in/NewPasswordField.tsx';

export function ChangePassword() {
  const { t } = useTranslation();
  const change = useMutation({
    mutationFn: (form: FormData) =>
      api.send('PUT', '/me/password', { current: String(form.get('current')), password: String(form.get('password')) }),
    onSuccess: () => told(t('second.passwordChanged')),
  });
  return (
    <section className="section">
      <h2>{t('second.password')}</h2>
      <form
        className="form"
        style={{ maxWidth: 400 }}
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          change.mutate(new FormData(form), { onSuccess: () => form.reset() });
        }}
      >
        <CurrentPasswordField name="current" label={t('second.current')} />
        <NewPasswordField />
        {change.error && <ProblemNotice problem={change.error} />}
        <div className="form-acts">
          <Button type="submit" loading={change.isPending}>
            {t('second.changePassword')}
          </Button>
        </div>
      </form>
    </section>
  );
}
