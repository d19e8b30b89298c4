import { z } from 'zod';
import { receiveFile } from '#ingest/receive.ts';
import { currenciesOf, mappingsOf, rememberMapping } from '#services/actions/bank/accounts.ts';
import { demandImportable, type Imported, importStatements } from '#services/actions/bank/import-statement.ts';
import { demandNothingPrivate } from '#services/actions/documents/private-file.ts';
import { actorOf } from '#services/actions/house.ts';
import { openPassword } from '#services/actions/intakes/act-on-part.ts';
import type { Caller } from '#services/domain/caller.ts';
import type { ColumnMapping } from '#services/domain/column-mapping.ts';
import { DomainError } from '#services/domain/errors.ts';
import type { StatementReading } from '#services/domain/statement.ts';
import { Document } from '#storage/models/document.ts';
import { findDocument } from '#storage/queries/documents.ts';
import { ColumnMappingBody, StatementForm, StatementImported } from '#web/contract/bank-statements.ts';
import { BusinessParams } from '#web/contract/shapes.ts';
import type { ApiDeps } from '../deps.ts';
import { type Form, type FormFile, readForm } from '../form.ts';
import { withIdempotency } from '../idempotency.ts';
import { Reply } from '../reply.ts';
import { route } from '../route.ts';
import { jsonIn } from '../storable.ts';
import { continuityView } from './view.ts';

/** A mapping is longer than any other field of a form. */
const fieldBytes = 20_000;

export const importStatementRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/bank-statements',
  operationId: 'importBankStatement',
  summary: 'Take in a bank’s file, whole or not at all: only lines that are not there yet are added',
  permission: 'bank.import',
  params: BusinessParams,
  bodyKind: 'multipart',
  body: StatementForm,
  answer: StatementImported,
  status: 201,
  problems: [
    'not-found',
    'not-allowed',
    'private-lines',
    'delivery-too-large',
    'storage-full',
    'storage-unavailable',
    'idempotency-mismatch',
    'conflict',
    'confirmation-needed',
    'not-a-statement',
    'statement-unreadable',
    'too-many-entries',
    'too-large-unpacked',
    'empty-file',
    'encrypted',
  ],
  async handle({ params: { businessId }, caller, request }, deps) {
    await using form = await readForm(request, deps.spool, { fieldBytes });
    const fields = fieldsOf(form);
    const source = await sourceOf(form, { businessId, caller }, fields, deps);
    const keep = async () => new Reply(201, await take(source, { businessId, caller }, fields, deps));
    const key = request.get('idempotency-key');
    // Awaited here: the spooled file is removed as soon as this function returns.
    if (key === undefined) return await keep();
    const fingerprint = JSON.stringify([fields, source.name, source.sha256]);
    return await withIdempotency(deps.database, { caller, request, operationId: 'importBankStatement', key, fingerprint }, keep);
  },
});

export type Fields = { documentId?: string; account?: string; mayAddAccount: boolean; mayBeIncomplete: boolean; mapping?: ColumnMapping };

/** @throws DomainError `invalid-request` */
export function fieldsOf({ fields }: Form): Fields {
  const given = StatementForm.omit({ file: true }).safeParse(Object.fromEntries(fields));
  if (!given.success)
    throw new DomainError('invalid-request', 'the form is not understood', { reason: z.prettifyError(given.error).slice(0, 1_000) });
  const { mapping, mayAddAccount, mayBeIncomplete, documentId, account } = given.data;
  return {
    ...(documentId === undefined ? {} : { documentId }),
    ...(account === undefined ? {} : { account }),
    mayAddAccount: mayAddAccount === 'true',
    mayBeIncomplete: mayBeIncomplete === 'true',
    ...(mapping === undefined ? {} : { mapping: mappingOf(mapping) }),
  };
}

