import { useQuery } from '@tanstack/react-query';
import { DocumentView } from '#web/contract/documents.ts';
import { InvoiceView } from '#web/contract/invoices.ts';
import { pageOf } from '#web/contract/shapes.ts';
import { api } from '../api/client.ts';
import { waitsBecause } from '../shared/doubts.ts';

/** One thing to decide: a register item, the document it stands on, or both; `pageRange`: its pages in the document. */
export type Waiting = {
  key: string;
  documentId: string | null;
  pageRange: readonly [number, number] | null;
  document: DocumentView | null;
  invoice: InvoiceView | null;
};

/** Everything that waits for a person, oldest first, voucher by voucher; both lists are as long as a page may be. */
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
    ...items.map((invoice) => {
      const place = invoice.documents.find(({ id }) => (byId.get(id)?.pageCount ?? 0) > 0) ?? invoice.documents[0];
      const document = (place && byId.get(place.id)) ?? null;
      return { key: invoice.id, documentId: place?.id ?? null, pageRange: place?.pageRange ?? null, document, invoice };
    }),
    ...[...byId.values()]
      .filter(({ id }) => !withInvoice.has(id))
      .map((document) => ({ key: document.id, documentId: document.id, pageRange: null, document, invoice: null })),
  ].sort((a, b) => at(a).localeCompare(at(b)) || (a.pageRange?.[0] ?? 0) - (b.pageRange?.[0] ?? 0));
  return {
    queue,
    isLoading: documents.isPending || invoices.isPending,
    problem: documents.error ?? invoices.error,
    retry: () => void Promise.all([documents.refetch(), invoices.refetch()]),
  };
}

const at = ({ document, invoice }: Waiting): string => document?.receivedAt ?? invoice?.changedAt ?? '';

/** Why it waits, in few words; the item knows better than its file. */
export function reasonOf({ document, invoice }: Pick<Waiting, 'document' | 'invoice'>): string {
  const asking = invoice ?? document;
  return asking ? waitsBecause(asking) : '';
}

/** Whether something waiting has all the words asked for in its names, number, amount or reason. */
export function fits(waiting: Waiting, find: string): boolean {
  const { document, invoice } = waiting;
  const text = [document?.name, invoice?.supplier.name, invoice?.customer.name, invoice?.number, invoice?.gross, reasonOf(waiting)]
    .join(' ')
    .toLocaleLowerCase('hu');
  return find
    .toLocaleLowerCase('hu')
    .split(/\s+/)
    .every((word) => text.includes(word));
}
