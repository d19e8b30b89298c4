import { useQuery } from '@tanstack/react-query';
import { DocumentView } from '#web/contract/documents.ts';
import { InvoiceView } from '#web/contract/invoices.ts';
import { pageOf } from '#web/contract/shapes.ts';
import { api } from '../api/client.ts';

/** One thing to decide: a register item, the document it stands on, or both. */
export type Waiting = { key: string; documentId: string | null; document: DocumentView | null; invoice: InvoiceView | null };

/** Everything that waits for a person, oldest first; both lists are as long as a page may be. */
export function useQueue(businessId: string) {
  const root = `/businesses/${businessId}`;
  const documents = useQuery({
    queryKey: ['document', businessId, 'waiting'],
    queryFn: () => api.get(`${root}/documents?state=needs-review&limit=200`, pageOf(DocumentView)),
  });
  const invoices = useQuery({
    queryKey: ['invoice', businessId, 'waiting'],
    queryFn: () => api.get(`${root}/invoices?state=needs-review&limit=200`, pageOf(InvoiceView)),
  });
  const items = invoices.data?.items ?? [];
  const withInvoice = new Set(items.flatMap((invoice) => invoice.documents.map(({ id }) => id)));
  const byId = new Map(documents.data?.items.map((document) => [document.id, document]));
  const queue: Waiting[] = [
    ...items.map((invoice) => ({
      key: invoice.id,
      documentId: invoice.documents[0]?.id ?? null,
      document: byId.get(invoice.documents[0]?.id ?? '') ?? null,
      invoice,
    })),
    ...[...byId.values()]
      .filter(({ id }) => !withInvoice.has(id))
      .map((document) => ({ key: document.id, documentId: document.id, document, invoice: null })),
  ].sort((a, b) => at(a).localeCompare(at(b)));
  return {
    queue,
    isLoading: documents.isPending || invoices.isPending,
    problem: documents.error ?? invoices.error,
    retry: () => void Promise.all([documents.refetch(), invoices.refetch()]),
  };
}

const at = ({ document, invoice }: Waiting): string => document?.receivedAt ?? invoice?.changedAt ?? '';
