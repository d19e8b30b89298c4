import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AccountantView } from '#web/contract/accounts.ts';
import { InvitationView } from '#web/contract/businesses.ts';
import { api } from '../api/client.ts';
import { formatInstant } from '../shared/format.ts';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { StateChip } from '../shared/StateChip.tsx';
import { told, toldProblem } from '../shared/toast.tsx';
import { usePages } from '../shared/useList.ts';

const isOpen = (state: InvitationView['state']): boolean => state === 'sent' || state === 'opened';

/** What was sent and what came of it; open ones can be sent again or withdrawn. */
export function Invitations({ firm }: { firm: AccountantView }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const list = usePages(['invitations'], '/invitations', InvitationView);
  const act = useMutation({
    mutationFn: ({ id, verb }: { id: string; email: string; verb: 'resend' | 'withdraw' }) =>
      api.send('POST', `/invitations/${id}/${verb}`),
    onSuccess: (_, { email, verb }) => verb === 'resend' && told(t('client.sent', { email })),
    onError: toldProblem,
    onSettled: () => cache.invalidateQueries({ queryKey: ['invitations'] }),
  });
  const mine = list.rows.filter(({ accountantId }) => accountantId === firm.id);
  if (list.problem) return <ProblemNotice problem={list.problem} onRetry={list.retry} />;
  if (mine.length === 0) return null;
  return (
    <section className="section" style={{ marginTop: 24 }}>
      <h2>{t('client.invitations')}</h2>
      <ul className="list">
        {mine.map(({ id, email, name, state, expiresAt }) => (
          <li key={id} className="wrap" style={{ paddingInline: 0 }}>
            <span className="grow" style={{ minWidth: 180 }}>
              <span className="clip">{name ?? email}</span>
              <br />
              <span className="small faint">
                {[name && email, isOpen(state) && t('client.expires', { day: formatInstant(expiresAt) })].filter(Boolean).join(' · ')}
              </span>
            </span>
            <StateChip state={state} />
            {(isOpen(state) || state === 'expired') && (
              <Button disabled={act.isPending} onClick={() => act.mutate({ id, email, verb: 'resend' })}>
                {t('client.resend')}
              </Button>
            )}
            {isOpen(state) && (
              <Button disabled={act.isPending} onClick={() => act.mutate({ id, email, verb: 'withdraw' })}>
                {t('client.withdraw')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {list.hasMore && <Button onClick={list.more}>{t('common.more')}</Button>}
    </section>
  );
}
