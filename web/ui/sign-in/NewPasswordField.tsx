import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function NewPasswordField({ isOptional = false }: { isOptional?: boolean }) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      name="password"
      label={isOptional ? `${t('signIn.newPassword')} (${t('common.optional')})` : t('signIn.newPassword')}
      description={t('signIn.passwordHint')}
      autoComplete="new-password"
      minLength={12}
      required={!isOptional}
      withAsterisk={false}
      visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
    />
  );
}
