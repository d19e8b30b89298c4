import { queryOptions } from '@tanstack/react-query';
import { BusinessView } from '#web/contract/businesses.ts';
import { Me } from '#web/contract/me.ts';
import { pageOf } from '#web/contract/shapes.ts';
import { WaitingView } from '#web/contract/waiting.ts';
import { api, ProblemError } from './client.ts';

/** Who is signed in; null when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async () => {
    try {
      return await api.get('/me', Me);
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** Every business this person may enter, in Hungarian order. */
export const businessesQuery = queryOptions({
  queryKey: ['businesses'],
  queryFn: async () => {
    const found: BusinessView[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: BusinessView[]; next: string | null } = await api.get(
        `/businesses?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
        pageOf(BusinessView),
      );
      found.push(...page.items);
      cursor = page.next;
    }
    return found.sort((a, b) => a.name.localeCompare(b.name, 'hu'));
  },
  staleTime: 60_000,
});

/** What waits for a person, in every business; live changes of the one that is open ask again at once. */
export const waitingQuery = queryOptions({
  queryKey: ['waiting'],
  queryFn: async () => (await api.get('/waiting', pageOf(WaitingView))).items,
  refetchInterval: 60_000,
});
