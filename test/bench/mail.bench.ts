import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCage } from '#services/cage/cage.ts';
import type { UnpackedMail, UnpackedPart } from '#services/domain/mail-tree.ts';
import { sharedFolder } from '../support/shared.ts';

type Attachment = {
  name?: string;
  contentType?: string;
  size?: number;
  sha256?: string;
  part?: string;
  embeddedMessage?: true;
  nameUncertain?: true;
  contentLength?: number;
};
type Listed = {
  file: string;
  format: string;
  expected: { attachments?: Attachment[]; documents?: number; subject?: string; subjectUncertain?: true };
};

/** A figure of docs/quality.md §2; `reference` is what there was to find. */
const figure = (name: string, value: number, reference: number, must: number | null) => ({
  name,
  value,
  unit: 'count',
  reference,
  ratio: null,
  n: reference,
  must,
  aim: must,
});

/** `./hub bench mail [FOLDER]`: lost attachments and wrong names against a manifest of mails; each miss is named on stderr. */
export async function run(args: string[]) {
  const folder = args.find((arg) => !arg.startsWith('-')) ?? join(sharedFolder() ?? '.', 'corpus/emails');
  const { files }: { files: Listed[] } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  await using cage = openCage({ size: 2 });
  const tally = { attachments: 0, lost: 0, names: 0, wrongNames: 0, paths: 0, wrongPaths: 0, subjects: 0, wrongSubjects: 0, failed: 0 };
  const say = (file: string, what: string, detail: unknown) => console.error(`${file}: ${what}`, JSON.stringify(detail));

  for (const { file, expected } of files) {
    const mail: UnpackedMail | null = await cage.run('unpack-mail', { file: join(folder, file), name: file }).catch((error: Error) => {
      tally.failed += 1;
      say(file, 'failed', error.message);
      return null;
    });
    const parts = mail ? [...mail.parts, ...(mail.messages ?? []).flatMap((message) => message.parts)] : [];
    const free = new Set(parts);
    for (const attachment of expected.attachments ?? []) {
      tally.attachments += 1;
      const alike = [...free].filter((part) => isSame(part, attachment));
      const found =
        alike.find((part) => part.path === attachment.part) ??
        alike[0] ??
        (attachment.sha256 ? undefined : [...free].find((part) => part.path === attachment.part));
      if (!found) {
        tally.lost += 1;
        say(file, 'lost', attachment);
        continue;
      }
      free.delete(found);
      if (attachment.part !== undefined) {
        tally.paths += 1;
        if (found.path !== attachment.part) {
          tally.wrongPaths += 1;
          say(file, `path ${found.path}`, attachment);
        }
      }
      if (attachment.name === undefined || attachment.nameUncertain) continue;
      tally.names += 1;
      if (found.name !== bareName(attachment.name)) {
        tally.wrongNames += 1;
        say(file, `name ${found.name}`, attachment.name);
      }
    }
    if (expected.subject !== undefined && !expected.subjectUncertain && mail) {
      tally.subjects += 1;
      if (squeezed(mail.subject ?? '') !== squeezed(expected.subject)) {
        tally.wrongSubjects += 1;
        say(file, `subject ${mail.subject?.slice(0, 200)}`, expected.subject.slice(0, 200));
      }
    }
  }
  return {
    bench: 'mail',
    figures: [
      figure('mails read', files.length - tally.failed, files.length, files.length),
      figure('attachments lost', tally.lost, tally.attachments, 0),
      figure('names wrong', tally.wrongNames, tally.names, 0),
      figure('places wrong', tally.wrongPaths, tally.paths, 0),
      figure('subjects that differ from another reader', tally.wrongSubjects, tally.subjects, null),
    ],
  };
}

/** By SHA-256; a message inside by its place; an Outlook attachment by its name and size, its hash is not in the manifest. */
function isSame(part: UnpackedPart, { sha256, part: path, contentLength, name }: Attachment): boolean {
  if (sha256 !== undefined) return part.sha256 === sha256;
  return path === undefined ? part.name === name && part.size === contentLength : part.path === path;
}

/** A name's folders are no part of it (H-069). */
const bareName = (name: string): string => name.split(/[/\\]/).at(-1) ?? '';
const squeezed = (text: string): string => text.replace(/\s+/gu, ' ').trim();
