import { access, constants } from 'node:fs/promises';
import { basename } from 'node:path';
import { openCage } from '#services/cage/cage.ts';
import { DomainError } from '#services/domain/errors.ts';
import type { UnpackedMail } from '#services/domain/mail-tree.ts';

/** `./hub mail FILE…`: one JSON object a line; exit 1 when a file could not be opened, 2 for wrong usage. */
export async function run(args: string[]): Promise<number> {
  if (args.length === 0 || args.some((arg) => arg.startsWith('-'))) {
    console.error('usage: ./hub mail FILE…');
    return 2;
  }
  await using cage = openCage({ size: 1 });
  let status = 0;
  for (const file of args) {
    try {
      await access(file, constants.R_OK);
    } catch (error) {
      console.error(`hub mail: ${file}: ${error instanceof Error ? error.message : 'cannot be opened'}`);
      status = 1;
      continue;
    }
    try {
      await write({ file, ...lineOf(await cage.run('unpack-mail', { file, name: basename(file) })) });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const refused = { code: error.code, message: error.message };
      await write({ file, ...nothing, fate: 'review', because: error.code, parts: [], refused, warnings: [] });
    }
  }
  return status;
}

const nothing = { messageId: null, from: null, to: [], subject: null, date: null };

/** Without the names of the files in the cage, which are gone with it. */
function lineOf({ parts, messages, ...mail }: UnpackedMail): object {
  return {
    ...mail,
    parts: parts.map(({ file: _, ...part }) => part),
    ...(messages ? { messages: messages.map(lineOf) } : {}),
  };
}

/** Waits for a slow reader of our output, so a long line is never cut at the end of the process. */
const write = (line: unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(`${JSON.stringify(line)}\n`, (error) => (error ? reject(error) : resolve()));
  });
