import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Joined } from '#web/contract/people.ts';
import { api, ProblemError } from '../api/client.ts';
import { Icon } from '../shared/Icon.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { Gate } from '../sign-in/Gate.tsx';
import { NewPasswordField } from '../sign-in/NewPasswordField.tsx';
import { TermsText } from '../terms/TermsText.tsx';
import { termsQuery } from '../terms/terms-query.ts';
import { useLinkToken } from './use-link-token.ts';

/** Uses the link that invites a person to a firm or a business. */
export function JoinScreen() {
  const { t } = useTranslation();
  const token = useLinkToken();
  const terms = useQuery(termsQuery);
  const join = useMutation({
    mutationFn: (form: FormData) =>
      api.post(
        '/joinings',
        {
          token,
          termsVersion: terms.data?.version ?? '',
          ...(form.get('name') ? { name: String(form.get('name')) } : {}),
          ...(form.get('password') ? { password: String(form.get('password')) } : {}),
        },
        Joined,
      ),
  });
  const mustSignIn = join.error instanceof ProblemError && join.error.code === 'not-signed-in';
  return (
    <Gate title={t('start.joinTitle')} isWide>
      {join.data ? (
        <div className="stack">
          <p role="status">{t('start.joined')}</p>
          <Button component={Link} to="/sign-in" variant="filled">
            {t('signIn.toSignIn')}
          </Button>
        </div>
      ) : (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            join.mutate(new FormData(event.currentTarget));
          }}
        >
          {mustSignIn ? (
            <p className="note" role="alert">
              <Icon name="info" />
              <span>
                {t('invitation.signInFirst')}{' '}
                <Link className="link" to="/sign-in" search={{ to: `/join?token=${token}` } as never}>
                  {t('signIn.toSignIn')}
                </Link>
              </span>
            </p>
          ) : (
            join.error && <ProblemNotice problem={join.error} />
          )}
          <TextInput name="name" label={t('start.name')} autoComplete="name" />
          <NewPasswordField isOptional />
          <TermsText />
          <Checkbox label={t('terms.accept')} required />
          <Button type="submit" variant="filled" loading={join.isPending} disabled={!terms.data}>
            {t('start.join')}
          </Button>
        </form>
      )}
    </Gate>
  );
}
