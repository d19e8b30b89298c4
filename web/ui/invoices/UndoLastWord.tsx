import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { InvoiceView } from '#web/contract/invoices.ts';
import { api } from '../api/client.ts';
import { Icon } from '../shared/Icon.tsx';
import { ProblemNotice } from '../shared/ProblemNotice.tsx';
import { told } from '../shared/toast.tsx';

/** Takes back what a person said of the item last; what stood before it counts again. */
export function UndoLastWord({ businessId, invoice }: { businessId: string; invoice: InvoiceView }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const undo = useMutation({
    mutationFn: () => api.undo(`/businesses/${businessId}/invoices/${invoice.id}/undo`, invoice.version, InvoiceView),
    onSuccess: () => told(t('review.undone')),
    onSettled: () => cache.invalidateQueries({ queryKey: ['invoice', businessId] }),
  });
  const isCorrected = Object.values(invoice.sources).some((sources) => sources.some(({ source }) => source === 'person'));
  if (!isCorrected || invoice.state === 'taken-over') return null;
  return (
    <>
      {undo.error && <ProblemNotice problem={undo.error} />}
      <div className="form-acts">
        <Button leftSection={<Icon name="refresh" />} loading={undo.isPending} onClick={() => undo.mutate()}>
          {t('review.undoLast')}
        </Button>
      </div>
    </>
  );
}
