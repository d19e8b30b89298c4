import i18next from 'i18next';
import { formatDay } from './format.ts';

/** A field's word by its dotted name; a name without a word stands for itself. */
export function fieldLabel(name: string): string {
  const key = `field.${name}`;
  // Dots are part of these names, so the key is looked up as it stands.
  const words = i18next.getResource(i18next.language, 'translation', 'field') as Record<string, string> | undefined;
  return words?.[name] ?? i18next.t(key as 'field.number', { defaultValue: name });
}

/** A reason's word by its code: a known refusal, a known reason, or the code itself when it is already words. */
export function reasonLabel(because: string | null): string {
  if (because === null) return '';
  for (const table of ['reason', 'problem'] as const) {
    const words = i18next.getResource(i18next.language, 'translation', table) as Record<string, string> | undefined;
    const [code = '', detail] = because.split(': ');
    const word = words?.[because] ?? words?.[code];
    if (word) return detail && words?.[because] === undefined ? `${word}: ${detail}` : word;
  }
  return because;
}

export function doorLabel(door: string): string {
  const words = i18next.getResource(i18next.language, 'translation', 'door') as Record<string, string> | undefined;
  return words?.[door] ?? words?.['other'] ?? door;
}

/** A step of a document's history by its name; one without a word stands for itself. */
export function stepLabel(step: string): string {
  const words = i18next.getResource(i18next.language, 'translation', 'step') as Record<string, string> | undefined;
  return words?.[step] ?? step;
}

const filterTables = [
  'state',
  'kind',
  'invoiceKind',
  'payment',
  'direction',
  'door',
  'bank.state',
  'bank.from',
  'bank.age',
  'bank',
] as const;
const isName = (value: string): boolean => value === 'true' || /^[\da-f]{8}-[\da-f-]{27}$/.test(value);

/** Filters as their lists word them; what was typed stands as it is, what is a name for programs only is left out. */
export function filterWords(values: readonly string[]): string {
  const wordOf = (value: string) => {
    for (const table of filterTables) {
      const words = i18next.getResource(i18next.language, 'translation', table) as Record<string, unknown> | undefined;
      if (typeof words?.[value] === 'string') return words[value];
    }
    return /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDay(value) : value;
  };
  return values
    .filter((value) => !isName(value))
    .map(wordOf)
    .join(', ');
}
