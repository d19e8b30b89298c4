import { queryOptions } from '@tanstack/react-query';
import { isLive } from '#services/domain/bank-consent.ts';
import { Connections } from '#web/contract/bank-connections.ts';
import { api } from '../api/client.ts';

/** While a fetch is awaited, it is looked at again and again. */
export const lookMs = 2_000;

const isAwaited = ({ items }: Connections): boolean =>
  items.some(({ state, accounts }) => isLive(state) && accounts.some(({ fetchedAt, trouble }) => fetchedAt === null && trouble === null));

/** The banks that are offered and the business's connections; asked again whenever lines came in. */
export const connectionsQuery = (businessId: string) =>
  queryOptions({
    queryKey: ['transaction', businessId, 'connections'],
    queryFn: () => api.get(`/businesses/${businessId}/bank-connections`, Connections),
    refetchInterval: ({ state }) => (state.data && isAwaited(state.data) ? lookMs : false),
  });
