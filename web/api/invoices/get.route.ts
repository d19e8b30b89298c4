import { DomainError } from '#services/domain/errors.ts';
import { findInvoice } from '#storage/queries/invoices.ts';
import { InvoiceView } from '#web/contract/invoices.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { Reply } from '../reply.ts';
import { route } from '../route.ts';
import { invoiceView } from './view.ts';

export const getInvoiceRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/invoices/{id}',
  operationId: 'getInvoice',
  summary: 'One register item with all its sources; its ETag is what PATCH asks for',
  permission: 'invoices.read',
  params: BusinessParams.extend({ id: Id }),
  answer: InvoiceView,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId, id } }, { database }) {
    const found = await findInvoice(database, businessId, id);
    if (!found) throw new DomainError('not-found', 'there is no such invoice');
    return new Reply(200, invoiceView(found), { ETag: `"${found.invoice.version}"` });
  },
});
