import type { Notice } from './reading.ts';

export const importOutcomes = ['imported', 'updated', 'unchanged', 'refused', 'failed'] as const;
export type ImportOutcome = (typeof importOutcomes)[number];
/** What became of one invoice of a data file; `at`: its row or element. */
export type ImportLine = { at: string; number: string | null; outcome: ImportOutcome; because: string | null };
/** H-091; `warnings`: what is wrong with the file as a whole. */
export type ImportReport = { lines: ImportLine[]; warnings: Notice[] };

/** Why a document goes on: a person looked at the report and said so (H-087, H-091). */
export const importAccepted = 'import-accepted';
