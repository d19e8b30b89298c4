import { DomainError } from '#services/domain/errors.ts';
import type { DocumentKind } from '#services/domain/reading.ts';
import type { StatementReading } from '#services/domain/statement.ts';
import type { Document } from '#storage/models/document.ts';
import { mailRulesOf } from '#storage/queries/mail-rules.ts';
import { row } from '#storage/sql.ts';
import type { Step, StepDeps, StepResult } from '../step.ts';

/** What a bank's file may be called; everything else is read as a voucher first. */
const tabular = /\.(?:csv|tsv|tab|txt|xlsx?|xml|html?|sta|stm|mt940|940)$/i;
/** 200 000 lines take a reader half a minute. */
const timeMs = 120_000;
const bankKinds: ReadonlySet<DocumentKind | null> = new Set<DocumentKind | null>(['bank-history', 'bank-statement']);

/**
 * Takes the lines of a bank's file in, whole or not at all (B-073), before anybody looks for invoices in it. By itself only
 * a format that is known, columns that a person confirmed before, or a file of which a person said what it is; what has to
 * be asked first (a new account, balances that fail, columns) waits for a person with everything untouched.
 */
export const importStep: Step = async (document, deps) => {
  if (!tabular.test(document.name)) return { to: 'next' };
  if (await isImported(document, deps)) return taken(document);
  const reading = await readUnlocked(document, deps);
  const isSaid = bankKinds.has(document.said?.kind ?? document.statedKind);
  if (!isSaid && !isKnown(reading)) return { to: 'next' };
  const because = doubtAbout(reading);
  if (because !== null) return asked(document, because);
  try {
    await deps.bank.importStatements(document.businessId, {
      format: reading.format ?? 'unknown',
      statements: reading.statements,
      documentId: document.id,
    });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return asked(document, reasons[String(error.facts['confirm'])] ?? 'account-needed');
  }
  return taken(document);
};

/** A locked file is tried with its own password, else with those that the business keeps; one that opens it stays with it (H-071). */
async function readUnlocked(document: Document, deps: StepDeps): Promise<StatementReading> {
  const { businessId, sha256, name, sealedPassword } = document;
  const [remembered, currencies] = await Promise.all([deps.bank.mappings(businessId), deps.bank.currencies(businessId)]);
  const read = (password?: string) =>
    deps.objects.withFile(businessId, sha256, (file) =>
      deps.cage.run('read-statement', { file, name, remembered, currencies, ...(password === undefined ? {} : { password }) }, { timeMs }),
    );
  const locked = await read();
  if (locked.refused?.code !== 'encrypted') return locked;
  const own = deps.sealedPassword;
  const kept = own === undefined ? (await mailRulesOf(deps.database, businessId)).passwords.map(({ sealed }) => sealed) : [own];
  for (const sealed of kept) {
    const opened = await read(await deps.openPassword(businessId, sealed));
    if (opened.refused?.code === 'wrong-password') continue;
    if (sealed !== sealedPassword) await document.update({ sealedPassword: sealed });
    return opened;
  }
  return locked;
}

const reasons: Readonly<Record<string, string>> = { account: 'unknown-account', incomplete: 'does-not-balance' };

const isKnown = ({ refused, format }: StatementReading): boolean => refused === null && format !== null && !format.startsWith('unknown-');

/**
 * Why nothing of the file may be taken by itself, or null. Guessed columns count only where the file's own balances prove them
 * and it names its currency.
 */
function doubtAbout(reading: StatementReading): string | null {
  const { refused, statements, warnings } = reading;
  if (refused) return refused.code === 'not-a-statement' ? 'columns-needed' : refused.code;
  if (isKnown(reading)) return null;
  const isProved = statements.every(({ balances }) => balances === true) && !warnings.some(({ code }) => code === 'currency-assumed');
  return isProved ? null : 'columns-needed';
}

/** A job that came twice, or a person who took it in meanwhile. */
const isImported = async ({ id, businessId }: Document, { database }: StepDeps): Promise<boolean> =>
  (await row(database, 'select 1 from bank_statements where business_id = $1 and document_id = $2 limit 1', businessId, id)) !== undefined;

const taken = (document: Document): Promise<StepResult> => known(document, { to: 'ready', because: null });
const asked = (document: Document, because: string): Promise<StepResult> => known(document, { to: 'needs-review', because });

async function known(document: Document, result: StepResult): Promise<StepResult> {
  await document.update({ kind: 'bank-history', kindConfidence: 1 });
  return result;
}
