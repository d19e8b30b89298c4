import type { InvoiceView } from '#web/contract/invoices.ts';
import type { Evidence } from '../shared/evidence.ts';
import { fieldNames, fieldOf, neededFields } from './fields.ts';

type Source = NonNullable<InvoiceView['sources'][string]>[number];
/** `source` null: what a person may answer, not what a source says. */
export type Choice = { value: string; source: Source['source'] | null; won: boolean };
export type Question = { name: string; why: 'differs' | 'empty' | 'unsure' | 'side' | 'another'; choices: Choice[] };

const isSideAsked = (because: string | null): boolean => because === 'which-side-is-ours' || because === 'belongs-to-another-client';

/**
 * What a person has to decide on an invoice: whose it is, sources that differ, needed fields that are empty, readings
 * that are not sure. What keeps it from being booked comes first.
 */
export function questionsOf(invoice: InvoiceView, evidence: Record<string, Evidence>): Question[] {
  const side: Question[] = isSideAsked(invoice.because)
    ? [
        {
          name: 'direction',
          why: invoice.because === 'which-side-is-ours' ? 'side' : 'another',
          choices: (['payable', 'receivable'] as const).map((value) => ({ value, source: null, won: false })),
        },
      ]
    : [];
  const asked = fieldNames.flatMap((name) => fieldQuestion(invoice, name, evidence[name]));
  const weightOf = ({ name, why }: Question) => (why === 'differs' ? 0 : neededFields.has(name) ? 1 : 2);
  return [...side, ...asked.toSorted((a, b) => weightOf(a) - weightOf(b))];
}

function fieldQuestion(invoice: InvoiceView, name: string, evidence: Evidence | undefined): Question[] {
  const sources = invoice.sources[name] ?? [];
  const winner = sources.find(({ won }) => won);
  if (winner?.source === 'person') return [];
  const differing = sources.filter(({ won, because }) => won || because === 'less-trusted');
  const choices = differing.flatMap(({ value, source, won }) => (typeof value === 'string' ? [{ value, source, won }] : []));
  const distinct = choices.filter((choice, index) => choices.findIndex(({ value }) => value === choice.value) === index);
  if (distinct.length > 1) return [{ name, why: 'differs', choices: distinct }];
  if (fieldOf(invoice, name) === null) return neededFields.has(name) ? [{ name, why: 'empty', choices: [] }] : [];
  const isRead = !winner || winner.source === 'ocr' || winner.source === 'embedded';
  return isRead && evidence && !evidence.sure ? [{ name, why: 'unsure', choices: [] }] : [];
}
