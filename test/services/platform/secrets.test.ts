import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { hashPassword, isPassword } from '#services/platform/passwords.ts';
import {
  masterKeysFrom,
  masterKeysInFile,
  newDataKey,
  newMasterKey,
  parseMasterKeys,
  seal,
  unseal,
  writeMasterKeys,
} from '#services/platform/secrets.ts';

test('LG-034 what is sealed opens only with its key, unchanged and in its place', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, context) => {
      const key = newDataKey();
      const sealed = seal(key, text, context);
      expect(unseal(key, sealed, context).toString()).toBe(Buffer.from(text).toString());
      expect(() => unseal(newDataKey(), sealed, context)).toThrow();
      expect(() => unseal(key, sealed, `${context}!`)).toThrow();
      const changed = Buffer.from(sealed.slice(3), 'base64url');
      changed[changed.length - 1]! ^= 1;
      expect(() => unseal(key, `v1.${changed.toString('base64url')}`, context)).toThrow();
    }),
    { numRuns: 50 },
  );
});

test('the same text is never sealed alike twice', () => {
  const key = newDataKey();
  expect(seal(key, 'x', '')).not.toBe(seal(key, 'x', ''));
});

test('a master key file is made once, for its owner only, and a rotation elsewhere is seen', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'a', 'master.key');
  const keys = masterKeysInFile(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(masterKeysInFile(path).current().id).toBe(keys.current().id);

  const [old, next] = [keys.current(), newMasterKey()];
  writeMasterKeys(path, [next, old]);
  expect(keys.find(next.id)?.id).toBe(next.id);
  expect(keys.current().id).toBe(next.id);
  expect(keys.find(old.id)?.id).toBe(old.id);
});

test('bad master keys are refused in plain words that do not show them', () => {
  expect(() => parseMasterKeys('')).toThrow('empty');
  expect(() => masterKeysFrom('c2hvcnQ=')).toThrow('32 bytes');
  expect(() => masterKeysFrom('c2hvcnQ=')).not.toThrow('c2hvcnQ');
});

test('H-017 passwords are kept as argon2id, salted, and compared in any Unicode form', async () => {
  const hash = await hashPassword('Árvíztűrő tükörfúrógép');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await hashPassword('Árvíztűrő tükörfúrógép')).not.toBe(hash);
  expect(await isPassword('Árvíztűrő tükörfúrógép'.normalize('NFD'), hash)).toBe(true);
  expect(await isPassword('árvíztűrő tükörfúrógép', hash)).toBe(false);
  expect(await isPassword('anything at all', null)).toBe(false);
});
