import type { SenderRule } from '#services/domain/senders.ts';
import { type Place, row, rows } from '../sql.ts';

export type MailRules = {
  receiptsInBody: boolean;
  senders: (SenderRule & { createdAt: Date })[];
  /** Passwords stay sealed: they are opened only where a file is. */
  passwords: { id: string; note: string; sealed: string; createdAt: Date }[];
};

/** What a business says of the mails it gets. */
export async function mailRulesOf(place: Place, businessId: string): Promise<MailRules> {
  const business = await row<{ receiptsInBody: boolean }>(
    place,
    'select receipts_in_body as "receiptsInBody" from businesses where id = $1',
    businessId,
  );
  return {
    receiptsInBody: business?.receiptsInBody ?? false,
    senders: await rows(
      place,
      'select pattern, list, created_at as "createdAt" from sender_rules where business_id = $1 order by pattern',
      businessId,
    ),
    passwords: await rows(
      place,
      'select id, note, sealed, created_at as "createdAt" from file_passwords where business_id = $1 order by created_at, id',
      businessId,
    ),
  };
}
