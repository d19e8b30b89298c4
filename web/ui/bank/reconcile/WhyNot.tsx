import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TransactionView } from '#web/contract/bank.ts';
import { WhyNotView } from '#web/contract/matching.ts';
import { api } from '../../api/client.ts';
import { formatDay, formatMoney } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';

/** Why the machine asks instead of deciding (B-057), for the line and one of the items. */
export function WhyNot({ businessId, line, item }: { businessId: string; line: TransactionView; item: string }) {
  const { t, i18n } = useTranslation();
  const reasons = useQuery({
    queryKey: ['transaction', businessId, 'why-not', line.id, item],
    queryFn: () => api.get(`/businesses/${businessId}/transactions/${line.id}/why-not?item=${item}`, WhyNotView),
    staleTime: 60_000,
  });
  if (!reasons.data || reasons.data.reasons.length === 0) return null;
  return (
    <>
      <h2 className="reconcile-sub">{t('bank.whyAsked')}</h2>
      {reasons.data.reasons.map(({ because, evidence: { text } }) => (
        <p key={because} className="row small">
          <span className="amber">
            <Icon name="alertTriangle" />
          </span>
          {t(`bank.whyNot.${because as 'amount-differs'}`, {
            text:
              because === 'amount-differs' || because === 'other-direction'
                ? formatMoney(text, line.currency)
                : because === 'before-issue'
                  ? formatDay(text)
                  : text,
            defaultValue: i18n.exists(`bank.whyNot.${because}`) ? '' : because,
          })}
        </p>
      ))}
    </>
  );
}
