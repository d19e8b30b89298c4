import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './EmptyState.tsx';

/** Filtered to nothing: which filters, and one click to clear them. */
export function FilteredEmpty({ filters, onClear }: { filters: readonly string[]; onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState icon="search" title={t('common.filteredToNothing', { filters: filters.join(', ') })}>
      <Button onClick={onClear}>{t('common.clearFilters')}</Button>
    </EmptyState>
  );
}
