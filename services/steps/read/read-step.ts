import type { Transaction } from 'sequelize';
import type { Page, Reading } from '#services/domain/reading.ts';
import { wireReading } from '#services/domain/reading-wire.ts';
import { ownOf } from '#services/register/recompute.ts';
import { noteEvent } from '#storage/document-events.ts';
import { Document } from '#storage/models/document.ts';
import { kindModelOf, supplierMemories } from '#storage/queries/lessons.ts';
import { mailRulesOf } from '#storage/queries/mail-rules.ts';
import { rows } from '#storage/sql.ts';
import type { Step, StepDeps } from '../step.ts';

/** Files that hold other files: their parts become documents of their own. */
export const containers: ReadonlySet<string> = new Set([
  'application/zip',
  'application/gzip',
  'application/x-tar',
  'message/rfc822',
  'application/vnd.ms-outlook',
  'application/mbox',
  'application/ms-tnef',
  'application/pkcs7-mime',
  'application/mac-binhex40',
  'application/x-applesingle',
]);

/** Reads the bytes in a reader process and stores what was understood: type, text, kind and fields. */
export const readStep: Step = async (document, deps) => {
  const { sealedPassword } = deps;
  if (sealedPassword !== undefined) deps.password = await deps.openPassword(document.businessId, sealedPassword);
  // A retried job must not pay for OCR twice.
  const reading =
    document.state === 'recognised'
      ? (document.reading as Pick<Reading, 'mediaType' | 'refused' | 'warnings'>)
      : await readWithPasswords(document, deps);
  // What a person entered beside a photo counts, whatever the readers can make of it.
  if (reading.refused && document.entered === null) return { to: 'needs-review', because: reading.refused.code };
  if (containers.has(reading.mediaType)) {
    const { found, because } = await deps.unpackContainer(document, deps.password);
    return found > 0 ? { to: 'ready', because: 'unpacked' } : { to: 'needs-review', because };
  }
  // It carries other files: they become documents beside it.
  if (reading.warnings.some(({ code }) => code === 'holds-files')) await deps.unpackContainer(document, deps.password);
  return { to: 'next' };
};

/** A locked file is tried with the passwords that the business keeps, until one opens it (H-071). */
async function readWithPasswords(document: Document, deps: StepDeps): Promise<Reading> {
  const reading = await readAndKeep(document, deps);
  if (reading.refused?.code !== 'encrypted' || deps.password !== undefined) return reading;
  for (const { sealed } of (await mailRulesOf(deps.database, document.businessId)).passwords) {
    deps.password = await deps.openPassword(document.businessId, sealed);
    deps.sealedPassword = sealed;
    const opened = await readAndKeep(document, deps);
    if (opened.refused?.code !== 'wrong-password' && opened.refused?.code !== 'encrypted') return opened;
  }
  deps.password = undefined;
  deps.sealedPassword = undefined;
  return readAndKeep(document, deps);
}

async function readAndKeep(document: Document, deps: StepDeps): Promise<Reading> {
  const reading = await readFile(document, deps);
  await keepReading(document, reading, deps);
  return reading;
}

type ReadDeps = Pick<StepDeps, 'database' | 'objects' | 'cage' | 'isOcrNative' | 'schemaFolder' | 'password'>;

/** Reads a document's bytes in a reader process, with all that its business's people said and taught; stores nothing. */
export async function readFile(document: Document, deps: ReadDeps): Promise<DocumentReading> {
  const { businessId } = document;
  const own = await ownOf(businessId);
  const [readPages, model, memories] = await Promise.all([
    pagesRead(document),
    kindModelOf(deps.database, businessId),
    supplierMemories(deps.database, businessId),
  ]);
  return deps.objects.withFile(businessId, document.sha256, (file) =>
    deps.cage.run('read-document', {
      file,
      name: document.name,
      inside: 'named',
      own: { baseNumbers: [own.baseNumber], euVatNumbers: own.euVatNumber === null ? [] : [own.euVatNumber], names: own.names },
      isOcrNative: deps.isOcrNative,
      model,
      memories,
      ...(document.said === null ? {} : { said: document.said }),
      ...(readPages ? { readPages } : {}),
      ...(deps.schemaFolder === undefined ? {} : { schemaFolder: deps.schemaFolder }),
      ...(deps.password === undefined ? {} : { password: deps.password }),
    }),
  );
}

