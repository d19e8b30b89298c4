import type { z } from 'zod';
import type { DocumentRow } from '#storage/queries/documents.ts';
import type { DocumentView } from '#web/contract/documents.ts';

export const documentView = (row: DocumentRow): z.input<typeof DocumentView> => ({
  id: row.id,
  kind: row.kind as z.input<typeof DocumentView>['kind'],
  state: row.state as z.input<typeof DocumentView>['state'],
  because: row.because,
  sha256: row.sha256,
  name: row.name,
  mediaType: row.media_type,
  size: Number(row.size),
  receivedAt: row.received_at.toISOString(),
  intakeId: row.intake_id,
  invoiceIds: row.invoice_ids,
  statedKind: row.stated_kind as z.input<typeof DocumentView>['statedKind'],
  kindConfidence: row.kind_confidence,
  pageCount: row.page_count,
  language: row.language,
});
