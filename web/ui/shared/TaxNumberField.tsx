import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { baseNumberOf } from '#services/domain/tax-number.ts';

/** A Hungarian tax number; a wrong check digit is told on leaving the field, before anything is sent (H-002). */
export function TaxNumberField({
  name = 'taxNumber',
  label,
  given = '',
  isOptional = false,
  readOnly = false,
}: {
  name?: string;
  label?: string;
  given?: string;
  isOptional?: boolean;
  readOnly?: boolean;
}) {
  const { t } = useTranslation();
  const [isWrong, setWrong] = useState(false);
  const check = (field: HTMLInputElement) => {
    const isBad = field.value.trim() !== '' && baseNumberOf(field.value) === null;
    // The form is not sent with a number of which we know that it is wrong.
    field.setCustomValidity(isBad ? t('register.notTaxNumber') : '');
    return isBad;
  };
  return (
    <TextInput
      name={name}
      label={label ?? t('register.taxNumber')}
      description={t('register.taxNumberHint')}
      inputMode="numeric"
      autoComplete="off"
      defaultValue={given}
      readOnly={readOnly}
      required={!isOptional}
      withAsterisk={false}
      error={isWrong && t('register.notTaxNumber')}
      onChange={(event) => !check(event.currentTarget) && setWrong(false)}
      onBlur={(event) => setWrong(check(event.currentTarget))}
    />
  );
}
