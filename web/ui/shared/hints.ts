import i18next from 'i18next';
import { bankOf, taxNumberFacts } from '#services/domain/number-tables.ts';

/** What a number says besides itself: the office and standing of a tax number, the bank of an account. */
export function hintOf(field: string, value: string, on: string | null): string | undefined {
  if (field.endsWith('.account')) return bankOf(value) ?? undefined;
  if (!field.endsWith('.taxNumber')) return undefined;
  const facts = taxNumberFacts(value, on ?? new Date().toISOString().slice(0, 10));
  if (!facts) return undefined;
  const standing = facts.standing && i18next.t(`standing.${facts.standing}`);
  return [standing, facts.office].filter(Boolean).join(' · ') || undefined;
}
