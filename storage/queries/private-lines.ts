import type { Place } from '../sql.ts';
import { row } from '../sql.ts';

/**
 * Whether a bank's file shows a line that the business marked private (B-037). A line belongs to the file that brought it
 * first; a later file of the same account and days shows it too.
 */
export async function holdsPrivateLines(place: Place, businessId: string, documentId: string): Promise<boolean> {
  const found = await row(
    place,
    `select line.id from bank_statements file join bank_transactions line on line.business_id = $1 and line.is_private
       and (line.statement_id = file.id or line.account_id = file.account_id
         and line.booked_on >= coalesce(file.from_day, '-infinity') and line.booked_on <= coalesce(file.to_day, 'infinity'))
     where file.business_id = $1 and file.document_id = $2 limit 1`,
    businessId,
    documentId,
  );
  return found !== undefined;
}
