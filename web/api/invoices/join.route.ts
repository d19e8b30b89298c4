import { actorOf } from '#services/actions/house.ts';
import { joinInvoices } from '#services/actions/invoices/join-invoices.ts';
import { findInvoice } from '#storage/queries/invoices.ts';
import { InvoiceView, JoinRequest } from '#web/contract/invoices.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { Reply } from '../reply.ts';
import { route } from '../route.ts';
import { invoiceView } from './view.ts';

export const joinInvoicesRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/invoices/{id}/join',
  operationId: 'joinInvoices',
  summary: 'Say that this item and another one are the same invoice; the other takes its sources and settlements',
  permission: 'invoices.correct',
  params: BusinessParams.extend({ id: Id }),
  body: JoinRequest,
  answer: InvoiceView,
  problems: ['not-found', 'not-allowed', 'invalid-request', 'conflict'],
  async handle({ params: { businessId, id }, body, caller }, { database }) {
    const holder = await joinInvoices(database, { businessId, invoiceId: id, intoId: body.into, actor: actorOf(caller) });
    const found = await findInvoice(database, businessId, holder);
    return new Reply(200, invoiceView(found!), { ETag: `"${found!.invoice.version}"` });
  },
});
