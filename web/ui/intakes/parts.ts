import type { IntakeView } from '#web/contract/intakes.ts';
import type { State } from '../shared/StateChip.tsx';

export type Part = IntakeView['parts'][number];

const done: ReadonlySet<string> = new Set(['ready', 'taken-over']);

/** The parts that are something by themselves. */
export const shownParts = (parts: readonly Part[]): Part[] => parts.filter(({ mediaType }) => !mediaType?.startsWith('multipart/'));

/** Where a document asks for a person or is not to be had, that counts more than that it is one. */
export function stateOf({ fate, document }: Part): State {
  if (!document || fate !== 'document' || done.has(document.state)) return fate;
  return document.state === 'needs-review' ? 'review' : document.state;
}
