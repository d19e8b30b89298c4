import { undoCorrection } from '#services/actions/invoices/correct-invoice.ts';
import { findInvoice } from '#storage/queries/invoices.ts';
import { InvoiceView } from '#web/contract/invoices.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { Reply } from '../reply.ts';
import { route } from '../route.ts';
import { invoiceView } from './view.ts';

export const undoCorrectionRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/invoices/{id}/undo',
  operationId: 'undoCorrection',
  summary: "Take a person's last word on an item back; what was said before it counts again",
  permission: 'invoices.correct',
  params: BusinessParams.extend({ id: Id }),
  answer: InvoiceView,
  ifMatch: true,
  problems: ['not-found', 'not-allowed', 'stale', 'precondition-required', 'conflict'],
  async handle({ params: { businessId, id }, caller, version }, { database }) {
    const invoiceId = await undoCorrection(database, { businessId, invoiceId: id, version: version!, userId: caller.userId });
    const found = await findInvoice(database, businessId, invoiceId);
    return new Reply(200, invoiceView(found!), { ETag: `"${found!.invoice.version}"` });
  },
});
