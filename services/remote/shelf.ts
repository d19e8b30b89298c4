import type { Readable } from 'node:stream';

/** One file that lies on a shelf. */
export type ShelfFile = { path: string; size: number; modifiedMs: number };

/** A folder somewhere from which files are taken: on this machine, behind SFTP, behind FTPS. Paths are relative to it, with `/`. */
export type Shelf = AsyncDisposable & {
  /** Finished files only, those already put away not among them. */
  list(): Promise<ShelfFile[]>;
  /** The file's bytes from an offset on. */
  read(path: string, from: number): Promise<Readable>;
  exists(path: string): Promise<boolean>;
  /** Makes the folders on the way; the target is a free name. */
  move(path: string, target: string): Promise<void>;
  remove(path: string): Promise<void>;
};

/** One on somebody else's server, to which files are written as well. */
export type RemoteShelf = Shelf & {
  /** In bytes; null where there is no such file. */
  sizeOf(path: string): Promise<number | null>;
  /** Copies a file of this machine there and makes the folders on the way; the server has all of it when this resolves. */
  write(path: string, file: string): Promise<void>;
  /** Bytes that still find room; null where the server does not tell. */
  freeBytes(): Promise<bigint | null>;
};

/** Where files go that were taken (H-120) or refused. */
export const awayFolders = { taken: 'feldolgozott', refused: 'elutasitott' } as const;

/** Deeper and longer than any folder that people keep; what lies beyond waits until there is room. */
export const maxDepth = 6;
export const maxFiles = 10_000;

/** Not a finished file: what copying programs write before they rename, and what operating systems leave behind. */
export const isUnfinished = (name: string): boolean =>
  /^(\.|~\$)|\.(part|filepart|tmp|crdownload)$/i.test(name) || name === 'Thumbs.db' || name === 'desktop.ini';

/** A folder as its protocol lists it. */
export type Listed = { name: string; isFolder: boolean; isFile: boolean; size: number; modifiedMs: number };

/** Walks a shelf to its bottom with the protocol's own way of listing one folder. */
export async function walk(listOne: (folder: string) => Promise<Listed[]>, folder = '', depth = 0): Promise<ShelfFile[]> {
  const files: ShelfFile[] = [];
  const entries = (await listOne(folder)).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, isFolder, isFile, size, modifiedMs } of entries) {
    if (files.length >= maxFiles) break;
    // Of names that a server makes up only plain ones are believed.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are not believed
    if (name === '' || /[/\u0000-\u001f]/.test(name) || isUnfinished(name)) continue;
    const path = folder === '' ? name : `${folder}/${name}`;
    if (isFile) files.push({ path, size, modifiedMs });
    const isAway = depth === 0 && (Object.values(awayFolders) as string[]).includes(name);
    if (isFolder && !isAway && depth < maxDepth) files.push(...(await walk(listOne, path, depth + 1)));
  }
  return files.slice(0, maxFiles);
}
