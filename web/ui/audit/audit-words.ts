import i18next from 'i18next';
import type { AuditEntry } from '#web/contract/audit.ts';
import { formatDay, formatInstant } from '../shared/format.ts';
import { doorLabel, fieldLabel, reasonLabel } from '../shared/labels.ts';

type Table = Record<string, string> | undefined;
/** A table of words as it stands: codes hold dots, which a key would follow. */
const tableOf = (key: string) => i18next.getResource(i18next.language, 'translation', key) as Table;
const wordIn = (key: string, code: string): string => tableOf(key)?.[code] ?? code;

const isId = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text);
const isFingerprint = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/** An audited act by its code; a code without a word stands for itself. */
export const auditActLabel = (action: string): string => wordIn('audit.action', action);

/** What an act was done to, by name where it is a person, a key or a firm. */
export function auditSubject({ subject, names }: AuditEntry): string {
  if (!subject) return '';
  const kind = wordIn('audit.subject', subject.type);
  const name = names?.[subject.id];
  return name ? `${kind}: ${name}` : kind;
}

const places: Record<string, (id: string) => string> = {
  document: (id) => `/documents/${id}`,
  invoice: (id) => `/invoices/${id}`,
};

/** The screen of it below its business; null where it has none. */
export const auditPlace = ({ type, id }: NonNullable<AuditEntry['subject']>): string | null => places[type]?.(id) ?? null;

/** What is told of an act, in words. Ids without a name and fingerprints stand in the downloaded file only. */
export const auditFacts = ({ facts, names }: AuditEntry): string =>
  Object.entries(facts)
    .flatMap(([name, value]) => {
      const words = wordsFor(name, value, names);
      return words === null ? [] : [`${wordIn('audit.fact', name)}: ${words}`];
    })
    .join(' · ');

function wordsFor(name: string, value: AuditEntry['facts'][string], names: AuditEntry['names']): string | null {
  if (value === null || value === '') return null;
  if (typeof value === 'boolean') return i18next.t(value ? 'common.yes' : 'common.no');
  if (typeof value === 'number') return String(value);
  if (isId(value)) return names?.[value] ?? null;
  if (isFingerprint(value)) return null;
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return formatInstant(value);
  if (/^\d{4}-\d\d-\d\d$/.test(value) && name !== 'terms' && name !== 'version') return formatDay(value);
  return wordsOf[name]?.(value) ?? wordIn('audit.word', value);
}

/** Codes of their own lists. */
const wordsOf: Record<string, (code: string) => string> = {
  role: (code) => wordIn('people.roles', code),
  door: doorLabel,
  name: (code) => wordIn('business.setting', code),
  value: (code) => wordIn('business.value', code),
  kind: (code) => wordIn('kind', code),
  because: reasonLabel,
  fields: (codes) =>
    codes
      .split(' ')
      .map((code) => (wordIn('audit.word', code) === code ? fieldLabel(code) : wordIn('audit.word', code)))
      .join(', '),
};
