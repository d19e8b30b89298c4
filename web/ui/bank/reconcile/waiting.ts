import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { TransactionView } from '#web/contract/bank.ts';
import { type CandidateView, ReconciliationView, SuggestionView } from '#web/contract/matching.ts';
import { api, withFilters } from '../../api/client.ts';
import { useList } from '../../shared/useList.ts';

export type WaitingLine = { line: TransactionView; candidates: readonly CandidateView[] };

/** While the matcher runs, its result is asked for this often. */
const runningMs = 1_000;

/** How far the work has come, of one account or of all; asked again and again while the matcher runs. */
export const useProgress = (businessId: string, accountId: string | undefined) =>
  useQuery({
    queryKey: ['transaction', businessId, 'reconciliation', accountId],
    queryFn: () => api.get(withFilters(`/businesses/${businessId}/reconciliation`, { accountId }), ReconciliationView),
    refetchInterval: ({ state }) => (state.data?.isRunning ? runningMs : false),
  });

/** Lines that wait for a person with their candidates, newest first and of a day those with candidates first, and how far the work has come. */
export function useWaiting(businessId: string, accountId: string | undefined) {
  const cache = useQueryClient();
  const suggested = useList('transaction', businessId, '/suggestions', SuggestionView, { accountId });
  const bare = useList('transaction', businessId, '/transactions', TransactionView, { match: 'unmatched', accountId });
  const progress = useProgress(businessId, accountId);
  const refresh = () =>
    void Promise.all(
      ['transaction', 'settlement', 'open-item', 'invoice'].map((type) => cache.invalidateQueries({ queryKey: [type, businessId] })),
    );
  const wasRunning = useRef(false);
  const isRunning = progress.data?.isRunning ?? false;
  useEffect(() => {
    if (wasRunning.current && !isRunning) void cache.invalidateQueries({ queryKey: ['transaction', businessId] });
    wasRunning.current = isRunning;
  }, [isRunning, businessId, cache]);
  const lines: WaitingLine[] = [
    ...suggested.rows.map(({ transaction, candidates }) => ({ line: transaction, candidates })),
    ...bare.rows.map((line) => ({ line, candidates: [] })),
  ].sort(
    (a, b) =>
      b.line.bookedOn.localeCompare(a.line.bookedOn) || b.candidates.length - a.candidates.length || a.line.id.localeCompare(b.line.id),
  );
  return {
    lines,
    progress: progress.data ?? null,
    isLoading: suggested.isLoading || bare.isLoading,
    problem: suggested.problem ?? bare.problem,
    more: () => {
      suggested.more();
      bare.more();
    },
    refresh,
  };
}
