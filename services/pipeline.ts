import type { Transaction } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { noteEvent } from '#storage/document-events.ts';
import { Document } from '#storage/models/document.ts';
import { type DocumentState, restingStates } from './domain/document-state.ts';
import { importStep } from './steps/import-history/import-step.ts';
import { readStep } from './steps/read/read-step.ts';
import { registerStep } from './steps/register/register-step.ts';
import { scanStep } from './steps/scan/scan-step.ts';
import type { Step, StepDeps } from './steps/step.ts';

/**
 * The whole way of a document, left to right; no step enqueues another: the order is here and only here.
 * Every step may run twice without harm, so a killed worker's job simply starts again.
 *
 * identify, read text, classify and extract happen inside `read`, in a reader process (services/read-document.ts).
 */
const way = [
  ['scan', scanStep],
  ['import', importStep],
  ['read', readStep],
  ['register', registerStep],
] as const satisfies readonly (readonly [string, Step])[];

/** Carries one document as far as it goes by itself. */
export async function processDocument(
  key: { businessId: string; documentId: string; password?: string | undefined },
  given: StepDeps,
): Promise<void> {
  const document = await Document.findOne({ where: { id: key.documentId, businessId: key.businessId } });
  // Deleted meanwhile, or already at rest: a job that comes twice finds nothing to do.
  if (!document || restingStates.has(document.state)) return;
  const deps = { ...given, sealedPassword: key.password ?? document.sealedPassword ?? undefined };
  for (const [name, step] of way) {
    const result = await step(document, deps);
    if (result.to === 'next') continue;
    // Still waiting is no new step of its history.
    if (result.to === 'waiting-scan' && document.state === 'waiting-scan') return;
    await deps.database.transaction(async (transaction) => {
      if (result.to === 'quarantined') await deps.tellQuarantine(transaction, document, result.because ?? 'infected');
      await moveTo(transaction, document, name, result.to, result.because);
    });
    return;
  }
}

/**
 * What a document's job says when it is given up: the bytes stay, and a person can try again. Wherever the job fell, no
 * file comes to rest open that the scanner has not passed (H-057).
 */
export async function giveUp(key: { businessId: string; documentId: string }, error: Error, deps: StepDeps): Promise<void> {
  const document = await Document.findOne({ where: { id: key.documentId, businessId: key.businessId } });
  if (!document || restingStates.has(document.state)) return;
  const because = error instanceof DomainError ? error.code : 'internal-error';
  const scanned = await scanStep(document, deps).catch((failure: unknown) => {
    deps.log.error({ error: failure }, 'a document that is given up could not be scanned');
    return null;
  });
  await deps.database.transaction(async (transaction) => {
    if (scanned === null) return moveTo(transaction, document, 'give-up', 'quarantined', because);
    if (scanned.to === 'next') return moveTo(transaction, document, 'give-up', 'failed', because);
    if (scanned.to === 'quarantined') await deps.tellQuarantine(transaction, document, scanned.because ?? 'infected');
    return moveTo(transaction, document, 'give-up', scanned.to, scanned.because);
  });
}

/** Writes a document's new state and the step of its history, together. */
export async function moveTo(
  transaction: Transaction,
  document: Document,
  step: string,
  state: DocumentState,
  because: string | null,
): Promise<void> {
  await document.update({ state, because, changedAt: new Date() }, { transaction });
  await noteEvent(transaction, { businessId: document.businessId, documentId: document.id, step, state, because, actor: 'hub' });
}
