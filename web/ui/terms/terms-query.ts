import { queryOptions } from '@tanstack/react-query';
import { TermsView } from '#web/contract/terms.ts';
import { api } from '../api/client.ts';

export const termsQuery = queryOptions({
  queryKey: ['terms'],
  queryFn: () => api.get('/terms', TermsView),
  staleTime: Number.POSITIVE_INFINITY,
});
