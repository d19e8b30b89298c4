import { DatabaseError, type Transaction } from 'sequelize';
import { type ImportLine, importAccepted } from '#services/domain/import-report.ts';
import { activeContent, askedOfParts } from '#services/domain/part-actions.ts';
import { type DocumentKind, kindsWithInvoice } from '#services/domain/reading.ts';
import type { ReadingWire } from '#services/domain/reading-wire.ts';
import { attachSource } from '#services/register/attach-source.ts';
import { enterValues } from '#services/register/enter-values.ts';
import { holdBooks } from '#services/register/hold-books.ts';
import { importSource } from '#services/register/import-source.ts';
import { inTurn } from '#services/register/in-turn.ts';
import { ownOf } from '#services/register/recompute.ts';
import { carryOrigins, dropStale } from '#services/register/renew-sources.ts';
import { verdictOn } from '#services/register/settle-documents.ts';
import type { Document } from '#storage/models/document.ts';
import { IntakePart } from '#storage/models/intake-part.ts';
import type { Step, StepDeps, StepResult } from '../step.ts';
import { type FoundInvoice, invoicesIn, isDataFile, unread } from './invoices-in.ts';

/** Below this a person says what it is (AC-056). */
const sureKind = 0.7;

/** Joins every invoice on the document to the register; a document of another kind is done when its kind is sure. */
export const registerStep: Step = async (document, deps) => {
  const reading = document.reading as ReadingWire | null;
  if (reading === null) return { to: 'needs-review', because: 'unreadable' };
  const found = invoicesIn(reading);
  // A photo nobody can read, with what a person entered: the item stands on the person's word alone.
  if (found.length === 0 && document.entered !== null) found.push(unread(document.statedKind ?? reading.kind));

  if (found.length === 0) {
    await withBooks(document, deps, (transaction) => dropStale(transaction, keyOf(document), []));
    if (kindsWithInvoice.has(reading.kind)) return { to: 'needs-review', because: 'no-fields' };
    if (reading.kindConfidence < sureKind) return { to: 'needs-review', because: 'unsure-kind' };
    // A table of bank lines that no format fits: a person shows its columns.
    if (reading.kind === 'bank-history' && !isPicture(reading.mediaType)) return { to: 'needs-review', because: 'columns-needed' };
    return rest(await questionAbout(document, reading));
  }
  const isAccepted = document.because === importAccepted;
  // H-087: fewer or more than announced; the import is offered, not done.
  if (!isAccepted && reading.warnings.some(({ code }) => code === 'count-differs')) return { to: 'needs-review', because: 'count-differs' };
  const left = isDataFile(reading) ? await importAll(document, found, deps) : await attachAll(document, found, deps);
  const verdict = await verdictOn(deps.database, document.businessId, document.id);
  if (left > 0 && !isAccepted) return { to: 'needs-review', because: 'partly-imported' };
  if (verdict === null) return left > 0 ? { to: 'ready', because: null } : { to: 'needs-review', because: 'no-fields' };
  if (reading.refused) return { to: 'needs-review', because: reading.refused.code };
  // The register has said what it thinks of the items; doubt about the document itself comes on top.
  if (verdict.state === 'ready' && reading.kindConfidence < sureKind) return { to: 'needs-review', because: 'unsure-kind' };
  if (verdict.state === 'ready' && found.length > 1 && !document.said?.pageRanges && found.some(({ pageRange }) => pageRange !== null))
    return { to: 'needs-review', because: 'several-documents' };
  return verdict.state === 'ready' ? rest(await questionAbout(document, reading)) : { to: verdict.state, because: verdict.because };
};

const isPicture = (mediaType: string): boolean => mediaType === 'application/pdf' || mediaType.startsWith('image/');

const rest = (because: string | null): StepResult => ({ to: because === null ? 'ready' : 'needs-review', because });

/** Kinds that say much the same of a file; a photo of anything, and the kind of what is no other, contradict nothing. */
const familyOf = (kind: DocumentKind): string => (kindsWithInvoice.has(kind) ? 'invoice' : /^bank-/.test(kind) ? 'bank' : kind);
const vague: ReadonlySet<DocumentKind> = new Set<DocumentKind>(['photo', 'other']);

