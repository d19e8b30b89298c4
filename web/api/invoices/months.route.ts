import { dayInBudapest } from '#services/domain/day.ts';
import { formatMinor } from '#services/domain/money.ts';
import { invoiceMonths } from '#storage/queries/invoice-months.ts';
import { BusinessParams, pageOf } from '#web/contract/shapes.ts';
import { MonthView } from '#web/contract/waiting.ts';
import { route } from '../route.ts';

export const invoiceMonthsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/invoice-months',
  operationId: 'listInvoiceMonths',
  summary: 'Gross sums in forints of the last twelve months, by the month of issue',
  permission: 'invoices.read',
  params: BusinessParams,
  answer: pageOf(MonthView),
  problems: ['not-found', 'not-allowed'],
  async handle({ params }, { database }) {
    const to = dayInBudapest(new Date()).slice(0, 7);
    const [year, month] = [Number(to.slice(0, 4)), Number(to.slice(5))];
    const from = month === 12 ? `${year}-01` : `${year - 1}-${String(month + 1).padStart(2, '0')}`;
    const found = await invoiceMonths(database, params.businessId, from, to);
    const forints = (minor: string) => formatMinor(BigInt(minor), 'HUF');
    const items = found.map((row) => ({ month: row.month, receivable: forints(row.receivable), payable: forints(row.payable) }));
    return { items, next: null };
  },
});
