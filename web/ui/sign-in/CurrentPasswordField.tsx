import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** The password one has; `name` is the form's word for it. */
export function CurrentPasswordField({
  name = 'password',
  label,
  autoFocus = false,
}: {
  name?: string;
  label: string;
  autoFocus?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      name={name}
      label={label}
      autoComplete="current-password"
      data-autofocus={autoFocus || undefined}
      required
      withAsterisk={false}
      visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
    />
  );
}
