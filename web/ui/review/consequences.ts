import type { InvoiceView } from '#web/contract/invoices.ts';
import { fieldOf } from './fields.ts';
import type { Question } from './questions.ts';

type Changes = Readonly<Record<string, string | null>>;

/** What accepting an item as it stands on the desk makes of it. */
export type Outcome = {
  direction: 'payable' | 'receivable';
  /** Null: without an amount nothing is owed by it. */
  amount: string | null;
  currency: string | null;
  dueOn: string | null;
  /** `2026-10`, `2026-Q4` or `2026`; null while it cannot be told. */
  period: string | null;
  /** Questions that nobody has answered: their values are taken as they stand. */
  unanswered: number;
  makesAccountKnown: boolean;
};

export function outcomeOf(invoice: InvoiceView, changes: Changes, questions: readonly Question[]): Outcome {
  const now = (name: string) => (name in changes ? (changes[name] ?? null) : fieldOf(invoice, name));
  return {
    direction: now('direction') === 'receivable' ? 'receivable' : 'payable',
    amount: now('payable') ?? now('gross'),
    currency: now('currency'),
    dueOn: now('dueOn'),
    period: now('kind') === 'pro-forma' ? null : periodAt(invoice, now('suppliedOn') ?? now('issuedOn')),
    unanswered: questions.filter(({ name }) => !(name in changes)).length,
    makesAccountKnown: invoice.accountChanged !== null,
  };
}

/** The VAT period if this day decides it, in periods as long as the item's own one; null where another day seems to decide. */
function periodAt(invoice: InvoiceView, day: string | null): string | null {
  const { period, suppliedOn, issuedOn } = invoice;
  const decidedBy = suppliedOn ?? issuedOn;
  if (day === decidedBy) return period;
  if (day === null || period === null || decidedBy === null || periodOf(decidedBy, period) !== period) return null;
  return periodOf(day, period);
}

/** The period of a day, as long as another one. */
function periodOf(day: string, like: string): string {
  const [year = '', month = ''] = day.split('-');
  if (like.includes('Q')) return `${year}-Q${Math.ceil(Number(month) / 3)}`;
  return like.includes('-') ? `${year}-${month}` : year;
}

/** The VAT periods between which a question about a day decides, where they differ. */
export function periodsAt(invoice: InvoiceView, { name, choices }: Pick<Question, 'name' | 'choices'>): string[] {
  const decides = name === 'suppliedOn' || (name === 'issuedOn' && invoice.suppliedOn === null);
  if (!decides) return [];
  const periods = [...new Set(choices.map(({ value }) => periodAt(invoice, value)))];
  return periods.length > 1 ? periods.flatMap((period) => period ?? []).sort() : [];
}
