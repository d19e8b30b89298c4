import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import { unpackMail } from '#services/steps/unpack/unpack.ts';

const mails = new URL('../../../../fixtures/office/mails/', import.meta.url);

test.each(readdirSync(mails))('H-061 what a second reader finds attached to %s is among our parts', async (name) => {
  const raw = readFileSync(new URL(name, mails));
  const { attachments } = await simpleParser(raw, { keepCidLinks: true });
  const { parts } = await unpackMail(raw, { name, outputFolder: mkdtempSync(join(tmpdir(), 'bizonylat-unpack-')) });
  const ours = new Set(parts.map(({ sha256 }) => sha256));
  const theirs = attachments
    .filter(({ contentType }) => contentType !== 'message/rfc822')
    .map(({ content }) => createHash('sha256').update(content).digest('hex'));
  expect(theirs.filter((hash) => !ours.has(hash))).toEqual([]);
});
