import { DomainError } from '#services/domain/errors.ts';
import { identify } from '#services/domain/identify/identify.ts';
import { type Budget, type Entry, spend } from './container.ts';
import { openLockedOffice } from './locked-office.ts';
import { oleFile } from './ole-object.ts';
import { carriedFiles } from './pdf-files.ts';
import { unzip } from './zip.ts';

const officeType = /^application\/vnd\.(openxmlformats-officedocument\.|ms-(word|excel|powerpoint)\.)/;
/** ECMA-376 part 1 §15.2.10: embedded objects and packages. */
const embedding = /^(word|xl|ppt)\/embeddings\/[^/]+$/;

/**
 * What one document carries unasked. Invoices carry their XML, a timesheet, a delivery note; one with more is rather a
 * bundle that somebody made, or a flood: a person says whether each of its files is to become a document.
 */
const mostCarried = 10;

export type Opening = {
  password?: string | undefined;
  /** A person asked for the files: they are taken out up to the limits of a container. */
  isWanted: boolean;
};

/**
 * The files that a document carries beside what it shows: attachments and portfolios of PDFs, objects in office files.
 * The document stays what it is. A portfolio is a container by its own word, so a container's limits are its own.
 *
 * @throws DomainError `too-many-attachments`, `too-many-entries`, `too-large-unpacked`
 */
export async function filesInside(bytes: Buffer, mediaType: string, budget: Budget, opening: Opening): Promise<Entry[]> {
  const { entries, isPortfolio } = await entriesInside(...openedOf(bytes, mediaType, opening.password), budget, opening.password);
  const limit = mostCarried;
  if (!isPortfolio && !opening.isWanted && entries.filter(({ because }) => because === undefined).length > limit)
    throw new DomainError('too-many-attachments', 'carries more files than are taken out unasked', { limit });
  return entries;
}

/** A locked office file is looked into once its password is there; a wrong one is told by the reader of its text. */
function openedOf(bytes: Buffer, mediaType: string, password: string | undefined): [Buffer, string] {
  if (mediaType !== 'application/x-encrypted-office' || password === undefined) return [bytes, mediaType];
  try {
    const opened = openLockedOffice(bytes, password);
    return [opened, identify(opened).mediaType];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return [bytes, mediaType];
  }
}

async function entriesInside(
  bytes: Buffer,
  mediaType: string,
  budget: Budget,
  password: string | undefined,
): Promise<{ entries: Entry[]; isPortfolio: boolean }> {
  if (mediaType === 'application/pdf') {
    const { files, isPortfolio } = await carriedFiles(bytes, password);
    const entries = files.map(({ name, mediaType: declared, bytes: content }) => {
      spend(budget, content.length);
      // The XML of a hybrid invoice is read with its page, as one.
      const isData = /^(application|text)\/xml$/.test(declared) || /\.xml$/i.test(name);
      return { name, mediaType: declared, bytes: Buffer.from(content), ...(isData ? { because: 'own-data' as const } : {}) };
    });
    return { entries, isPortfolio };
  }
  if (!officeType.test(mediaType) || !bytes.includes('/embeddings/')) return { entries: [], isPortfolio: false };
  const objects = await unzip(bytes, budget, password, embedding);
  const entries = objects.map(({ name, bytes: content, because }) => {
    const bare = name.split('/').at(-1) ?? name;
    if (because) return { name: bare, bytes: content, because };
    return /\.bin$/i.test(bare) ? oleFile(bare, content) : { name: bare, bytes: content };
  });
  return { entries, isPortfolio: false };
}
