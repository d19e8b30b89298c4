import { useQuery } from '@tanstack/react-query';
import type { BusinessView } from '#web/contract/businesses.ts';
import type { WaitingView } from '#web/contract/waiting.ts';
import { waitingQuery } from '../api/queries.ts';

/** What waits in the business one is in. */
export function useCounts(business: BusinessView | null): WaitingView | undefined {
  const { data: waiting } = useQuery({ ...waitingQuery, enabled: business !== null });
  return waiting?.find(({ businessId }) => businessId === business?.id);
}
