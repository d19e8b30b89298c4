import type { Sequelize } from 'sequelize';
import { rows } from '../sql.ts';

/** Gross sums in forints, minor units as the driver writes them; what is not in forints counts at the value the invoice states. */
export type MonthRow = { month: string; receivable: string; payable: string };

/** Invoices and receipts by the month in which they were issued, from one month to another, both included (`2026-11`). */
export const invoiceMonths = (database: Sequelize, businessId: string, from: string, to: string): Promise<MonthRow[]> =>
  rows<MonthRow>(
    database,
    `with counted as (
       select direction, date_trunc('month', issued_on) as month, coalesce(gross_huf_minor, case currency when 'HUF' then gross_minor end) as minor
       from invoices where business_id = $1 and state <> 'discarded' and family in ('invoice', 'receipt')
         and issued_on >= ($2 || '-01')::date and issued_on < ($3 || '-01')::date + interval '1 month')
     select to_char(month, 'YYYY-MM') as month,
       coalesce(sum(minor) filter (where direction = 'receivable'), 0)::text as receivable,
       coalesce(sum(minor) filter (where direction = 'payable'), 0)::text as payable
     from generate_series(($2 || '-01')::date, ($3 || '-01')::date, interval '1 month') month left join counted using (month)
     group by month order by month`,
    businessId,
    from,
    to,
  );
