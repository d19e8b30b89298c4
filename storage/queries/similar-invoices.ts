import type { Sequelize } from 'sequelize';
import { rows } from '../sql.ts';

/** Why an item may be the same invoice as another one. */
export type Likeness = { id: string; because: ('number' | 'amount' | 'day' | 'partner')[] };

/**
 * Items that may be the same invoice as one that has no identity (or as which one without identity may be), or whose number
 * differs only as eyes and OCR confuse numbers, the likest first.
 * A suggestion only: a person joins them (promise 4).
 */
export const similarInvoices = (database: Sequelize, businessId: string, id: string): Promise<Likeness[]> =>
  rows<Likeness>(
    database,
    `select id, because from (
       select other.id, other.created_at, array_remove(array[
         case when loose_number(other.number) = loose_number(one.number)
           or other.number is not null and one.number is not null and similarity(lower(other.number), lower(one.number)) > 0.6 then 'number' end,
         case when other.gross_minor = one.gross_minor and other.currency is not distinct from one.currency then 'amount' end,
         case when abs(other.issued_on - one.issued_on) <= 3 then 'day' end,
         case when other.partner_id = one.partner_id or similarity(
           lower(coalesce(case one.direction when 'payable' then other.supplier_name else other.customer_name end, '')),
           lower(coalesce(case one.direction when 'payable' then one.supplier_name else one.customer_name end, ''))) > 0.6 then 'partner' end
       ], null) as because
       from invoices one join invoices other on other.business_id = one.business_id and other.id <> one.id and other.direction = one.direction
         and other.family = one.family and other.state <> 'discarded'
         and (other.identity is null or one.identity is null
           or other.partner_id = one.partner_id and loose_number(other.number) = loose_number(one.number))
         and (other.gross_minor = one.gross_minor or other.issued_on between one.issued_on - 3 and one.issued_on + 3)
       where one.id = $2 and one.business_id = $1
     ) candidates where cardinality(because) >= 2 order by cardinality(because) desc, created_at desc, id limit 10`,
    businessId,
    id,
  );