/**
 * What is asked of a document on which everything else is sure, until a person says what it is: its uploader called it
 * something else (H-052), it carries files that only a person may have taken out, or it is an active page.
 */
async function questionAbout(
  { businessId, id: documentId, said, statedKind }: Document,
  { kind, warnings }: ReadingWire,
): Promise<string | null> {
  if (said !== null) return null;
  if (statedKind !== null && !vague.has(statedKind) && familyOf(statedKind) !== familyOf(kind)) return 'kind-differs';
  if (warnings.some(({ code }) => code === activeContent)) return activeContent;
  const part = await IntakePart.findOne({ where: { businessId, documentId, because: [...askedOfParts] } });
  return part?.because ?? null;
}

const keyOf = ({ businessId, id: documentId }: Document) => ({ businessId, documentId });

const withBooks = <Result>({ businessId }: Document, { database }: StepDeps, act: (transaction: Transaction) => Promise<Result>) =>
  inTurn(businessId, () =>
    database.transaction(async (transaction) => {
      await holdBooks(transaction, businessId);
      return act(transaction);
    }),
  );

const sourceOf = (document: Document, found: FoundInvoice) => ({
  ...keyOf(document),
  source: found.source,
  origin: `document:${document.id}${found.origin}`,
  pageRange: found.pageRange,
  invoice: found.invoice,
  evidence: found.fields,
  readerVersion: document.readerVersion,
  batchIndex: found.batchIndex,
});

async function attachAll(document: Document, found: readonly FoundInvoice[], deps: StepDeps): Promise<number> {
  const own = await ownOf(document.businessId);
  const sources = found.map((each) => sourceOf(document, each));
  await withBooks(document, deps, async (transaction) => {
    await carryOrigins(transaction, keyOf(document), sources);
    for (const [index, source] of sources.entries()) {
      const invoiceId = await attachSource(transaction, source, own);
      const payments = found[index]?.payments ?? null;
      if (payments !== null) await deps.bank.recordPayments(transaction, { ...keyOf(document), invoiceId, payments });
      // Of several vouchers on one document the entered values name none.
      if (document.entered !== null && found.length === 1)
        await enterValues(transaction, { businessId: document.businessId, invoiceId }, document.entered);
    }
    await dropStale(transaction, keyOf(document), sources);
  });
  return 0;
}

/**
 * Takes the invoices of a data file one by one, each wholly or not at all (H-091), and keeps a report of them.
 *
 * @returns how many were left out
 */
async function importAll(document: Document, found: readonly FoundInvoice[], deps: StepDeps): Promise<number> {
  const own = await ownOf(document.businessId);
  const lines: ImportLine[] = [];
  for (const each of found) {
    const line = { at: each.at, number: each.invoice.number };
    try {
      const done = await withBooks(document, deps, async (transaction) => {
        const { invoiceId, ...outcome } = await importSource(transaction, sourceOf(document, each), own);
        if (invoiceId !== null && each.payments !== null)
          await deps.bank.recordPayments(transaction, { ...keyOf(document), invoiceId, payments: each.payments });
        return outcome;
      });
      lines.push({ ...line, ...done });
    } catch (error) {
      if (!isUnfit(error)) throw error;
      lines.push({ ...line, outcome: 'failed', because: 'does-not-fit' });
    }
  }
  const sources = found.map((each) => sourceOf(document, each));
  await withBooks(document, deps, (transaction) => dropStale(transaction, keyOf(document), sources));
  await document.update({ importReport: { lines, warnings: (document.reading as ReadingWire).warnings } });
  return lines.filter(({ outcome }) => outcome === 'refused' || outcome === 'failed').length;
}

/** What the tables refuse of this one invoice (class 22: data, 23: constraints); everything else is tried again. */
const isUnfit = (error: unknown): boolean =>
  error instanceof DatabaseError && /^2[23]/.test((error.original as { code?: string } | undefined)?.code ?? '');
