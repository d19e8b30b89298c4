import { z } from 'zod';
import { receiveFile } from '#ingest/receive.ts';
import { DomainError } from '#services/domain/errors.ts';
import { type DocumentKind, documentKinds } from '#services/domain/reading.ts';
import { findDocument } from '#storage/queries/documents.ts';
import { DocumentView, EnteredValues } from '#web/contract/documents.ts';
import { BusinessParams } from '#web/contract/shapes.ts';
import { demandFile, readForm } from '../form.ts';
import { withIdempotency } from '../idempotency.ts';
import { invalidRequest } from '../problem.ts';
import { Reply } from '../reply.ts';
import { route } from '../route.ts';
import { jsonIn } from '../storable.ts';
import { documentView } from './view.ts';

/** By hand, or photographed on the capture page. */
const uploadDoors = ['upload', 'capture'] as const;

export const uploadDocumentRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/documents',
  operationId: 'uploadDocument',
  summary: 'Hand in a file: 201 with a new document, 200 with the one that has the same bytes',
  permission: 'documents.upload',
  params: BusinessParams,
  bodyKind: 'multipart',
  body: z.object({
    file: z.string().meta({ format: 'binary' }),
    kind: z.enum(documentKinds).optional(),
    door: z.enum(uploadDoors).optional(),
    entered: EnteredValues.optional().meta({ description: 'JSON, for a photographed voucher; outranks what is recognised' }),
  }),
  answer: DocumentView,
  status: 201,
  problems: [
    'not-found',
    'not-allowed',
    'delivery-too-large',
    'storage-full',
    'storage-unavailable',
    'idempotency-mismatch',
    'conflict',
    'empty-file',
  ],
  async handle({ params: { businessId }, caller, request }, deps) {
    await using form = await readForm(request, deps.spool);
    const file = demandFile(form);
    const { kind, door, entered } = told(form.fields);
    const keep = async () => {
      const { documentId, isNew } = await receiveFile(
        {
          door,
          businessId,
          sender: null,
          name: file.name,
          mediaType: file.mediaType,
          statedKind: kind,
          reference: null,
          uploadedBy: caller.userId,
          entered: entered && { ...entered, by: caller.userId },
        },
        file,
        deps,
      );
      const row = await findDocument(deps.database, businessId, { seesBank: true }, documentId);
      return new Reply(isNew ? 201 : 200, documentView(row!));
    };
    const key = request.get('idempotency-key');
    // Awaited here: the spooled file is removed as soon as this function returns.
    if (key === undefined) return await keep();
    return await withIdempotency(
      deps.database,
      {
        caller,
        request,
        operationId: 'uploadDocument',
        key,
        fingerprint: `${kind} ${file.name} ${file.sha256} ${JSON.stringify(entered)}`,
      },
      keep,
    );
  },
});

type Told = { kind: DocumentKind | null; door: (typeof uploadDoors)[number]; entered: EnteredValues | null };

/** What is said of the file. @throws DomainError `invalid-request` */
function told(fields: ReadonlyMap<string, string>): Told {
  const kind = fields.get('kind') ?? null;
  if (kind !== null && !(documentKinds as readonly string[]).includes(kind))
    throw new DomainError('invalid-request', 'there is no such kind of document', { kind: kind.slice(0, 50) });
  const door = fields.get('door') ?? 'upload';
  if (door !== 'upload' && door !== 'capture')
    throw new DomainError('invalid-request', 'there is no such door', { door: door.slice(0, 50) });
  return { kind: kind as DocumentKind | null, door, entered: enteredOf(fields.get('entered')) };
}

function enteredOf(text: string | undefined): EnteredValues | null {
  if (text === undefined) return null;
  const parsed = EnteredValues.safeParse(jsonIn(text, 'the field "entered"'));
  if (!parsed.success) throw invalidRequest(parsed.error, 'the entered values');
  return parsed.data;
}
