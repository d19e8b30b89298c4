import type { IntakeView } from '#web/contract/intakes.ts';
import type { State } from '../shared/StateChip.tsx';

export type Part = IntakeView['parts'][number];

const done: ReadonlySet<string> = new Set(['ready', 'taken-over']);

/** The parts that are something by themselves. */
export const shownParts = (parts: readonly Part[]): Part[] => parts.filter(({ mediaType }) => !mediaType?.startsWith('multipart/'));

/** Of a delivery with more of them no more are shown until somebody asks for them. */
const mostParts = 12;

/** As many parts as one takes in at a glance, in their order; what waits for a person before what does not. */
export function firstParts(parts: readonly Part[]): readonly Part[] {
  if (parts.length <= mostParts) return parts;
  const chosen = new Set(parts.toSorted((a, b) => Number(asks.has(stateOf(b))) - Number(asks.has(stateOf(a)))).slice(0, mostParts));
  return parts.filter((part) => chosen.has(part));
}

/** Where something is to be decided. */
export const asks: ReadonlySet<State> = new Set<State>(['review', 'failed', 'quarantined']);

/** Where a document asks for a person or is not to be had, that counts more than that it is one. */
export function stateOf({ fate, document }: Part): State {
  if (!document || fate !== 'document' || done.has(document.state)) return fate;
  return document.state === 'needs-review' ? 'review' : document.state;
}
