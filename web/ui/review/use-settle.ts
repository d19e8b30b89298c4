import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DocumentKind, Said } from '#services/domain/reading.ts';
import { DocumentView } from '#web/contract/documents.ts';
import { IntakeView } from '#web/contract/intakes.ts';
import { InvoiceView } from '#web/contract/invoices.ts';
import { api } from '../api/client.ts';
import { formatMoney } from '../shared/format.ts';
import { doUndoably, toldProblem } from '../shared/toast.tsx';
import { correctionOf } from './fields.ts';
import { notePace } from './Pace.tsx';
import type { Waiting } from './use-review.ts';

/**
 * The acts that end a voucher's waiting, each with its undo: the screen has gone on when the answer comes, and comes back
 * when it is a refusal. `onBack` shows a voucher again.
 */
export function useSettle(businessId: string, onBack: (key: string) => void) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const root = `/businesses/${businessId}`;
  const refresh = () =>
    Promise.all([
      cache.invalidateQueries({ queryKey: ['invoice', businessId] }),
      cache.invalidateQueries({ queryKey: ['document', businessId] }),
    ]);
  const run = async (key: string, isEnd: boolean, act: () => Promise<{ message: string; undo: () => Promise<unknown> }>) => {
    const back = () => {
      if (isEnd) notePace(businessId, -1);
      onBack(key);
    };
    if (isEnd) notePace(businessId, 1);
    try {
      await doUndoably(async () => {
        const { message, undo } = await act();
        return { message, undo: () => void undo().then(back, toldProblem).finally(refresh) };
      });
    } catch (error) {
      back();
      toldProblem(error);
    }
    await refresh();
  };

  return {
    /** Accepts or discards an item with what was corrected on it. */
    item: (
      { key, invoice }: Waiting & { invoice: InvoiceView },
      changes: Readonly<Record<string, string | null>>,
      state: 'ready' | 'discarded',
      because: string | null = null,
    ) =>
      run(key, true, async () => {
        const path = `${root}/invoices/${invoice.id}`;
        const after = await api.patch(path, { ...correctionOf(changes), state, because }, invoice.version, InvoiceView);
        const name = after.supplier.name ?? t('common.unknown');
        return {
          message: `${t(state === 'ready' ? 'review.accepted' : 'review.discarded')}: ${name}, ${formatMoney(after.gross, after.currency)}`,
          undo: () => api.undo(`${root}/invoices/${after.id}/undo`, after.version, InvoiceView),
        };
      }),

    /** Says what kind a file is, or where its vouchers begin. */
    say: (document: Pick<DocumentView, 'id' | 'said' | 'name'>, said: { kind?: DocumentKind; pageRanges?: Said['pageRanges'] }) =>
      run(document.id, said.kind !== undefined, async () => {
        const before: Said = document.said ?? { kind: null, pageRanges: null };
        await api.put(`${root}/documents/${document.id}/said`, { ...before, ...said }, DocumentView);
        const message = said.pageRanges
          ? t('review.splitSaved', { count: said.pageRanges.length })
          : `${t('review.accepted')}: ${document.name}`;
        return { message, undo: () => api.put(`${root}/documents/${document.id}/said`, before, DocumentView) };
      }),

    /** Discards a file without an item, through its delivery. */
    discard: (document: DocumentView, because: string) =>
      run(document.id, true, async () => {
        const part = await partOf(root, document);
        await api.send('POST', `${part}/discard`, { because });
        return { message: `${t('review.discarded')}: ${document.name}`, undo: () => api.send('POST', `${part}/retry`, {}) };
      }),

    /** Tries a password on a locked file; the answer shows in the document's state. */
    unlock: async (document: DocumentView, password: string) => {
      try {
        await api.send('POST', `${await partOf(root, document)}/password`, { password });
      } catch (error) {
        toldProblem(error);
      }
      await refresh();
    },
  };
}

/** The address of the part of a delivery that a document was made of. */
async function partOf(root: string, { id, intakeId }: DocumentView): Promise<string> {
  const intake = await api.get(`${root}/intakes/${intakeId}`, IntakeView);
  const path = intake.parts.find(({ documentId }) => documentId === id)?.path ?? '1';
  return `${root}/intakes/${intakeId}/parts/${encodeURIComponent(path)}`;
}
