import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { TransactionView } from '#web/contract/bank.ts';
import { PayerView } from '#web/contract/matching.ts';
import { api } from '../../api/client.ts';
import { formatMonth } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';

/** What this business knows of the one at the other end: whose items it settled before, its accounts and names, its usual days. */
export function AboutPayer({ businessId, line }: { businessId: string; line: TransactionView }) {
  const { t } = useTranslation();
  const payer = useQuery({
    queryKey: ['transaction', businessId, 'payer', line.id],
    queryFn: () => api.get(`/businesses/${businessId}/transactions/${line.id}/payer`, PayerView),
    staleTime: 60_000,
  });
  if (!payer.data || (!line.counterpartyName && !line.counterpartyAccount)) return null;
  const facts = factsOf(payer.data, t);
  return (
    <>
      <h2 className="reconcile-sub">{t(line.amount.startsWith('-') ? 'bank.about.payee' : 'bank.about.payer')}</h2>
      {facts.length === 0 && <p className="small faint">{t('bank.about.nothing')}</p>}
      {facts.map(({ text, isSure }) => (
        <p key={text} className="row small">
          <span className={isSure ? 'green' : 'faint'}>
            <Icon name={isSure ? 'check' : 'info'} />
          </span>
          {text}
        </p>
      ))}
    </>
  );
}

function factsOf({ paidFor, learnt }: PayerView, t: TFunction): { text: string; isSure: boolean }[] {
  const [first, second] = paidFor;
  const nameOf = (name: string | null) => name ?? t('common.unknown');
  const settled = paidFor.map(({ partnerName, settlements, since }) => {
    const values = { count: settlements, since: formatMonth(since.slice(0, 7)), partner: nameOf(partnerName) };
    return { text: t(second ? 'bank.about.alsoPaidFor' : 'bank.about.paidFor', values), isSure: second === undefined };
  });
  const days = first?.daysAfterDue ?? null;
  const usual =
    days === null || second
      ? []
      : [
          {
            text: days === 0 ? t('bank.about.onTime') : t(days > 0 ? 'bank.about.late' : 'bank.about.early', { count: Math.abs(days) }),
            isSure: false,
          },
        ];
  const taught = learnt.map(({ kind, partnerName, times }) => ({
    text: t(`bank.about.${kind}`, { count: times, partner: nameOf(partnerName) }),
    isSure: kind === 'account' && times > 1,
  }));
  return [...settled, ...usual, ...taught];
}
