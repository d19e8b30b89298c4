import { useTranslation } from 'react-i18next';
import type { ContinuityView } from '#web/contract/bank-statements.ts';
import { formatDay, formatMoney } from '../../shared/format.ts';

/** How two files of an account follow each other, in words. */
export function useContinuityText(): (found: ContinuityView) => string {
  const { t } = useTranslation();
  return (found) => {
    if (found.kind === 'overlap') return t('bank.overlap', { from: formatDay(found.from), to: formatDay(found.to) });
    if (found.kind === 'break') return t('bank.break', { on: formatDay(found.on), missing: formatMoney(found.missing, found.currency) });
    const said = t('bank.gap', { after: formatDay(found.after), before: formatDay(found.before) });
    return found.missing === null ? said : `${said} ${t('bank.gapMissing', { missing: formatMoney(found.missing, found.currency) })}`;
  };
}
