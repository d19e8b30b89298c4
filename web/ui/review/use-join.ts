import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { InvoiceView } from '#web/contract/invoices.ts';
import { api } from '../api/client.ts';
import { told } from '../shared/toast.tsx';

/** Says that an item and another one are the same invoice; `onJoined` hears which of the two holds everything now. */
export function useJoin(businessId: string, invoice: InvoiceView, onJoined: (holder: string) => void) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (other: InvoiceView) => api.post(`/businesses/${businessId}/invoices/${invoice.id}/join`, { into: other.id }, InvoiceView),
    onSuccess: async (holder) => {
      told(`${t('review.joined')}: ${holder.supplier.name ?? t('common.unknown')}, ${holder.number ?? '–'}`);
      await Promise.all(['invoice', 'document'].map((type) => cache.invalidateQueries({ queryKey: [type, businessId] })));
      onJoined(holder.id);
    },
  });
}
