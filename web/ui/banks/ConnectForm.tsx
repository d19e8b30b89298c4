import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { ConnectionStarted, type OfferedBank } from '#web/contract/bank-connections.ts';
import { BankAccountCreated, BankAccountList } from '#web/contract/bank-statements.ts';
import { api, ProblemError } from '../api/client.ts';
import { formatAccount } from '../shared/format.ts';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';

export type Chosen = { bank: string; accounts: readonly string[] };
type Props = { businessId: string; banks: readonly OfferedBank[]; chosen: Chosen; onEnd: () => void };

/** The first permission (B-007, B-008): which bank and accounts, and that the hub may sign in there; then the bank's own page. */
export function ConnectForm({ businessId, banks, chosen, onEnd }: Props) {
  const { t } = useTranslation();
  const [bankId, setBank] = useState(chosen.bank);
  const [accounts, setAccounts] = useState<readonly string[]>(chosen.accounts);
  const [isConfirmed, setConfirmed] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);
  const bank = banks.find(({ id }) => id === bankId);
  const connect = useMutation({
    mutationFn: (form: FormData) =>
      api.post(
        `/businesses/${businessId}/bank-connections`,
        {
          bank: bankId,
          accounts: bank?.access === 'named' ? accounts : [],
          isConfirmed: true,
          ...(form.get('code') ? { code: String(form.get('code')).trim() } : {}),
        },
        ConnectionStarted,
      ),
    onSuccess: ({ redirectTo }) => window.location.assign(redirectTo),
    onError: (error) => error instanceof ProblemError && error.code === 'code-needed' && setNeedsCode(true),
  });
  const isCodeAsked = connect.error instanceof ProblemError && connect.error.code === 'code-needed';
  if (!bank) return null;
  const isOne = bank.accountsPerConsent === 'one';
  const choose = (account: string, isIn: boolean) =>
    setAccounts(isOne ? (isIn ? [account] : []) : isIn ? [...accounts, account] : accounts.filter((each) => each !== account));
  return (
    <form
      className="form card card-body"
      aria-label={t('banks.connect')}
      onSubmit={(event) => {
        event.preventDefault();
        connect.mutate(new FormData(event.currentTarget));
      }}
    >
      {banks.length > 1 ? (
        <Select
          label={t('banks.bank')}
          value={bankId}
          onChange={(value) => value && setBank(value)}
          data={banks.map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : (
        <h2>{bank.name}</h2>
      )}
      {bank.access === 'named' ? (
        <OwnAccounts businessId={businessId} accounts={accounts} hint={t(isOne ? 'banks.chooseOne' : 'banks.choose')} onChoose={choose} />
      ) : (
        <p className="small">{t('banks.chosenAtBank')}</p>
      )}
      <div className="terms">{t('banks.description', { bank: bank.name, days: bank.consentDays })}</div>
      <Checkbox label={t('banks.confirm')} checked={isConfirmed} onChange={({ currentTarget }) => setConfirmed(currentTarget.checked)} />
      {needsCode && (
        <TextInput
          name="code"
          label={t('signIn.code')}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          autoFocus
        />
      )}
      {connect.error && !isCodeAsked && <ProblemNotice problem={connect.error} />}
      <div className="form-acts">
        <Button
          type="submit"
          variant="filled"
          disabled={!isConfirmed || (bank.access === 'named' && accounts.length === 0)}
          loading={connect.isPending || connect.isSuccess}
        >
          {t('banks.go')}
        </Button>
        <Button onClick={onEnd}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}

/** The business's accounts to choose from, and a place to enter one that is not there yet. */
function OwnAccounts({
  businessId,
  accounts,
  hint,
  onChoose,
}: {
  businessId: string;
  accounts: readonly string[];
  hint: string;
  onChoose: (account: string, isIn: boolean) => void;
}) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [written, setWritten] = useState('');
  const queryKey = ['transaction', businessId, 'accounts'];
  const own = useQuery({ queryKey, queryFn: () => api.get(`/businesses/${businessId}/bank-accounts`, BankAccountList) });
  const add = useMutation({
    mutationFn: () => api.post(`/businesses/${businessId}/bank-accounts`, { account: written }, BankAccountCreated),
    onSuccess: async ({ id }) => {
      setWritten('');
      await cache.invalidateQueries({ queryKey });
      const added = cache.getQueryData<z.infer<typeof BankAccountList>>(queryKey)?.items.find((each) => each.id === id);
      if (added) onChoose(added.account, true);
    },
  });
  return (
    <fieldset className="stack bank-choice">
      <legend className="small strong">{hint}</legend>
      {own.data?.items
        .filter(({ isCollector }) => !isCollector)
        .map(({ id, account }) => (
          <Checkbox
            key={id}
            label={formatAccount(account)}
            checked={accounts.includes(account)}
            onChange={({ currentTarget }) => onChoose(account, currentTarget.checked)}
          />
        ))}
      <div className="row wrap bank-add">
        <TextInput
          className="grow"
          label={t('banks.otherAccount')}
          value={written}
          autoComplete="off"
          inputMode="numeric"
          onChange={({ currentTarget }) => setWritten(currentTarget.value)}
        />
        <Button disabled={written.trim().length < 16} loading={add.isPending} onClick={() => add.mutate()}>
          {t('banks.addAccount')}
        </Button>
      </div>
      {(own.error ?? add.error) && <ProblemNotice problem={own.error ?? add.error} />}
    </fieldset>
  );
}
