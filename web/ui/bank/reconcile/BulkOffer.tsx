import { Button, Checkbox, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BulkConfirmed, type ReconciliationView, SuggestionView } from '#web/contract/matching.ts';
import { pageOf } from '#web/contract/shapes.ts';
import { api, withFilters } from '../../api/client.ts';
import { formatDay, formatMoney } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useKeys } from '../../shared/keys.ts';
import { SkeletonRows } from '../../shared/Late.tsx';
import { ProblemNotice } from '../../shared/ProblemNotice.tsx';
import { Scroller } from '../../shared/Scroller.tsx';
import { told, toldProblem } from '../../shared/toast.tsx';
import { sumsOf } from './picking.ts';

type Rule = ReconciliationView['rules'][number]['rule'];
/** Classes in which a number, an account or exact arithmetic speaks; weaker ones are looked at one by one. */
const offered: readonly Rule[] = [
  'number',
  'numbers',
  'order-number',
  'identifier',
  'repaired-number',
  'report',
  'account',
  'rounding',
  'fee',
];
/** One look takes in no more; what is left is offered again. */
const atOnce = 100;

/** Offers the largest class of alike suggestions, to be confirmed together after a look. */
export function BulkOffer({
  businessId,
  accountId,
  rules,
  onDone,
  onChange,
}: {
  businessId: string;
  accountId: string | undefined;
  rules: ReconciliationView['rules'];
  onDone: (lines: number) => void;
  onChange: () => void;
}) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const largest = rules.find(({ rule, count }) => offered.includes(rule) && count > 1);
  const rule = largest?.rule;
  const open = () => {
    setWithout(new Set());
    setOpen(true);
  };
  useKeys({ g: largest ? open : undefined });
  const list = useQuery({
    queryKey: ['transaction', businessId, 'class', rule, accountId],
    queryFn: () =>
      api.get(withFilters(`/businesses/${businessId}/suggestions`, { rule, limit: atOnce, accountId }), pageOf(SuggestionView)),
    enabled: rule !== undefined,
  });
  if (!largest) return null;
  const rows = list.data?.items ?? [];
  const picked = rows.filter(({ transaction }) => !without.has(transaction.id));
  const isOneCurrency = new Set(rows.map(({ transaction }) => transaction.currency)).size === 1;
  const { total, largest: top } = sumsOf(rows.map(({ transaction }) => transaction));
  const currency = rows[0]?.transaction.currency ?? null;
  const root = `/businesses/${businessId}`;
  const confirm = async () => {
    setOpen(false);
    try {
      const transactions = picked.map(({ transaction }) => transaction.id);
      const { settlements, skipped } = await api.post(`${root}/suggestions/confirm`, { transactions }, BulkConfirmed);
      const message = t('bank.settledTogether', { count: settlements.length });
      onDone(settlements.length);
      told(skipped.length > 0 ? `${message} ${t('bank.skipped', { count: skipped.length })}` : message, () => {
        onDone(-settlements.length);
        void Promise.all(settlements.map(({ id }) => api.send('DELETE', `${root}/settlements/${id}`)))
          .catch(toldProblem)
          .finally(onChange);
      });
    } catch (error) {
      toldProblem(error);
    }
    onChange();
  };
  return (
    <div className="note bulk-offer">
      <Icon name="checks" />
      <span className="grow">
        <span className="strong">{t('bank.class', { count: largest.count, rule: t(`bank.rule.${largest.rule}`) })}</span>{' '}
        {rows.length > 0 && isOneCurrency && (
          <span className="small">{t('bank.classSums', { total: formatMoney(total, currency), largest: formatMoney(top, currency) })}</span>
        )}
      </span>
      <Button onClick={open}>
        {t('bank.lookAtClass', { count: Math.min(largest.count, atOnce) })} <kbd>G</kbd>
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        size="xl"
        title={t('bank.class', { count: rows.length, rule: t(`bank.rule.${largest.rule}`) })}
      >
        <div className="stack">
          {list.isPending && <SkeletonRows rows={6} />}
          {list.error && <ProblemNotice problem={list.error} onRetry={() => void list.refetch()} />}
          <Scroller className="bulk-list" aria-label={t('bank.lines')}>
            <table className="table">
              <tbody>
                {rows.map(({ transaction, candidates: [first] }) => (
                  <tr key={transaction.id}>
                    <td>
                      <Checkbox
                        aria-label={t('bank.takeLine', { who: transaction.counterpartyName ?? '–' })}
                        checked={!without.has(transaction.id)}
                        onChange={() =>
                          setWithout(
                            without.has(transaction.id)
                              ? new Set([...without].filter((id) => id !== transaction.id))
                              : new Set([...without, transaction.id]),
                          )
                        }
                      />
                    </td>
                    <td className="number">{formatDay(transaction.bookedOn, true)}</td>
                    <td>
                      {transaction.counterpartyName ?? t('common.unknown')}
                      <br />
                      <span className="small faint">{transaction.memo}</span>
                    </td>
                    <td>
                      <span className="strong">{first?.allocations.map(({ number }) => number ?? '–').join(', ')}</span>
                      <br />
                      <span className="small faint">{first?.allocations[0]?.partnerName}</span>
                    </td>
                    <td className="right number strong">{formatMoney(transaction.amount, transaction.currency)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroller>
          <div className="form-acts">
            <Button variant="filled" disabled={picked.length === 0} onClick={() => void confirm()}>
              {t('bank.confirmClass', { count: picked.length })}
            </Button>
            <Button onClick={() => setOpen(false)}>{t('common.cancel')}</Button>
          </div>
        </div>
      </Modal>
    </div>
  );
}
