import { listInvoices } from '#storage/queries/invoices.ts';
import { InvoiceQuery, InvoiceView } from '#web/contract/invoices.ts';
import { BusinessParams, pageOf } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { invoiceView } from './view.ts';

export const listInvoicesRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/invoices',
  operationId: 'listInvoices',
  summary: 'The register, newest first, filtered by any field',
  permission: 'invoices.read',
  params: BusinessParams,
  query: InvoiceQuery,
  answer: pageOf(InvoiceView),
  problems: ['not-found', 'not-allowed'],
  async handle({ params, query: { limit, cursor, ...filter } }, { database }) {
    const { rows, next } = await listInvoices(database, params.businessId, filter, { limit, cursor });
    return { items: rows.map(invoiceView), next };
  },
});
