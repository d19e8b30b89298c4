import { DomainError } from '#services/domain/errors.ts';
import { findInvoice } from '#storage/queries/invoices.ts';
import { similarInvoices } from '#storage/queries/similar-invoices.ts';
import { SimilarInvoices } from '#web/contract/invoices.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { invoiceView } from './view.ts';

export const similarInvoicesRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/invoices/{id}/similar',
  operationId: 'similarInvoices',
  summary: 'Items that may be the same invoice, where one of the two has no number or tax number; the likest first',
  permission: 'invoices.read',
  params: BusinessParams.extend({ id: Id }),
  answer: SimilarInvoices,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId, id } }, { database }) {
    if (!(await findInvoice(database, businessId, id))) throw new DomainError('not-found', 'there is no such invoice');
    const found = await similarInvoices(database, businessId, id);
    const views = await Promise.all(found.map((like) => findInvoice(database, businessId, like.id)));
    return { items: found.flatMap(({ because }, index) => (views[index] ? [{ invoice: invoiceView(views[index]), because }] : [])) };
  },
});
