import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { pageOf } from '#web/contract/shapes.ts';
import { api, withFilters } from '../api/client.ts';

type Filters = Readonly<Record<string, string | number | boolean | undefined | null>>;

/** A list of a business, page by page as one scrolls; `type` is also the name under which live changes arrive. */
export function useList<S extends z.ZodType>(type: string, businessId: string, path: string, shape: S, filters: Filters = {}) {
  const list = useInfiniteQuery({
    queryKey: [type, businessId, 'list', path, filters],
    queryFn: ({ pageParam }) =>
      api.get(withFilters(`/businesses/${businessId}${path}`, { limit: 100, ...filters, cursor: pageParam }), pageOf(shape)),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: { next: string | null }) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  return {
    rows: (list.data?.pages.flatMap((page) => page.items) ?? []) as z.infer<S>[],
    isLoading: list.isPending,
    problem: list.error,
    hasMore: list.hasNextPage,
    more: () => void (list.hasNextPage && !list.isFetchingNextPage && list.fetchNextPage()),
    retry: () => void list.refetch(),
  };
}
