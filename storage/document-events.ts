import type { Transaction } from 'sequelize';
import { Document } from './models/document.ts';

export type DocumentEvent = {
  businessId: string;
  documentId: string;
  step: string;
  state: string | null;
  because: string | null;
  actor: string;
};

/** Writes one step of a document's fate, in the transaction that takes it. `actor`: `hub` or a user's id. */
export async function noteEvent(transaction: Transaction, event: DocumentEvent): Promise<void> {
  await Document.sequelize!.query(
    'insert into document_events (document_id, business_id, step, state, because, actor) values ($1, $2, $3, $4, $5, $6)',
    { bind: [event.documentId, event.businessId, event.step, event.state, event.because, event.actor], transaction },
  );
}
