import { readFile } from 'node:fs/promises';

/** What a reader process is handed with its task. */
export type Desk = {
  /** The caller's file, copied into the scratch folder. */
  file: string;
  /** Where large results are written; a result names them by paths relative to this folder. */
  outputFolder: string;
  /** Renews the clock: to be called whenever a page (or a part) is done. */
  progress: (done: number) => void;
};
export type Task = (desk: Desk, options: Record<string, unknown>) => Promise<unknown>;
export type TaskTable = Record<string, Task>;

/**
 * Every reader of untrusted bytes, loaded only in the process that runs it.
 * A reader is a function of a file's bytes and plain options that answers plain values.
 */
export const tasks = {
  'read-document': async (desk, options) => {
    const { readDocument } = await import('#services/read-document.ts');
    return readDocument(await readFile(desk.file), { ...options, progress: desk.progress });
  },
  'read-statement': async ({ file }, options) => {
    const { readBankFile } = await import('#services/read-bank-file.ts');
    return readBankFile(await readFile(file), options);
  },
  'render-page': async ({ file }, { name, page, maxWidth, rotationDegrees, password }) => {
    const { identify } = await import('#services/domain/identify/identify.ts');
    const { renderPage } = await import('#services/steps/read-text/render-page.ts');
    const bytes = await readFile(file);
    return renderPage(bytes, identify(bytes, typeof name === 'string' ? name : null).form, Number(page), {
      maxWidth: Number(maxWidth),
      rotationDegrees: Number(rotationDegrees ?? 0),
      ...(typeof password === 'string' ? { password } : {}),
    });
  },
  'unpack-mail': async ({ file, outputFolder }, options) => {
    const { unpackMail } = await import('#services/steps/unpack/unpack.ts');
    const print = options['receiptsInBody'] === true ? { print: (await import('#services/print-body.ts')).printBody } : {};
    return unpackMail(await readFile(file), { ...unpackOptions(options), ...print, outputFolder });
  },
  'unpack-archive': async ({ file, outputFolder }, options) => {
    const { unpackArchive } = await import('#services/steps/unpack/unpack.ts');
    return unpackArchive(await readFile(file), { ...unpackOptions(options), outputFolder });
  },
} satisfies TaskTable;

/** `name`: the file's own name; `password`: tried once; `passwords`: the business's own; `wanted`: the path of a part that a person wants. */
const unpackOptions = ({ name, password, passwords, wanted }: Record<string, unknown>) => ({
  name: typeof name === 'string' ? name : null,
  ...(typeof password === 'string' ? { password } : {}),
  ...(Array.isArray(passwords) ? { passwords: passwords.map(String) } : {}),
  ...(typeof wanted === 'string' ? { wanted } : {}),
});
