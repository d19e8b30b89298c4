import type { InvoiceFieldName } from './invoice-wire.ts';
import type { Box, DocumentKind } from './reading.ts';
import { folded } from './text.ts';

/**
 * What one business's corrections taught of kinds: how many documents of each, and in how many of them each word stood.
 * Plain counts, never shared between businesses.
 */
export type KindModel = { documents: Partial<Record<DocumentKind, number>>; words: Record<string, Partial<Record<DocumentKind, number>>> };

export const emptyModel = (): KindModel => ({ documents: {}, words: {} });

/** The words by which a page is known again: each once, accents folded, nothing short. */
export const wordsToLearn = (text: string): Set<string> => new Set(folded(text).match(/\p{L}{4,}/gu) ?? []);

/** The model with one more confirmed document. */
export function learn(model: KindModel, given: Iterable<string>, kind: DocumentKind): KindModel {
  const words = { ...model.words };
  for (const word of given) words[word] = { ...words[word], [kind]: (words[word]?.[kind] ?? 0) + 1 };
  return { documents: { ...model.documents, [kind]: (model.documents[kind] ?? 0) + 1 }, words };
}

/** Fields whose place on a supplier's page is worth remembering. */
export const placedFields = [
  'number',
  'issuedOn',
  'suppliedOn',
  'dueOn',
  'net',
  'vat',
  'gross',
  'payable',
] as const satisfies InvoiceFieldName[];
export type PlacedField = (typeof placedFields)[number];

/** Where a field of a supplier's invoices stood, as people confirmed it `times` times. */
export type UsualPlace = { field: PlacedField; page: number; box: Box; times: number };
/** What is known of one supplier's invoices; `dueDays`: its usual term, where nearly all had the same. */
export type SupplierMemory = { places: UsualPlace[]; dueDays: number | null };
/** By the supplier's base number, else its EU VAT number. */
export type SupplierMemories = Readonly<Record<string, SupplierMemory>>;
