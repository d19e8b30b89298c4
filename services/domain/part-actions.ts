import { type DocumentState, restingStates } from './document-state.ts';
import type { PartFate } from './mail-tree.ts';

export const partActions = ['retry', 'password', 'keep', 'discard'] as const;
export type PartAction = (typeof partActions)[number];

/** A part of a delivery, as far as it decides what a person can do with it. */
export type ActedPart = {
  fate: PartFate;
  because: string | null;
  /** Of the document made of it; null without one. */
  document: { state: DocumentState; because: string | null } | null;
  /** The delivery itself waits for a person: then what the sender wrote may be the bill. */
  isDeliveryInReview: boolean;
  /** Without the raw delivery nothing can be taken out of it any more. */
  isRawKept: boolean;
};

/** A document of which this is said carries more files than are taken out unasked; a person may ask for them. */
export const tooManyAttachments = 'too-many-attachments';
/** An HTML page that would run, send or load something, or an SVG: read as text, never opened as a page. */
export const activeContent = 'active-content';
/** What is asked of a document until a person says what it is, where the part that it came as has such a reason. */
export const askedOfParts: readonly string[] = [tooManyAttachments, activeContent];

const isLocked = (because: string | null): boolean => because === 'encrypted' || because === 'wrong-password';

/** What a person can do with a part now; screens show exactly these and the API takes no other. */
export function actionsFor({ fate, because, document, isDeliveryInReview, isRawKept }: ActedPart): readonly PartAction[] {
  if (document !== null) {
    // Under way: it comes to rest by itself. Taken over: the books have it.
    if (!restingStates.has(document.state) || document.state === 'deleted' || document.state === 'taken-over') return [];
    // Quarantined: it stays shut until the scanner passes it, so it cannot be laid aside as an open file.
    if (document.state === 'discarded' || document.state === 'quarantined') return ['retry'];
    if (because === tooManyAttachments && isRawKept) return ['keep', 'retry', 'discard'];
    return isLocked(document.because) ? ['password', 'retry', 'discard'] : ['retry', 'discard'];
  }
  if (!isRawKept) return [];
  if (fate === 'review') return isLocked(because) ? ['password', 'keep', 'discard'] : ['keep', 'retry', 'discard'];
  if (fate !== 'ignored' || because === 'empty-file' || because === 'linked-file') return [];
  if (because === 'body') return isDeliveryInReview ? ['keep', 'discard'] : [];
  return ['keep'];
}
