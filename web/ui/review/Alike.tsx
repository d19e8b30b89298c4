import { Button } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type InvoiceView, SimilarInvoices } from '#web/contract/invoices.ts';
import { api } from '../api/client.ts';
import { ConfirmDialog } from '../shared/ConfirmDialog.tsx';
import { Day } from '../shared/Day.tsx';
import { useKeys } from '../shared/keys.ts';
import { Money } from '../shared/Money.tsx';
import { useJoin } from './use-join.ts';

type Props = { businessId: string; invoice: InvoiceView; mayJoin: boolean; onJoined: (holder: string) => void };

export const similarQuery = (businessId: string, invoiceId: string) =>
  queryOptions({
    queryKey: ['invoice', businessId, invoiceId, 'similar'],
    queryFn: () => api.get(`/businesses/${businessId}/invoices/${invoiceId}/similar`, SimilarInvoices),
  });

/** Items that may be this very invoice, each with what agrees: a second copy, or its other page in a file of its own. */
export function Alike({ businessId, invoice, mayJoin, onJoined }: Props) {
  const { t } = useTranslation();
  const [asked, ask] = useState<InvoiceView | null>(null);
  const join = useJoin(businessId, invoice, onJoined);
  const { data } = useQuery(similarQuery(businessId, invoice.id));
  // Two suppliers that are both known and differ did not write the same invoice, however much else agrees.
  const alike = data?.items.filter(
    ({ invoice: other, because }) => because.includes('partner') || other.partnerId === null || invoice.partnerId === null,
  );
  // The likest comes first.
  const likest = alike?.[0]?.invoice;
  useKeys({ m: mayJoin && likest ? () => ask(likest) : undefined });
  if (!alike || alike.length === 0) return null;
  return (
    <section className="review-note small" aria-label={t('review.alikeTitle')}>
      <b>{t('review.alikeTitle')}</b>
      <ul className="alike">
        {alike.map(({ invoice: other, because }) => (
          <li key={other.id}>
            <span className="grow">
              <Link className="link" to="/b/$businessId/invoices/$id" params={{ businessId, id: other.id }}>
                {other.supplier.name ?? t('common.unknown')} · {other.number ?? '–'}
              </Link>
              <span className="row wrap">
                <Money amount={other.gross} currency={other.currency} />
                <Day day={other.issuedOn} />
                <span>{t('review.agreeing', { what: because.map((each) => t(`review.alike.${each}`)).join(', ') })}</span>
              </span>
            </span>
            {mayJoin && <Button onClick={() => ask(other)}>{t('review.join')}</Button>}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        title={t('review.joinTitle')}
        act={t('review.join')}
        isOpen={asked !== null}
        isBusy={join.isPending}
        problem={join.error}
        onAct={() => asked && join.mutate(asked)}
        onClose={() => ask(null)}
      >
        <p>{t('review.joinMeans', { number: asked?.number ?? t('common.unknown') })}</p>
      </ConfirmDialog>
    </section>
  );
}
