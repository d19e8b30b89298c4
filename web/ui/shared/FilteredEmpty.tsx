import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './EmptyState.tsx';
import { filterWords } from './labels.ts';

/** Filtered to nothing: which filters, and one click to clear them. */
export function FilteredEmpty({ filters, onClear }: { filters: readonly string[]; onClear: () => void }) {
  const { t } = useTranslation();
  const words = filterWords(filters);
  return (
    <EmptyState icon="search" title={words ? t('common.filteredToNothing', { filters: words }) : t('common.nothingSo')}>
      <Button onClick={onClear}>{t('common.clearFilters')}</Button>
    </EmptyState>
  );
}
