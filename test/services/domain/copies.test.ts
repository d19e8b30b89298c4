import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copyPlace } from '#services/domain/copies.ts';
import { overlap } from '#services/domain/file-server.ts';
import { documentKinds } from '#services/domain/reading.ts';

const document = {
  baseNumber: '98000013',
  kind: 'invoice' as const,
  issuedOn: '2026-10-31',
  receivedOn: '2026-11-02',
  partner: 'Minta Őr Kft.',
  number: 'SZ-2026/0311',
  name: 'scan0001.PDF',
  sha256: '1a2b3c4d'.padEnd(64, '0'),
};

test('H-120 a copy lies under base number, year, month and kind, by its partner and number, in the language of who asked for it', () => {
  expect(copyPlace(document, 'hu')).toEqual({ stem: '98000013/2026/10/szamla/Minta Őr Kft. SZ-2026_0311 1a2b3c4d', ending: '.pdf' });
  expect(copyPlace(document, 'en').stem).toBe('98000013/2026/10/invoice/Minta Őr Kft. SZ-2026_0311 1a2b3c4d');
  const unread = { ...document, kind: null, issuedOn: null, partner: null, number: null };
  expect(copyPlace(unread, 'hu')).toEqual({ stem: '98000013/2026/11/egyeb/scan0001 1a2b3c4d', ending: '.pdf' });
  expect(copyPlace({ ...unread, name: '...' }, 'hu')).toEqual({ stem: '98000013/2026/11/egyeb/1a2b3c4d', ending: '' });
});

test('H-120 whatever a document is called, its copy stays in its own folder under a name that every system takes', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('../../x', '.ssh/authorized_keys', 'a\r\nDELE b', '..', ' ', '𝒜'.repeat(200)),
  );
  fc.assert(
    fc.property(text, fc.option(text), fc.option(text), fc.constantFrom(...documentKinds), (name, partner, number, kind) => {
      const { stem, ending } = copyPlace({ ...document, name, partner, number, kind }, 'hu');
      const parts = `${stem}${ending}`.split('/');
      expect(parts).toHaveLength(5);
      expect(parts[4]).toMatch(/1a2b3c4d(\.[a-z0-9]{1,8})?$/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not be there
      expect(parts[4]).not.toMatch(/^[.\s]|[\u0000-\u001f<>:"\\|?*]/);
      expect(Buffer.byteLength(parts[4]!)).toBeLessThan(250);
    }),
  );
});

test('H-120 folders of the same account overlap when one is, or holds, the other', () => {
  const at = (folder: string, given = {}) => ({ host: 'sftp.pelda.hu', port: 22, username: 'hub', folder, ...given });
  for (const [one, other, is] of [
    ['/ki', 'ki/', true],
    ['', '/ki', true],
    ['/ki', '/', true],
    ['/ki/a', '/ki', true],
    ['/ki', '/kiado', false],
    ['/be', '/ki', false],
  ] as const)
    expect([one, other, overlap(at(one), at(other))]).toEqual([one, other, is]);
  expect(overlap(at('/ki'), at('/ki', { username: 'más' }))).toBe(false);
  expect(overlap(at('/ki'), at('/ki', { host: 'SFTP.pelda.hu' }))).toBe(true);
});
