import { z } from 'zod';
import { type DocumentDetail, FieldEvidenceView } from '#web/contract/documents.ts';
import type { Mark } from './PageViewer.tsx';

const Fields = z.record(z.string(), FieldEvidenceView);
export type Evidence = z.infer<typeof FieldEvidenceView>;

/** Where each field was found on a document, keyed by its dotted name; empty while nothing was read. */
export function evidenceOf(document: DocumentDetail | undefined): Record<string, Evidence> {
  const fields = Fields.safeParse(document?.reading?.['fields']);
  return fields.success ? fields.data : {};
}

export const marksOf = (evidence: Record<string, Evidence>, labelOf: (field: string) => string): Mark[] =>
  Object.entries(evidence).flatMap(([field, { page, box, sure }]) =>
    page !== null && box !== null ? [{ field, label: labelOf(field), page, box, isSure: sure }] : [],
  );
