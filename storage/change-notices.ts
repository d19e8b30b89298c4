import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** `isPrivate`: a bank line that was the business's private matter before, too (B-037). */
export type ChangeNotice = { type: string; id: string; businessId: string; isPrivate: boolean };
export type ChangeNotices = AsyncDisposable & { listen(businessId: string, hear: (notice: ChangeNotice) => void): () => void };

/** One LISTEN connection a process, shared by every open screen. Notices may be lost while it reconnects; screens look again then. */
export function openChangeNotices(url: string): ChangeNotices {
  const listeners = new Map<string, Set<(notice: ChangeNotice) => void>>();
  let client: pg.Client | null = null;
  let isClosed = false;

  async function connect(): Promise<void> {
    while (!isClosed) {
      const next = new pg.Client({ connectionString: url, application_name: 'bizonylat notices' });
      try {
        await next.connect();
        next.on('notification', ({ payload }) => {
          const notice: ChangeNotice = JSON.parse(payload ?? '{}');
          for (const hear of listeners.get(notice.businessId) ?? []) hear(notice);
        });
        const lost = new Promise<void>((resolve) => next.on('error', () => resolve()).on('end', () => resolve()));
        await next.query('listen changes');
        client = next;
        // Closed while it connected: nobody would end this one.
        if (!isClosed) await lost;
      } catch {
        // The database is away; tried again below.
      }
      await next.end().catch(() => undefined);
      if (!isClosed) await sleep(1_000);
    }
  }
  const running = connect();

  return {
    listen(businessId, hear) {
      const own = listeners.get(businessId) ?? new Set();
      listeners.set(businessId, own.add(hear));
      return () => {
        own.delete(hear);
        if (own.size === 0) listeners.delete(businessId);
      };
    },
    async [Symbol.asyncDispose]() {
      isClosed = true;
      await client?.end().catch(() => undefined);
      await running;
    },
  };
}
