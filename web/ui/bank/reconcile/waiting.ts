import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { TransactionView } from '#web/contract/bank.ts';
import { type CandidateView, ReconciliationView, SuggestionView } from '#web/contract/matching.ts';
import { api } from '../../api/client.ts';
import { useList } from '../../shared/useList.ts';

export type WaitingLine = { line: TransactionView; candidates: readonly CandidateView[] };

/** While the matcher runs, its result is asked for this often. */
const runningMs = 1_000;

/** Lines that wait for a person with their candidates, newest first and of a day those with candidates first, and how far the work has come. */
export function useWaiting(businessId: string) {
  const cache = useQueryClient();
  const suggested = useList('transaction', businessId, '/suggestions', SuggestionView);
  const bare = useList('transaction', businessId, '/transactions', TransactionView, { match: 'unmatched' });
  const progress = useQuery({
    queryKey: ['transaction', businessId, 'reconciliation'],
    queryFn: () => api.get(`/businesses/${businessId}/reconciliation`, ReconciliationView),
    refetchInterval: ({ state }) => (state.data?.isRunning ? runningMs : false),
  });
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
