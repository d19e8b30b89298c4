import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AccountantRegistered } from '#web/contract/accounts.ts';
import { api, ProblemError } from '../api/client.ts';
import { valuesOf } from '../shared/form-values.ts';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { TaxNumberField } from '../shared/TaxNumberField.tsx';
import { Gate } from '../sign-in/Gate.tsx';
import { TermsText } from '../terms/TermsText.tsx';
import { termsQuery } from '../terms/terms-query.ts';

const fields = ['taxNumber', 'name', 'billingAddress', 'contactName', 'email'] as const;
type Given = Partial<Record<(typeof fields)[number], string>>;

/** A firm registers itself; a ledger program may have brought the tax number and the address along (H-008). */
export function RegisterScreen() {
  const { t, i18n } = useTranslation();
  const given = useSearch({ strict: false }) as { taxNumber?: string | number; email?: string };
  const terms = useQuery(termsQuery);
  const register = useMutation({
    mutationFn: (values: Given) =>
      api.post(
        '/accountants',
        { ...values, language: i18n.language, termsVersion: terms.data!.version, actsInTrade: true },
        AccountantRegistered,
      ),
  });
  const isKnown = register.error instanceof ProblemError && register.error.code === 'already-registered';
  if (register.data)
    return (
      <Gate title={t('register.title')}>
        <p role="status">{t('register.sent', { email: register.variables?.email })}</p>
      </Gate>
    );
  return (
    <Gate title={t('register.title')} isWide>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          register.mutate(valuesOf(event.currentTarget, fields));
        }}
      >
        <TaxNumberField given={String(given.taxNumber ?? '')} />
        <TextInput name="name" label={t('register.firmName')} autoComplete="organization" maxLength={200} required withAsterisk={false} />
        <TextInput
          name="billingAddress"
          label={t('register.billingAddress')}
          autoComplete="street-address"
          maxLength={300}
          required
          withAsterisk={false}
        />
        <TextInput name="contactName" label={t('register.contactName')} autoComplete="name" maxLength={200} required withAsterisk={false} />
        <TextInput
          name="email"
          type="email"
          label={t('register.email')}
          autoComplete="email"
          defaultValue={given.email ?? ''}
          required
          withAsterisk={false}
        />
        <TermsText />
        <Checkbox label={t('terms.accept')} required />
        <Checkbox label={t('register.trade')} required />
        {register.error && <ProblemNotice problem={register.error} />}
        <div className="form-acts">
          <Button type="submit" variant="filled" loading={register.isPending} disabled={!terms.data}>
            {t('register.go')}
          </Button>
          {isKnown && (
            <Button component={Link} to="/sign-in">
              {t('signIn.toSignIn')}
            </Button>
          )}
        </div>
      </form>
    </Gate>
  );
}
