import { Button, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DocumentView } from '#web/contract/documents.ts';
import type { InvoiceView } from '#web/contract/invoices.ts';
import { api } from '../api/client.ts';
import { businessesQuery } from '../api/queries.ts';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { told, toldProblem } from '../shared/toast.tsx';

const baseOf = (taxNumber: string | null): string | null => taxNumber?.replace(/\D/g, '').slice(0, 8) ?? null;

/**
 * A paper of somebody else's, whether or not anything could be read on it: the client whose number stands on it is offered first.
 * Folded unless the register itself asks. Taken back by moving it here again, which is refused while it is being read there.
 */
export function MoveDocument({
  businessId,
  document,
  invoice,
  onMoved,
}: {
  businessId: string;
  document: DocumentView;
  invoice: InvoiceView | undefined;
  onMoved: () => void;
}) {
  const { t } = useTranslation();
  const { data: businesses = [] } = useQuery(businessesQuery);
  const [chosen, choose] = useState<string | null>(null);
  const others = businesses.filter(({ id, permissions }) => id !== businessId && permissions.includes('documents.upload'));
  const onIt = [invoice?.supplier.taxNumber ?? null, invoice?.customer.taxNumber ?? null].map(baseOf);
  const likely = others.find(({ taxNumber }) => onIt.includes(baseOf(taxNumber)))?.id ?? null;
  const to = chosen ?? likely;
  const cache = useQueryClient();
  const refresh = () => Promise.all(['document', 'invoice'].map((type) => cache.invalidateQueries({ queryKey: [type, businessId] })));
  const move = useMutation({
    mutationFn: () => api.post(`/businesses/${businessId}/documents/${document.id}/move`, { to }, DocumentView),
    onSuccess: (moved) => {
      const name = others.find(({ id }) => id === to)?.name ?? '';
      onMoved();
      told(t('review.moved', { document: document.name, name }), () => {
        api.send('POST', `/businesses/${to}/documents/${moved.id}/move`, { to: businessId }).catch(toldProblem).finally(refresh);
      });
      return refresh();
    },
  });
  if (others.length === 0) return null;
  const isAsked = document.because === 'belongs-to-another-client';
  return (
    <details className="section" open={isAsked}>
      <summary className="row">{t('move.title')}</summary>
      <p className="small faint">{t(isAsked ? 'move.hint' : 'move.hintUnasked')}</p>
      <Select
        label={t('move.to')}
        searchable
        data={others.map(({ id, name, taxNumber }) => ({ value: id, label: `${name} · ${taxNumber}` }))}
        value={to}
        onChange={choose}
      />
      {move.error && <ProblemNotice problem={move.error} />}
      <div className="form-acts">
        <Button disabled={to === null} loading={move.isPending} onClick={() => move.mutate()}>
          {t('move.go')}
        </Button>
      </div>
    </details>
  );
}
