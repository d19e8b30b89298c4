/** The states of a document (contract §4). */
export const documentStates = [
  'stored',
  'waiting-scan',
  'quarantined',
  'classified',
  'recognised',
  'needs-review',
  'ready',
  'taken-over',
  'failed',
  'discarded',
  'deleted',
] as const;
export type DocumentState = (typeof documentStates)[number];

/** Where a document rests until a person or a ledger program acts. */
export const restingStates: ReadonlySet<DocumentState> = new Set([
  'quarantined',
  'needs-review',
  'ready',
  'taken-over',
  'failed',
  'discarded',
  'deleted',
]);

const closed: readonly DocumentState[] = ['waiting-scan', 'quarantined', 'deleted'];

/** Where nobody opens a file; with a malware scanner this begins when it comes in, until the scanner has passed it (H-057). */
export const closedStates = ({ isScanned }: { isScanned: boolean }): ReadonlySet<DocumentState> =>
  new Set(isScanned ? [...closed, 'stored'] : closed);
