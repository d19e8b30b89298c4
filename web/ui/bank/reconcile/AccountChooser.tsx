import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { BankAccountList } from '#web/contract/bank-statements.ts';
import { api } from '../../api/client.ts';
import { formatAccount } from '../../shared/format.ts';

/** One of the business's accounts, or all of them; not shown where there is only one. */
export function AccountChooser({
  businessId,
  value,
  onChange,
}: {
  businessId: string;
  value: string | undefined;
  onChange: (accountId: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const accounts = useQuery({
    queryKey: ['transaction', businessId, 'accounts'],
    queryFn: () => api.get(`/businesses/${businessId}/bank-accounts`, BankAccountList),
  });
  const items = (accounts.data?.items ?? []).filter(({ lines }) => lines > 0);
  if (items.length < 2) return null;
  return (
    <Select
      aria-label={t('bank.ownAccount')}
      placeholder={t('bank.allAccounts')}
      className="account-chooser"
      clearable
      data={items.map(({ id, account, balances }) => ({
        value: id,
        label: [formatAccount(account), ...balances.map(({ currency }) => currency)].join(' · '),
      }))}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
    />
  );
}
