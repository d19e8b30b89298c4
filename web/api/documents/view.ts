import type { z } from 'zod';
import { type Caller, mayIn } from '#services/domain/caller.ts';
import { closedStates, type DocumentState } from '#services/domain/document-state.ts';
import type { Config } from '#services/platform/config.ts';
import type { DocumentRow, Viewer } from '#storage/queries/documents.ts';
import type { DocumentView } from '#web/contract/documents.ts';

export const documentView = (row: DocumentRow): z.input<typeof DocumentView> => ({
  id: row.id,
  kind: row.kind as z.input<typeof DocumentView>['kind'],
  state: row.state as z.input<typeof DocumentView>['state'],
  because: row.because,
  doubts: row.doubts,
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
  said: row.said as z.input<typeof DocumentView>['said'],
  notices: row.kind === 'payroll' || row.stated_kind === 'payroll' ? ['not-an-archive'] : [],
});

/** Whether bank documents are among what the caller sees (B-035). */
export const viewerOf = (caller: Caller, businessId: string): Viewer => ({ seesBank: mayIn(caller, businessId, 'bank.read') });

/** Nobody opens what the scanner has not passed, where there is one (H-057). */
export const isClosed = (state: string, { CLAMD_URL }: Pick<Config, 'CLAMD_URL'>): boolean =>
  closedStates({ isScanned: CLAMD_URL !== undefined }).has(state as DocumentState);
