import type { TFunction } from 'i18next';
import type { StatementPreview } from '#web/contract/bank-statements.ts';

/** Why nothing of a file is taken, with the row and what is wrong there. */
export function refusalText(t: TFunction, { code, message, row, fault }: NonNullable<StatementPreview['refused']>): string {
  const place = [row === null ? null : t('bank.atRow', { row }), fault && t(`bank.fault.${fault}`)].filter(Boolean).join(' ');
  return [t(`bank.refusal.${code as 'not-a-statement'}`, { defaultValue: message }), place].filter(Boolean).join(' ');
}
