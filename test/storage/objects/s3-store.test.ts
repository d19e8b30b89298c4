import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'minio';
import { afterAll, describe, expect, test } from 'vitest';
import { objectKey } from '#storage/objects/object-store.ts';
import { s3Store } from '#storage/objects/s3-store.ts';
import { needed, type S3Service, startMinio, startVersity } from '#test/support/services/start-services.ts';
import { objectStoreContract } from './object-store-contract.ts';

const servers = [['minio', startMinio], ...(process.env['HUB_TEST'] === 'long' ? ([['versitygw', startVersity]] as const) : [])] as const;

for (const [name, start] of servers) {
  const program = needed(name);
  describe.skipIf(program === null)(name, () => {
    const running = program === null ? null : start(program);
    const bucket = `test-${randomUUID().slice(0, 8)}`;
    const options = (service: S3Service) => ({
      endpoint: service.url,
      accessKey: service.accessKey,
      secretKey: service.secretKey,
      bucket,
      region: 'us-east-1',
      scratch: mkdtempSync(join(tmpdir(), 'bizonylat-scratch-')),
    });
    afterAll(async () => (await running)?.[Symbol.asyncDispose]());

    objectStoreContract(name, async () => {
      const service = await running!;
      const { hostname, port } = new URL(service.url);
      const client = new Client({
        endPoint: hostname,
        port: Number(port),
        useSSL: false,
        accessKey: service.accessKey,
        secretKey: service.secretKey,
      });
      return {
        store: s3Store(options(service)),
        tamper: async (businessId, sha256) => void (await client.putObject(bucket, objectKey(businessId, sha256), 'something else')),
      };
    });

    test('a wrong secret is named as what it is', async () => {
      const service = await running!;
      const store = s3Store({ ...options(service), secretKey: 'wrong-secret-key' });
      await expect(store.check()).rejects.toMatchObject({ code: 'storage-unavailable', message: expect.stringContaining('S3_SECRET_KEY') });
    });

    test('a missing bucket is made', async () => {
      const service = await running!;
      await s3Store({ ...options(service), bucket: `made-${randomUUID().slice(0, 8)}` }).check();
    });

    test('a server that went away is trouble now and found again later', async () => {
      const service = await running!;
      const store = s3Store(options(service));
      await store.check();
      await service.stop();
      await expect(store.check()).rejects.toMatchObject({ code: 'storage-unavailable' });
      await service.start();
      await store.check();
    });
  });
}
