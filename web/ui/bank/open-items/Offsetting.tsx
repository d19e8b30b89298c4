import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SettlementCreated } from '#web/contract/bank.ts';
import { OffsettingView, type OpenItemView } from '#web/contract/matching.ts';
import { api } from '../../api/client.ts';
import { today } from '../../shared/format.ts';
import { Money } from '../../shared/Money.tsx';
import { told, toldProblem } from '../../shared/toast.tsx';

/** What the same partner owes us and we owe them, in equal amounts: a person sets it off, and takes it back, in one act. */
export function Offsetting({ businessId }: { businessId: string }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const root = `/businesses/${businessId}`;
  const pairs = useQuery({
    queryKey: ['open-item', businessId, 'offsetting'],
    queryFn: () => api.get(`${root}/open-items/offsetting`, OffsettingView),
  });
  const refresh = () => cache.invalidateQueries({ queryKey: ['open-item', businessId] });
  const undo = (id: string) => void api.send('DELETE', `${root}/settlements/${id}`).catch(toldProblem).finally(refresh);
  const setOff = async (incoming: OpenItemView, outgoing: OpenItemView) => {
    setBusy(incoming.id);
    const allocations = [incoming, outgoing].map(({ id, open }) => ({ item: id, amount: open }));
    try {
      const { id } = await api.post(`${root}/settlements`, { source: 'set-off', paidOn: today(), allocations }, SettlementCreated);
      told(t('bank.offset.done'), () => undo(id));
    } catch (error) {
      toldProblem(error);
    }
    setBusy(null);
    await refresh();
  };
  if (!pairs.data || pairs.data.items.length === 0) return null;
  return (
    <section className="card" aria-label={t('bank.offset.title')}>
      <div className="card-head">
        <h2>{t('bank.offset.title')}</h2>
        <span className="small faint grow">{t('bank.offset.hint')}</span>
      </div>
      <ul className="list">
        {pairs.data.items.map(({ incoming, outgoing }) => (
          <li key={incoming.id} className="wrap">
            <span className="grow">
              <span className="strong">{incoming.partnerName ?? t('common.unknown')}</span>
              <br />
              <span className="small faint">
                {t('bank.offset.pair', { incoming: incoming.number ?? '–', outgoing: outgoing.number ?? '–' })}
              </span>
            </span>
            <Money amount={incoming.open.replace('-', '')} currency={incoming.currency} strong />
            <Button loading={busy === incoming.id} onClick={() => void setOff(incoming, outgoing)}>
              {t('bank.offset.act')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
