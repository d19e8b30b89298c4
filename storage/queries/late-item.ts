import type { Day } from '#services/domain/day.ts';
import { type Place, row } from '../sql.ts';

/** What late interest needs of an open item; the other side is a business when it stands there with a tax or EU VAT number. */
export const lateItemOf = (
  place: Place,
  businessId: string,
  id: string,
): Promise<{ dueOn: Day | null; openMinor: bigint; currency: string; isBetweenBusinesses: boolean } | undefined> =>
  row(
    place,
    `select item.due_on::text as "dueOn", open_minor(item) as "openMinor", trim(item.currency) as currency,
       coalesce(case item.direction when 'payable' then coalesce(item.supplier_tax_number, item.supplier_eu_vat_number)
         else coalesce(item.customer_tax_number, item.customer_eu_vat_number) end, partner.base_number, partner.eu_vat_number) is not null as "isBetweenBusinesses"
     from invoices item left join partners partner on partner.id = item.partner_id
     where item.business_id = $1 and item.id = $2 and item.state <> 'discarded' and item.family <> 'pro-forma'
       and item.currency is not null and coalesce(item.payable_minor, item.gross_minor) is not null`,
    businessId,
    id,
  );
