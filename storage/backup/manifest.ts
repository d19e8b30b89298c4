import { createHash } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Why a backup is not taken or not restored, in plain words: asking again gives the same answer. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused';
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const place = z.string().regex(/^[\w.-]+\/[\w.-]+$/);
const backupFile = z.strictObject({ file: place, sha256, bytes: z.int() });

/** What a backup holds; the file that makes a folder a backup, written last. */
const manifest = z.strictObject({
  format: z.literal(1),
  takenAt: z.iso.datetime(),
  /** The schema: exactly these migrations. */
  migrations: z.array(z.string()),
  /** Ids of the master keys that its secrets need; the keys themselves are not here. */
  masterKeys: z.array(z.string()),
  tables: z.array(backupFile.extend({ name: z.string(), columns: z.array(z.string()), rows: z.int() })),
  /** Null: never used. */
  sequences: z.array(z.strictObject({ name: z.string(), lastValue: z.string().nullable() })),
  /** `file` lists them in the form of `sha256sum`. */
  objects: backupFile.extend({ count: z.int(), objectBytes: z.int() }),
  /** Objects that rows name and the store had lost or damaged already. */
  lost: z.array(z.strictObject({ businessId: z.uuid(), sha256, because: z.string() })),
});
export type Manifest = z.infer<typeof manifest>;

const manifestName = 'backup.json';
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Puts the manifest in the place of an older one at a stroke: before it the folder holds the older backup, after it this one. */
export async function writeManifest(folder: string, content: Manifest): Promise<void> {
  const next = join(folder, `${manifestName}.next`);
  const file = await open(next, 'w', 0o600);
  await file.writeFile(`${JSON.stringify({ ...content, sha256: hashOf(JSON.stringify(content)) }, null, 2)}\n`);
  await file.sync();
  await file.close();
  await rename(next, join(folder, manifestName));
  const parent = await open(folder, 'r');
  await parent.sync();
  await parent.close();
}

/** @throws BackupRefused when there is none, or it is damaged or of another form */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, manifestName);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR')
      throw new BackupRefused(`${folder} holds no finished backup: there is no ${path}`);
    throw error;
  });
  let given: { sha256?: unknown; format?: unknown };
  try {
    given = JSON.parse(text);
  } catch {
    throw new BackupRefused(`${path} is damaged`);
  }
  const { sha256: said, ...content } = given;
  if (said !== hashOf(JSON.stringify(content))) throw new BackupRefused(`${path} is damaged`);
  const known = manifest.safeParse(content);
  if (!known.success) throw new BackupRefused(`${path} is of form ${String(content.format)}, which this version does not read`);
  return known.data;
}
