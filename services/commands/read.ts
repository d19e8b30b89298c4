import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Cage, openCage } from '#services/cage/cage.ts';
import { DomainError } from '#services/domain/errors.ts';
import { wireReading } from '#services/domain/reading-wire.ts';
import { unread } from '#services/read-parts.ts';

/** Files read side by side; the lines still come in the order of the files. */
const sideBySide = 2;

/** `./hub read FILE…`: one JSON object a line; exit 1 when a file could not be opened, 2 for wrong usage. */
export async function run(args: string[]): Promise<number> {
  const isOcrNative = args.includes('--native-ocr');
  const files = args.filter((arg) => arg !== '--native-ocr');
  if (files.length === 0 || files.some((file) => file.startsWith('-'))) {
    console.error('usage: ./hub read [--native-ocr] FILE…');
    return 2;
  }
  const { NAV_XSD_DIR } = process.env;
  // The readers' own folder is another one.
  const schemas = NAV_XSD_DIR ? { schemaFolder: resolve(NAV_XSD_DIR) } : {};
  await using cage = openCage({
    size: Math.min(sideBySide, files.length),
    mayRunPrograms: isOcrNative,
    mayRead: Object.values(schemas),
  });
  let status = 0;
  const underway: Promise<object | null>[] = [];
  let started = 0;
  const startNext = () => {
    const file = files[started++];
    if (file !== undefined) underway.push(lineOf(file, cage, { isOcrNative, ...schemas }));
  };
  for (let ahead = 0; ahead < sideBySide + 1; ahead++) startNext();
  for (let at = 0; at < files.length; at++) {
    const line = await underway[at];
    startNext();
    if (line) await write(line);
    else status = 1;
  }
  return status;
}

/** Null when the file could not be opened. */
async function lineOf(file: string, cage: Cage, how: { isOcrNative: boolean; schemaFolder?: string }): Promise<object | null> {
  let sha256: string;
  try {
    await access(file, constants.R_OK);
    const hash = createHash('sha256');
    await pipeline(createReadStream(file), hash);
    sha256 = hash.digest('hex');
  } catch (error) {
    console.error(`hub read: ${file}: ${error instanceof Error ? error.message : 'cannot be opened'}`);
    return null;
  }
  try {
    const { pageTexts: _, ...reading } = await cage.run('read-document', { file, name: basename(file), ...how });
    return { file, sha256, ...wireReading(reading) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.cause) console.error(`hub read: ${file}:`, error.cause);
    const refused = { code: error.code, message: error.message };
    return { file, sha256, ...wireReading({ ...unread('application/octet-stream'), refused }) };
  }
}

/** Waits for a slow reader of our output, so a long line is never cut at the end of the process. */
const write = (line: unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(`${JSON.stringify(line)}\n`, (error) => (error ? reject(error) : resolve()));
  });
