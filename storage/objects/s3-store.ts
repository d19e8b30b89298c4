import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Client } from 'minio';
import { DomainError } from '#services/domain/errors.ts';
import { derivedFolder, isOwner, type ObjectStore, objectKey } from './object-store.ts';
import { verified } from './verified.ts';

export type S3Options = { endpoint: string; accessKey: string; secretKey: string; bucket: string; region: string; scratch: string };

/** Objects in MinIO or any S3. A second writer of a key is refused by the server (`If-None-Match: *`), which is as good as written. */
export function s3Store({ endpoint, accessKey, secretKey, bucket, region, scratch }: S3Options): ObjectStore {
  const { hostname, port, protocol } = new URL(endpoint);
  const client = new Client({
    endPoint: hostname,
    ...(port ? { port: Number(port) } : {}),
    useSSL: protocol === 'https:',
    accessKey,
    secretKey,
    region,
  });
  mkdirSync(scratch, { recursive: true, mode: 0o700 });
  let bucketReady: Promise<void> | undefined;

  /** Asked once; a failure is forgotten, so that a server which comes back is found again. */
  function ready(): Promise<void> {
    bucketReady ??= makeBucket().catch((error: unknown) => {
      bucketReady = undefined;
      throw error;
    });
    return bucketReady;
  }

  async function makeBucket(): Promise<void> {
    if (await client.bucketExists(bucket)) return;
    await client.makeBucket(bucket, region).catch((error: { code?: string }) => {
      if (error.code !== 'BucketAlreadyOwnedByYou') throw error;
    });
  }

  async function asked<T>(ask: () => Promise<T>, sha256 = ''): Promise<T> {
    try {
      await ready();
      return await ask();
    } catch (error) {
      throw s3Trouble(error, bucket, sha256);
    }
  }

  const store: ObjectStore = {
    put: (businessId, { path, sha256, size }) =>
      asked(async () => {
        const name = objectKey(businessId, sha256);
        const md5 = createHash('md5');
        for await (const chunk of createReadStream(path)) md5.update(chunk);
        const body = createReadStream(path);
        try {
          // One PUT with a length and a checksum: the server refuses a body that is not what was hashed on the way in.
          await client.presignedUrl('PUT', bucket, name, 300).then((url) => putOnce(url, body, size, md5.digest('base64')));
        } finally {
          body.destroy();
        }
      }, sha256),
    has: (businessId, sha256) =>
      asked(() => client.statObject(bucket, objectKey(businessId, sha256)), sha256).then(
        () => true,
        (error: unknown) => {
          if (error instanceof DomainError && error.code === 'object-missing') return false;
          throw error;
        },
      ),
    open: (businessId, sha256) =>
      asked(async () => {
        const stream = await client.getObject(bucket, objectKey(businessId, sha256));
        const checked = verified(sha256);
        stream.on('error', (error) => checked.destroy(error));
        return stream.pipe(checked);
      }, sha256),
    async withFile(businessId, sha256, use) {
      const path = join(scratch, randomUUID());
      try {
        await pipeline(await store.open(businessId, sha256), createWriteStream(path, { mode: 0o600 }));
        return await use(path);
      } finally {
        await rm(path, { force: true });
      }
    },
    async remove(businessId, sha256) {
      await asked(() => client.removeObject(bucket, objectKey(businessId, sha256)), sha256);
      await store.removeDerived(businessId, sha256);
    },
    derived: (businessId, sha256, name) =>
      asked(async () => buffer(await client.getObject(bucket, `${derivedFolder(businessId, sha256)}${name}`))).catch((error: unknown) => {
        if (error instanceof DomainError && error.code === 'object-missing') return null;
        throw error;
      }),
    async putDerived(businessId, sha256, name, bytes) {
      await asked(() => client.putObject(bucket, `${derivedFolder(businessId, sha256)}${name}`, Buffer.from(bytes)));
      // The bytes may have been removed meanwhile.
      const isThere = asked(() => client.statObject(bucket, objectKey(businessId, sha256)), sha256);
      await isThere.catch(async (error: unknown) => {
        if (!(error instanceof DomainError && error.code === 'object-missing')) throw error;
        await store.removeDerived(businessId, sha256);
      });
    },
    removeDerived: (businessId, sha256) =>
      asked(async () => {
        for await (const item of client.listObjectsV2(bucket, derivedFolder(businessId, sha256), true) as AsyncIterable<{ name?: string }>)
          if (item.name) await client.removeObject(bucket, item.name);
      }),
    async *owners() {
      await asked(async () => undefined);
      for await (const item of client.listObjectsV2(bucket, '', false) as AsyncIterable<{ prefix?: string }>) {
        const name = item.prefix?.slice(0, -1) ?? '';
        if (isOwner(name)) yield name;
      }
    },
    async *list(businessId) {
      await asked(async () => undefined);
      for await (const item of client.listObjectsV2(bucket, `${businessId}/`, true) as AsyncIterable<{ name?: string }>) {
        const sha256 = item.name?.split('/').at(-1);
        if (sha256) yield sha256;
      }
    },
    check: () =>
      asked(async () => {
        if (!(await client.bucketExists(bucket))) throw Object.assign(new Error('no such bucket'), { code: 'NoSuchBucket' });
      }),
  };
  return store;
}

/** The client has no conditional put of a stream; a presigned address takes the two headers that make it one. */
async function putOnce(url: string, body: Readable, size: number, md5: string): Promise<void> {
  const response = await fetch(url, {
    method: 'PUT',
    body: Readable.toWeb(body) as ReadableStream,
    duplex: 'half',
    headers: { 'content-length': String(size), 'content-md5': md5, 'if-none-match': '*' },
  } as RequestInit);
  const answer = await response.text();
  if (response.ok || response.status === 412) return;
  throw Object.assign(new Error(`S3 answered ${response.status}`), { code: /<Code>([^<]+)/.exec(answer)?.[1] ?? String(response.status) });
}

const wrongKey = new Set(['SignatureDoesNotMatch', 'InvalidAccessKeyId', 'AccessDenied', 'Forbidden', 'InvalidAccessKey']);
const gone = new Set(['NoSuchKey', 'NotFound']);
const full = new Set(['XMinioStorageFull', 'QuotaExceeded', 'InsufficientStorage']);

function s3Trouble(error: unknown, bucket: string, sha256: string): unknown {
  if (error instanceof DomainError) return error;
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  if (gone.has(code)) return new DomainError('object-missing', 'the stored bytes are gone', { sha256 });
  if (full.has(code)) return new DomainError('storage-full', 'the object store is full', { code });
  if (wrongKey.has(code))
    return new DomainError('storage-unavailable', 'the object store refuses S3_ACCESS_KEY and S3_SECRET_KEY', { code, bucket });
  if (code === 'NoSuchBucket') return new DomainError('storage-unavailable', 'the bucket S3_BUCKET does not exist', { code, bucket });
  return new DomainError('storage-unavailable', 'the object store does not answer', { code: code || 'unknown', bucket });
}
