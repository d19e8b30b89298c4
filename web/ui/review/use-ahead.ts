import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { documentQuery } from '../document/use-document.ts';
import { pagePicture } from '../shared/page-picture.ts';
import { pageWordsQuery } from '../shared/ViewedPage.tsx';
import { similarQuery } from './Alike.tsx';
import type { Waiting } from './use-review.ts';

/** So long what was loaded ahead is taken as it is. */
const freshMs = 60_000;

/** Everything the desk shows of the next vouchers is there when they are asked for: nothing on it moves or appears later. */
export function useAhead(businessId: string, next: readonly Waiting[]): void {
  const cache = useQueryClient();
  const keys = next.map(({ key }) => key).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the keys name
  useEffect(() => {
    for (const { documentId, document, pageRange, invoice } of next) {
      if (documentId) void cache.prefetchQuery({ ...documentQuery(businessId, documentId), staleTime: freshMs });
      if (invoice) void cache.prefetchQuery({ ...similarQuery(businessId, invoice.id), staleTime: freshMs });
      if (!documentId || !document?.pageCount) continue;
      const page = pageRange?.[0] ?? 1;
      void cache.prefetchQuery(pageWordsQuery(businessId, documentId, page));
      Object.assign(new Image(), { fetchPriority: 'low', src: pagePicture(businessId, documentId, page) });
    }
  }, [keys, businessId, cache]);
}
