import { type Correction, correctInvoice } from '#services/actions/invoices/correct-invoice.ts';
import { findInvoice } from '#storage/queries/invoices.ts';
import { InvoiceCorrection, InvoiceView } from '#web/contract/invoices.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { Reply } from '../reply.ts';
import { route } from '../route.ts';
import { invoiceView } from './view.ts';

export const correctInvoiceRoute = route({
  method: 'patch',
  path: '/businesses/{businessId}/invoices/{id}',
  operationId: 'correctInvoice',
  summary: "A person's correction (JSON merge patch); it outranks every other source",
  permission: 'invoices.correct',
  params: BusinessParams.extend({ id: Id }),
  body: InvoiceCorrection,
  answer: InvoiceView,
  ifMatch: true,
  problems: ['not-found', 'not-allowed', 'stale', 'precondition-required', 'conflict'],
  async handle({ params: { businessId, id }, body, caller, version }, { database }) {
    const invoiceId = await correctInvoice(
      database,
      { businessId, invoiceId: id, version: version!, userId: caller.userId },
      body as Correction,
    );
    const found = await findInvoice(database, businessId, invoiceId);
    return new Reply(200, invoiceView(found!), { ETag: `"${found!.invoice.version}"` });
  },
});
