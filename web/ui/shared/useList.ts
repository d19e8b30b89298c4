import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { pageOf } from '#web/contract/shapes.ts';
import { api, withFilters } from '../api/client.ts';

type Filters = Readonly<Record<string, string | number | boolean | undefined | null>>;

/** A list, page by page as one scrolls. */
export function usePages<S extends z.ZodType>(name: readonly string[], path: string, shape: S, filters: Filters = {}) {
  const list = useInfiniteQuery({
    queryKey: [...name, 'list', path, filters],
    queryFn: ({ pageParam }) => api.get(withFilters(path, { limit: 100, ...filters, cursor: pageParam }), pageOf(shape)),
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

/** A list of a business; `type` is also the name under which live changes arrive. */
export const useList = <S extends z.ZodType>(type: string, businessId: string, path: string, shape: S, filters: Filters = {}) =>
  usePages([type, businessId], `/businesses/${businessId}${path}`, shape, filters);
