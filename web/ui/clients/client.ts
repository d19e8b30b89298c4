import type { BusinessView } from '#web/contract/businesses.ts';
import type { WaitingView } from '#web/contract/waiting.ts';

/** A client with what waits there, null until it is known, and whether one of its doors brings nothing any more. */
export type Client = BusinessView & { waiting: WaitingView | null; hasSilentDoor: boolean };

export const clientOf = (business: BusinessView, waiting: readonly WaitingView[] | undefined, silent: ReadonlySet<string>): Client => ({
  ...business,
  waiting: waiting?.find(({ businessId }) => businessId === business.id) ?? null,
  hasSilentDoor: silent.has(business.id),
});

const workOf = ({ waiting }: Client): number => (waiting ? waiting.review + (waiting.unmatched ?? 0) + waiting.overdue : 0);
export const hasWork = (client: Client): boolean => workOf(client) > 0;

/** Those with work first: what is overdue for longest, then by how much there is. */
export function inOrderOfWork(a: Client, b: Client): number {
  const since = (client: Client) => client.waiting?.overdueSince ?? '9999';
  if (hasWork(a) !== hasWork(b)) return hasWork(a) ? -1 : 1;
  return since(a).localeCompare(since(b)) || workOf(b) - workOf(a) || a.name.localeCompare(b.name, 'hu');
}

/** Why a client stands where it stands: the one thing to begin with. */
export function reasonOf({ waiting }: Client): { word: 'overdue' | 'review' | 'unmatched' | 'nothingYet' | 'calm'; count: number } | null {
  if (waiting === null) return null;
  if (waiting.overdue > 0) return { word: 'overdue', count: waiting.overdue };
  if (waiting.review > 0) return { word: 'review', count: waiting.review };
  if (waiting.unmatched) return { word: 'unmatched', count: waiting.unmatched };
  return { word: waiting.lastArrivalAt === null ? 'nothingYet' : 'calm', count: 0 };
}
