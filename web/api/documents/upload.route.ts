import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import type { Request } from 'express';
import { z } from 'zod';
import { maxFileBytes, receiveFile } from '#ingest/receive.ts';
import { DomainError } from '#services/domain/errors.ts';
import { type DocumentKind, documentKinds } from '#services/domain/reading.ts';
import type { Spooled } from '#storage/objects/object-store.ts';
import type { Spool } from '#storage/objects/spool.ts';
import { findDocument } from '#storage/queries/documents.ts';
import { DocumentView, EnteredValues } from '#web/contract/documents.ts';
import { BusinessParams } from '#web/contract/shapes.ts';
import { withIdempotency } from '../idempotency.ts';
import { invalidRequest } from '../problem.ts';
import { Reply } from '../reply.ts';
import { route } from '../route.ts';
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
    const { file, kind, door, entered } = form;
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

type Form = AsyncDisposable & {
  file: Spooled & { name: string; mediaType: string };
  kind: DocumentKind | null;
  door: (typeof uploadDoors)[number];
  entered: EnteredValues | null;
};

/** Reads the form as it streams in: the file goes straight to the spool; the other fields count before or after it. Disposing removes what was spooled. */
async function readForm(request: Request, spool: Spool): Promise<Form> {
  if (!request.is('multipart/form-data'))
    throw new DomainError('invalid-request', 'send the file as multipart/form-data, in the field "file"');
  const fields = new Map<string, string>();
  let file: Promise<Spooled & AsyncDisposable & { name: string; mediaType: string }> | null = null;
  const form = busboy({ headers: request.headers, limits: { files: 1, fields: 10, fieldSize: 4_000 }, defParamCharset: 'utf8' });
  form.on('field', (name, value) => void fields.set(name, value));
  form.on('file', (name, stream, { filename, mimeType }) => {
    if (name !== 'file') return void stream.resume();
    file = spool
      // Whoever gives up reading must not end the form's own stream: its rest is read below.
      .write(Readable.from(stream.iterator({ destroyOnReturn: false })), { maxBytes: maxFileBytes })
      .then((spooled) => ({ ...spooled, name: filename ?? 'feltöltés', mediaType: mimeType }));
    // An over-long file: the rest is read and thrown away, so that the sender hears the answer.
    file.catch(() => stream.resume());
  });
  try {
    await pipeline(request, form);
  } catch (error) {
    await discard(file);
    throw new DomainError('invalid-request', 'the form is cut or damaged', { reason: (error as Error).message });
  }
  if (file === null) throw new DomainError('invalid-request', 'the form has no file in the field "file"');
  const spooled = await (file as Promise<Spooled & AsyncDisposable & { name: string; mediaType: string }>);
  try {
    return { file: spooled, ...told(fields), [Symbol.asyncDispose]: () => Promise.resolve(spooled[Symbol.asyncDispose]()) };
  } catch (error) {
    await spooled[Symbol.asyncDispose]();
    throw error;
  }
}

/** What is said of the file. @throws DomainError `invalid-request` */
function told(fields: ReadonlyMap<string, string>): Omit<Form, 'file' | typeof Symbol.asyncDispose> {
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
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new DomainError('invalid-request', 'the entered values are no JSON');
  }
  const parsed = EnteredValues.safeParse(given);
  if (!parsed.success) throw invalidRequest(parsed.error, 'the entered values');
  return parsed.data;
}

const discard = (file: Promise<AsyncDisposable> | null): Promise<void> =>
  Promise.resolve(file?.then((spooled) => spooled[Symbol.asyncDispose]())).catch(() => undefined);