/** What a person said of a file asks for another understanding, not for other words: those of the same reader count (OCR is dear). */
async function pagesRead({ id, businessId, readerVersion: by }: Document): Promise<Page[] | null> {
  if (by !== readerVersion) return null;
  const pages = await rows<Omit<Page, 'secondWords'> & { secondWords: Page['words'] | null }>(
    Document.sequelize!,
    `select number, width, height, rotation_degrees as "rotationDegrees", text_from as "textFrom", words,
       second_words as "secondWords", codes
     from document_pages where business_id = $1 and document_id = $2 order by number`,
    businessId,
    id,
  );
  if (pages.length === 0) return null;
  return pages.map(({ secondWords, ...page }) => (secondWords === null ? page : { ...page, secondWords }));
}

/** Which version of the readers gave a reading; `./hub reread` finds the older ones by it. */
export const readerVersion = '5';

type DocumentReading = Reading & { pageTexts: Page[] };

/**
 * Stores a reading with its pages, all of it or nothing.
 *
 * @param also what is to happen in the same transaction
 */
export async function keepReading(
  document: Document,
  { pageTexts, ...reading }: DocumentReading,
  { database, sealedPassword }: Pick<StepDeps, 'database' | 'sealedPassword'>,
  also: (transaction: Transaction) => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  const { businessId, id: documentId } = document;
  await database.transaction(async (transaction) => {
    await database.query('delete from document_pages where document_id = $1', { bind: [documentId], transaction });
    for (const { number, width, height, textFrom, words, secondWords, codes = [], rotationDegrees = 0 } of pageTexts)
      await database.query(
        `insert into document_pages (document_id, number, business_id, width, height, rotation_degrees, text_from, text, words,
           second_words, codes)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        {
          bind: [
            documentId,
            number,
            businessId,
            width,
            height,
            rotationDegrees,
            textFrom,
            textOf(words),
            jsonOf(words),
            secondWords === undefined ? null : jsonOf(secondWords),
            jsonOf(codes),
          ],
          transaction,
        },
      );
    await document.update(
      {
        state: 'recognised',
        because: null,
        mediaType: reading.mediaType,
        kind: reading.kind,
        kindConfidence: reading.kindConfidence,
        language: reading.language,
        textFrom: reading.textFrom,
        pageCount: reading.pages,
        readerVersion,
        reading: storable(wireReading(reading)),
        ...(sealedPassword !== undefined && !reading.refused ? { sealedPassword } : {}),
        changedAt: new Date(),
      },
      { transaction },
    );
    await noteEvent(transaction, {
      businessId,
      documentId,
      step: 'read',
      state: 'recognised',
      because: reading.refused?.code ?? null,
      actor: 'hub',
    });
    await also(transaction);
  });
}

/** A page's text, a line a line; PostgreSQL text holds no NUL. */
function textOf(words: Page['words']): string {
  const lines = Map.groupBy(words, ({ line }) => line);
  return [...lines.values()]
    .map((line) => line.map(({ text }) => text).join(' '))
    .join('\n')
    .replaceAll('\0', '');
}

/** PostgreSQL's JSON holds no NUL either; a backslash before it may itself be text. */
const jsonOf = (value: object): string => JSON.stringify(value).replace(/(?<!\\)((?:\\\\)*)\\u0000/g, '$1');
const storable = (value: object): object => JSON.parse(jsonOf(value));
