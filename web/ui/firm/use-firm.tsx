import { Select } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AccountantView } from '#web/contract/accounts.ts';
import { meQuery } from '../api/queries.ts';
import { useFilters } from '../shared/useFilters.ts';

/** The firm one works for; who works for several chooses, and the address remembers. */
export function useFirm(): { firm: AccountantView | null; choice: React.ReactNode } {
  const { t } = useTranslation();
  const { data: me } = useSuspenseQuery(meQuery);
  const { filters, set } = useFilters(['firm']);
  const firms = me?.accountants ?? [];
  const firm = firms.find(({ id }) => id === filters.firm) ?? firms[0] ?? null;
  const choice = firms.length > 1 && (
    <Select
      aria-label={t('client.firm')}
      data={firms.map(({ id, name }) => ({ value: id, label: name }))}
      value={firm?.id ?? null}
      onChange={(id) => set({ firm: id ?? undefined })}
    />
  );
  return { firm, choice };
}
