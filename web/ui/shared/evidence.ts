import { z } from 'zod';
import { type DocumentDetail, FieldEvidenceView } from '#web/contract/documents.ts';
import type { Mark } from './ViewedPage.tsx';

const Fields = z.record(z.string(), FieldEvidenceView);
export type Evidence = z.infer<typeof FieldEvidenceView>;

const Parts = z.array(z.object({ pageRange: z.tuple([z.int(), z.int()]).optional(), fields: Fields }));

/** Where each field was found on a document, or on the pages of one voucher in it; empty while nothing was read. */
export function evidenceOf(document: DocumentDetail | undefined, range: readonly [number, number] | null = null): Record<string, Evidence> {
  const fields = Fields.safeParse(document?.reading?.['fields']);
  if (range === null) return fields.success ? fields.data : {};
  const parts = Parts.safeParse(document?.reading?.['parts']);
  return (parts.success && parts.data.find(({ pageRange }) => pageRange?.[0] === range[0])?.fields) || (fields.success ? fields.data : {});
}

/** The vouchers that reading found in a file, by their pages; the whole file where it found one. */
export function proposedRanges(document: DocumentDetail): [number, number][] {
  const parts = Parts.safeParse(document.reading?.['parts']);
  const ranges = parts.success ? parts.data.flatMap(({ pageRange }) => (pageRange ? [pageRange] : [])) : [];
  return ranges.length > 0 ? ranges : [[1, Math.max(1, document.pageCount ?? 1)]];
}

export const marksOf = (evidence: Record<string, Evidence>, labelOf: (field: string) => string): Mark[] =>
  Object.entries(evidence).flatMap(([field, { page, box, sure }]) =>
    page !== null && box !== null ? [{ field, label: labelOf(field), page, box, isSure: sure }] : [],
  );
