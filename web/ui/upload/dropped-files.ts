/** Every file of a drop, folders walked to their bottom. */
export async function droppedFiles(transfer: DataTransfer): Promise<{ file: File; path: string }[]> {
  // The entries must be taken before the first wait: the browser empties the transfer afterwards.
  const items = [...transfer.items].map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  // A picture dragged from another page is a file without a place.
  const found = await Promise.all(items.map(({ entry, file }) => (entry ? walk(entry) : file ? [{ file, path: file.name }] : [])));
  return found.flat();
}

async function walk(entry: FileSystemEntry): Promise<{ file: File; path: string }[]> {
  if (entry instanceof FileSystemFileEntry) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    // Hidden files of the operating system are nobody's vouchers.
    return file.name.startsWith('.') || file.name === 'Thumbs.db' ? [] : [{ file, path: entry.fullPath.replace(/^\//, '') }];
  }
  if (!(entry instanceof FileSystemDirectoryEntry)) return [];
  const reader = entry.createReader();
  const files: { file: File; path: string }[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return files;
    for (const child of some) files.push(...(await walk(child)));
  }
}

export const chosenFiles = (list: FileList | null): { file: File; path: string }[] =>
  [...(list ?? [])].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
