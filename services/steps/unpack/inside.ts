import type { Budget, Entry } from './container.ts';
import { spend } from './container.ts';
import { oleFile } from './ole-object.ts';
import { embeddedFiles } from './pdf-files.ts';
import { unzip } from './zip.ts';

const officeType = /^application\/vnd\.(openxmlformats-officedocument\.|ms-(word|excel|powerpoint)\.)/;
/** ECMA-376 part 1 §15.2.10: embedded objects and packages. */
const embedding = /^(word|xl|ppt)\/embeddings\/[^/]+$/;

/**
 * The files that a document carries beside what it shows: attachments and portfolios of PDFs, objects in office files.
 * The document stays what it is.
 *
 * @throws DomainError `too-many-entries`, `too-large-unpacked`
 */
export async function filesInside(bytes: Buffer, mediaType: string, budget: Budget, password?: string): Promise<Entry[]> {
  if (mediaType === 'application/pdf') {
    const files = await embeddedFiles(bytes, password);
    return files.map(({ name, mediaType: declared, bytes: content }) => {
      spend(budget, content.length);
      // The XML of a hybrid invoice is read with its page, as one.
      const isData = /^(application|text)\/xml$/.test(declared) || /\.xml$/i.test(name);
      return { name, mediaType: declared, bytes: Buffer.from(content), ...(isData ? { because: 'own-data' as const } : {}) };
    });
  }
  if (!officeType.test(mediaType) || !bytes.includes('/embeddings/')) return [];
  const entries = await unzip(bytes, budget, password, embedding);
  return entries.map(({ name, bytes: content, because }) => {
    const bare = name.split('/').at(-1) ?? name;
    if (because) return { name: bare, bytes: content, because };
    return /\.bin$/i.test(bare) ? oleFile(bare, content) : { name: bare, bytes: content };
  });
}
