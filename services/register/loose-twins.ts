import type { Transaction } from 'sequelize';
import type { Invoice } from '#storage/models/invoice.ts';
import { rows } from '#storage/sql.ts';

type Facts = Pick<Invoice, 'id' | 'businessId' | 'direction' | 'family' | 'partnerId' | 'number' | 'currency' | 'grossMinor'>;
export type LooseTwin = { id: string; isReported: boolean; isDecided: boolean };

/**
 * Other items of the same partner whose number differs from this one's only as eyes and OCR confuse numbers, and that ask for the
 * same amount. `isReported`: NAV or an XML original says that number; `isDecided`: a person has accepted it as it stands.
 */
export async function looseTwins(
  transaction: Transaction,
  { id, businessId, direction, family, partnerId, number, currency, grossMinor }: Facts,
): Promise<LooseTwin[]> {
  if (partnerId === null || number === null || grossMinor === null) return [];
  return rows<LooseTwin>(
    transaction,
    `select other.id, bool_or(source.source in ('nav', 'xml')) as "isReported", bool_or(source.reading ->> 'decision' = 'ready') is true as "isDecided"
     from invoices other join invoice_sources source on source.invoice_id = other.id
     where other.business_id = $1 and other.partner_id = $2 and loose_number(other.number) = loose_number($3) and other.id <> $4
       and other.direction = $5 and other.family = $6 and other.currency is not distinct from $7 and other.gross_minor = $8
       and other.state <> 'discarded'
     group by other.id having bool_or(source.source <> 'person') order by other.id`,
    businessId,
    partnerId,
    number,
    id,
    direction,
    family,
    currency,
    grossMinor.toString(),
  );
}
