import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import type { Request } from 'express';
import { maxFileBytes } from '#ingest/receive.ts';
import { DomainError } from '#services/domain/errors.ts';
import type { Spooled } from '#storage/objects/object-store.ts';
import type { Spool } from '#storage/objects/spool.ts';
import { demandStorable } from './storable.ts';

export type FormFile = Spooled & { name: string; mediaType: string };
export type Form = AsyncDisposable & { file: FormFile | null; fields: ReadonlyMap<string, string> };
type Spooling = Promise<FormFile & AsyncDisposable>;

/**
 * Reads a form as it streams in: the file in the field `file` goes straight to the spool; fields count before or after it.
 * Disposing removes what was spooled.
 *
 * @throws DomainError `invalid-request` for no form or a damaged one, `delivery-too-large`
 */
export async function readForm(request: Request, spool: Spool, { fieldBytes = 4_000 } = {}): Promise<Form> {
  if (!request.is('multipart/form-data'))
    throw new DomainError('invalid-request', 'send the file as multipart/form-data, in the field "file"');
  const fields = new Map<string, string>();
  let file: Spooling | null = null;
  const form = parserOf(request, fieldBytes);
  form.on('field', (name, value) => void fields.set(name, value));
  form.on('file', (name, stream, { filename, mimeType }) => {
    if (name !== 'file') return void stream.resume();
    file = spool
      .write(apart(stream), { maxBytes: maxFileBytes })
      .then((spooled) => ({ ...spooled, name: filename ?? 'feltöltés', mediaType: mimeType }));
    // A file that is not taken: the rest is read and thrown away, so that the sender hears the answer.
    file.catch(() => stream.resume());
  });
  try {
    await pipeline(request, form);
  } catch (error) {
    await discard(file);
    throw new DomainError('invalid-request', 'the form is cut or damaged', { reason: (error as Error).message });
  }
  const spooled = await (file as Spooling | null);
  try {
    demandStorable([...fields, spooled?.name], 'the form');
  } catch (error) {
    await discard(file);
    throw error;
  }
  return { file: spooled, fields, [Symbol.asyncDispose]: () => Promise.resolve(spooled?.[Symbol.asyncDispose]()) };
}

/** @throws DomainError `invalid-request` for a form that does not name its boundary */
function parserOf(request: Request, fieldBytes: number): busboy.Busboy {
  try {
    return busboy({ headers: request.headers, limits: { files: 1, fields: 10, fieldSize: fieldBytes }, defParamCharset: 'utf8' });
  } catch (error) {
    throw new DomainError('invalid-request', 'the form is cut or damaged', { reason: (error as Error).message });
  }
}

/** The same bytes on a stream of their own: whoever gives up reading it leaves the form's stream alive, whose rest must be read. */
function apart(stream: Readable): Readable {
  const own = stream.pipe(new PassThrough());
  stream.on('error', (error) => own.destroy(error));
  stream.on('close', () => void (stream.readableEnded || own.destroy(new Error('the form was cut'))));
  return own;
}

const discard = (file: Spooling | null): Promise<void> =>
  Promise.resolve(file?.then((spooled) => spooled[Symbol.asyncDispose]())).catch(() => undefined);

/** @throws DomainError `invalid-request` */
export function demandFile({ file }: Form): FormFile {
  if (file === null) throw new DomainError('invalid-request', 'the form has no file in the field "file"');
  return file;
}
