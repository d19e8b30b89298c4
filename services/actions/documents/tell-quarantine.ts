import type { Transaction } from 'sequelize';
import type { Document } from '#storage/models/document.ts';
import { row, rows } from '#storage/sql.ts';
import type { House } from '../house.ts';
import type { Language } from '../mail/letter.ts';
import { type Party, partiesOf } from '../mail/parties.ts';
import { post } from '../mail/post.ts';

/**
 * Tells who handed a file in that it was quarantined, and both parties of the business: them once an hour at most, so
 * that whoever knows a mail address cannot flood them. Nothing goes to a sender of vouchers (H-057, H-070).
 */
export async function tellQuarantine(
  transaction: Transaction,
  house: House,
  { id, businessId, intakeId, name }: Document,
  because: string,
): Promise<void> {
  const isToldAlready = await row(
    transaction,
    `select 1 from documents
     where business_id = $1 and state = 'quarantined' and id <> $2 and changed_at > now() - interval '1 hour' limit 1`,
    businessId,
    id,
  );
  const uploader = await rows<Party>(
    transaction,
    `select users.email, users.language, businesses.name as business from intakes
     join users on users.id = intakes.uploaded_by join businesses on businesses.id = intakes.business_id
     where intakes.business_id = $1 and intakes.id = $2`,
    businessId,
    intakeId,
  );
  const parties = isToldAlready ? [] : await partiesOf(transaction, businessId);
  const people = new Map([...uploader, ...parties].map((person) => [person.email, person]));
  for (const { email, language, business } of people.values())
    await post(
      transaction,
      house,
      'quarantined',
      { email, language },
      { business, file: name, found: reasons[language][because] ?? because, link: `${house.publicUrl}/b/${businessId}/documents/${id}` },
    );
}

/** Every other reason is the scanner's own name of what it found. */
const reasons: Record<Language, Record<string, string>> = {
  hu: { 'too-large-to-scan': 'nagyobb annál, mint amit végig tud nézni' },
  en: { 'too-large-to-scan': 'larger than it can look through' },
};
