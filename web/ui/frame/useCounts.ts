import { useQuery } from '@tanstack/react-query';
import type { BusinessView } from '#web/contract/businesses.ts';
import { DocumentView } from '#web/contract/documents.ts';
import { pageOf } from '#web/contract/shapes.ts';
import { api } from '../api/client.ts';

/** How many documents wait for a person; at most the longest page a list gives. */
export function useCounts(business: BusinessView | null): { review: number | undefined } {
  const review = useQuery({
    queryKey: ['document', business?.id, 'waiting-count'],
    queryFn: async () =>
      (await api.get(`/businesses/${business!.id}/documents?state=needs-review&limit=200`, pageOf(DocumentView))).items.length,
    enabled: business?.permissions.includes('invoices.correct') ?? false,
  });
  return { review: review.data };
}
