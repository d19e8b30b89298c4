import type { InvoiceView } from '#web/contract/invoices.ts';
import type { Evidence } from '../shared/evidence.ts';
import { fieldNames, fieldOf, neededFields } from './fields.ts';

type Source = NonNullable<InvoiceView['sources'][string]>[number];
export type Choice = { value: string; source: Source['source']; won: boolean };
export type Question = { name: string; why: 'differs' | 'empty' | 'unsure'; choices: Choice[] };

/** What a person has to decide on an invoice: sources that differ, needed fields that are empty, readings that are not sure. */
export function questionsOf(invoice: InvoiceView, evidence: Record<string, Evidence>): Question[] {
  return fieldNames.flatMap((name): Question[] => {
    const sources = invoice.sources[name] ?? [];
    const winner = sources.find(({ won }) => won);
    if (winner?.source === 'person') return [];
    const differing = sources.filter(({ won, because }) => won || because === 'less-trusted');
    const choices = differing.flatMap(({ value, source, won }) => (typeof value === 'string' ? [{ value, source, won }] : []));
    if (choices.length > 1) return [{ name, why: 'differs', choices }];
    if (fieldOf(invoice, name) === null) return neededFields.has(name) ? [{ name, why: 'empty', choices: [] }] : [];
    const isRead = !winner || winner.source === 'ocr' || winner.source === 'embedded';
    return isRead && evidence[name] && !evidence[name].sure ? [{ name, why: 'unsure', choices: [] }] : [];
  });
}
