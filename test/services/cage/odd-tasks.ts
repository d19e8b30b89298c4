import { writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { TaskTable } from '#services/cage/tasks.ts';
import { DomainError } from '#services/domain/errors.ts';

/** Readers that behave as hostile files make readers behave. */
export const tasks = {
  count: async ({ file }) => ({ bytes: (await readFile(file)).length, pid: process.pid, big: 12n }),
  write: async ({ outputFolder }, { text }) => {
    await writeFile(join(outputFolder, 'page-1.txt'), String(text));
    return { file: 'page-1.txt' };
  },
  spin: async () => {
    for (;;);
  },
  pages: async ({ progress }, { pages, eachMs }) => {
    for (let page = 1; page <= Number(pages); page++) {
      await new Promise((resolve) => setTimeout(resolve, Number(eachMs)));
      progress(page);
    }
    return { pages };
  },
  eat: async (_, { eachMs }) => {
    const eaten: Buffer[] = [];
    for (;;) {
      eaten.push(Buffer.alloc(16 * 1024 * 1024, 1));
      await new Promise((resolve) => setTimeout(resolve, Number(eachMs)));
    }
  },
  die: async () => process.abort(),
  refuse: async () => {
    throw new DomainError('encrypted', 'a password is needed', { page: 3 });
  },
  stumble: async () => {
    throw new TypeError('x is not a function');
  },
  'write-outside': async (_, { path }) => {
    writeFileSync(String(path), 'here');
    return {};
  },
  'read-outside': async () => ({ text: await readFile('/etc/passwd', 'utf8') }),
  environment: async () => ({ names: Object.keys(process.env).sort() }),
  call: async (_, { port }) =>
    new Promise<{ reached: boolean; code: string }>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('connect', () => resolve({ reached: true, code: '' }));
      socket.on('error', (error: NodeJS.ErrnoException) => resolve({ reached: false, code: error.code ?? '' }));
    }),
} satisfies TaskTable;
