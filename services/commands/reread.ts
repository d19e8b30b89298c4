import { Op, type WhereOptions } from 'sequelize';
import { openStorage, type Storage } from '#storage/main.ts';
import { Document } from '#storage/models/document.ts';
import { enqueue } from '#storage/queues/outbox.ts';
import { row } from '#storage/sql.ts';
import { openPassword } from '../actions/intakes/act-on-part.ts';
import { type Cage, openCage } from '../cage/cage.ts';
import { differencesBetween } from '../domain/compare-wire.ts';
import { DomainError } from '../domain/errors.ts';
import { type ReadingWire, wireReading } from '../domain/reading-wire.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { openLog } from '../platform/log.ts';
import { openMasterKeys } from '../platform/secrets.ts';
import { containers, keepReading, readerVersion, readFile } from '../steps/read/read-step.ts';
import { invoicesIn } from '../steps/register/invoices-in.ts';

const usage = `usage: ./hub reread [--apply] [--all] [--business ID]
  reads documents that an older reader read once more and prints, a line each, what would change
  --apply          stores the new readings; what people corrected stays. May be stopped and run again
  --all            also those that today's reader has read already
  --business ID    of one business only`;
const pageSize = 20;

type Options = { isApplied: boolean; isAll: boolean; businessId: string | null };

/** `./hub reread`: history read by today's readers; differences first, changes only when asked for. */
export async function run(args: string[]): Promise<number> {
  const options = optionsOf(args);
  if (!options) {
    console.error(usage);
    return 2;
  }
  const config = readConfig(process.env);
  await using storage = await openStorage(config, openLog(config.LOG_LEVEL));
  await using cage = openCage({
    size: config.READERS,
    mayRunPrograms: config.OCR_NATIVE,
    mayRead: config.NAV_XSD_DIR === undefined ? [] : [config.NAV_XSD_DIR],
  });
  const counts = { read: 0, differ: 0, refused: 0 };
  for await (const page of pagesOf(options))
    await Promise.all(
      page.map(async (document) => {
        const line = await rereadOne(document, { config, storage, cage }, options.isApplied);
        if (line === null) return;
        counts.read += 1;
        if ('refused' in line) counts.refused += 1;
        else if (line.differences.length === 0) return;
        else counts.differ += 1;
        console.log(JSON.stringify(line));
      }),
    );
  const { read, differ, refused } = counts;
  const did = options.isApplied ? 'stored; a running hub takes them into the register' : 'nothing was changed; --apply stores them';
  console.error(`reread: ${read} documents read, ${differ} differ, ${refused} could not be read; ${did}`);
  return 0;
}

function optionsOf(args: string[]): Options | null {
  const at = args.indexOf('--business');
  const businessId = at === -1 ? null : (args[at + 1] ?? '');
  const known = args.every((arg, index) => ['--apply', '--all', '--business'].includes(arg) || index === at + 1);
  if (!known || (businessId !== null && !/^[0-9a-f-]{36}$/.test(businessId))) return null;
  return { isApplied: args.includes('--apply'), isAll: args.includes('--all'), businessId };
}

/** Documents at rest, a few at a time, in one order: a run that was stopped goes on where older readings begin. */
async function* pagesOf({ isAll, businessId }: Options): AsyncGenerator<Document[]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const where: WhereOptions = {
      id: { [Op.gt]: after },
      state: ['ready', 'needs-review', 'failed'],
      mediaType: { [Op.notIn]: [...containers] },
      ...(businessId === null ? {} : { businessId }),
      ...(isAll ? {} : { readerVersion: { [Op.or]: [{ [Op.ne]: readerVersion }, { [Op.is]: null }] } }),
    };
    const page = await Document.findAll({ where, order: [['id', 'ASC']], limit: pageSize });
    const last = page.at(-1);
    if (!last) return;
    after = last.id;
    yield page;
  }
}

type Line = { business: string; document: string; name: string } & (
  | { readerVersion: { was: string | null; now: string }; differences: ReturnType<typeof differencesBetween> }
  | { refused: { code: string; message: string } }
);

/** Null for a document that is left alone: an invoice of it was taken over by the ledger program. */
async function rereadOne(
  document: Document,
  { config, storage, cage }: { config: Config; storage: Storage; cage: Cage },
  isApplied: boolean,
): Promise<Line | null> {
  const { database, objects } = storage;
  const { businessId, id: documentId, name, sealedPassword } = document;
  const taken = await row(
    database,
    `select from invoice_sources source join invoices item on item.id = source.invoice_id
     where source.document_id = $1 and item.state = 'taken-over' limit 1`,
    documentId,
  );
  if (taken) return null;
  const head = { business: businessId, document: documentId, name };
  try {
    const password = sealedPassword === null ? undefined : await openPassword(database, openMasterKeys(config), businessId, sealedPassword);
    const reading = await readFile(document, {
      database,
      objects,
      cage,
      isOcrNative: config.OCR_NATIVE,
      schemaFolder: config.NAV_XSD_DIR,
      password,
    });
    const was = document.reading as ReadingWire | null;
    const now = wireReading(reading);
    const differences = differencesBetween(
      { kind: was?.kind ?? 'other', invoices: was ? invoicesIn(was) : [] },
      { kind: now.kind, invoices: invoicesIn(now) },
    );
    const line = { ...head, readerVersion: { was: document.readerVersion, now: readerVersion }, differences };
    if (isApplied)
      await keepReading(document, reading, { database, sealedPassword: sealedPassword ?? undefined }, (transaction) =>
        enqueue(transaction, 'document', { businessId, documentId }),
      );
    return line;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { ...head, refused: { code: error.code, message: error.message } };
  }
}