function mappingOf(text: string): ColumnMapping {
  const mapping = ColumnMappingBody.safeParse(jsonIn(text, 'the mapping'));
  if (!mapping.success)
    throw new DomainError('invalid-request', 'the mapping is not understood', { reason: z.prettifyError(mapping.error).slice(0, 1_000) });
  return mapping.data;
}

export type Source = {
  name: string;
  sha256: string;
  file: FormFile | null;
  documentId: string | null;
  read(mapping: ColumnMapping | undefined): Promise<StatementReading>;
};

type Place = { businessId: string; caller: Caller };

/** The bytes that are meant: those of the form, or of a document that is here. @throws DomainError `invalid-request`, `not-found`, `private-lines` */
export async function sourceOf(
  form: Form,
  { businessId, caller }: Place,
  { documentId, account }: Pick<Fields, 'documentId' | 'account'>,
  deps: ApiDeps,
): Promise<Source> {
  const { file } = form;
  const [remembered, currencies] = await Promise.all([mappingsOf(deps.database, businessId), currenciesOf(deps.database, businessId)]);
  const known = { remembered, currencies, account };
  if (file !== null) {
    const { name, sha256 } = file;
    return { name, sha256, file, documentId: null, read: (mapping) => deps.readStatement(file.path, { name, mapping, ...known }) };
  }
  if (documentId === undefined)
    throw new DomainError('invalid-request', 'the form has neither a file in the field "file" nor a documentId');
  const document = await findDocument(deps.database, businessId, { seesBank: true }, documentId);
  if (!document || document.state === 'deleted') throw new DomainError('not-found', 'there is no such document');
  await demandNothingPrivate(deps.database, caller, businessId, documentId);
  const { name, sha256 } = document;
  const password = await passwordOf(documentId, businessId, deps);
  return {
    name,
    sha256,
    file: null,
    documentId,
    read: (mapping) => deps.objects.withFile(businessId, sha256, (path) => deps.readStatement(path, { name, mapping, ...known, password })),
  };
}

/** What opened the document before, if it is locked. */
async function passwordOf(id: string, businessId: string, { database, masterKeys }: ApiDeps): Promise<string | undefined> {
  const found = await Document.findOne({ where: { id, businessId }, attributes: ['sealedPassword'] });
  if (!found?.sealedPassword) return undefined;
  return openPassword(database, masterKeys, businessId, found.sealedPassword);
}

async function take(
  source: Source,
  { businessId, caller }: Place,
  { mapping, ...choice }: Fields,
  deps: ApiDeps,
): Promise<StatementImported> {
  const reading = await source.read(mapping);
  const { format, statements, refused, warnings } = reading;
  if (refused)
    throw new DomainError(refused.code, refused.message, {
      ...(refused.row !== undefined && { row: refused.row }),
      ...(refused.fault && { fault: refused.fault }),
    });
  await demandImportable(deps.database, businessId, statements, choice);
  const documentId = source.documentId ?? (await keepFile(source.file!, businessId, caller, deps));
  const where = { businessId, actor: actorOf(caller) };
  const imported = await importStatements(deps.database, where, { format: format ?? 'unknown', statements, documentId }, choice);
  if (mapping)
    for (const accountId of new Set(imported.map((one) => one.accountId))) await rememberMapping(deps.database, where, accountId, mapping);
  return { documentId, format: format ?? 'unknown', statements: imported.map(importedView), warnings };
}

async function keepFile(file: FormFile, businessId: string, caller: Caller, deps: ApiDeps): Promise<string> {
  const { documentId } = await receiveFile(
    {
      door: 'upload',
      businessId,
      sender: null,
      name: file.name,
      mediaType: file.mediaType,
      statedKind: 'bank-history',
      reference: null,
      uploadedBy: caller.userId,
    },
    file,
    deps,
  );
  return documentId;
}

const importedView = ({ currency: _, continuity, ...statement }: Imported) => ({
  ...statement,
  continuity: continuity.map(continuityView),
});
