import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';

/** A ZIP with these files, locked (AES) where there is a password. */
export async function zipOf(files: Readonly<Record<string, Uint8Array>>, password?: string): Promise<Buffer> {
  const writer = new ZipWriter(new BlobWriter(), {
    useWebWorkers: false,
    ...(password === undefined ? {} : { password, encryptionStrength: 3 }),
  });
  for (const [name, bytes] of Object.entries(files)) await writer.add(name, new Uint8ArrayReader(bytes));
  return Buffer.from(await (await writer.close()).arrayBuffer());
}
