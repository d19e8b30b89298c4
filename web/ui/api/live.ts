import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { apiRoot } from './client.ts';

/** Refetches what the hub says has changed (server-sent events); many changes at once are one refetch. */
export function useLive(businessId: string | undefined): void {
  const cache = useQueryClient();
  useEffect(() => {
    if (!businessId) return;
    const waiting = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      for (const type of waiting) void cache.invalidateQueries({ queryKey: [type, businessId] });
      waiting.clear();
      void cache.invalidateQueries({ queryKey: ['waiting'] });
    };
    const events = new EventSource(`${apiRoot}/businesses/${businessId}/events`);
    const note = (event: MessageEvent<string>) => {
      const { type } = JSON.parse(event.data) as { type: string };
      waiting.add(type);
      // A delivery shows how its documents stand.
      if (type === 'document') waiting.add('intake');
      timer ??= setTimeout(flush, 250);
    };
    events.addEventListener('message', note);
    events.addEventListener('change', note);
    return () => {
      events.close();
      if (timer) clearTimeout(timer);
    };
  }, [businessId, cache]);
}
