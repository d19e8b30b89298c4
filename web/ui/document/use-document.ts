import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { DocumentDetail, DocumentEvent } from '#web/contract/documents.ts';
import { InvoiceView } from '#web/contract/invoices.ts';
import { api } from '../api/client.ts';

export const documentQuery = (businessId: string, id: string) =>
  queryOptions({
    queryKey: ['document', businessId, id],
    queryFn: () => api.get(`/businesses/${businessId}/documents/${id}`, DocumentDetail),
  });

export const invoiceQuery = (businessId: string, id: string) =>
  queryOptions({ queryKey: ['invoice', businessId, id], queryFn: () => api.get(`/businesses/${businessId}/invoices/${id}`, InvoiceView) });

/** Every step of a document's fate, oldest first. */
export const historyQuery = (businessId: string, id: string) =>
  queryOptions({
    queryKey: ['document', businessId, id, 'history'],
    queryFn: () => api.get(`/businesses/${businessId}/documents/${id}/history`, z.object({ items: z.array(DocumentEvent) })),
  });
