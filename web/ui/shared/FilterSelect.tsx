import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** One filter of a list; its first line takes it away. */
export function FilterSelect({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string | undefined;
  options: readonly { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
}) {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={label}
      w={180}
      data={[{ value: '', label: `${label}: ${t('common.all').toLowerCase()}` }, ...options]}
      value={value ?? ''}
      onChange={(chosen) => onChange(chosen || undefined)}
      maxDropdownHeight={400}
    />
  );
}
