import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { formats } from '#services/steps/read-statement/formats.ts';
import { readStatement } from '#services/steps/read-statement/read-statement.ts';

const root = fileURLToPath(new URL('../../../../fixtures/bank/', import.meta.url));
const fixtures = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(csv|tsv|xml|sta|txt|xlsx?)$/.test(path))
  .sort();

/** Dropping a file into `fixtures/bank/<format>/` is a new test; `vitest -u` writes its golden file for a person to read. */
test.each(fixtures)('B-068 %s reads as recorded', async (path) => {
  const { guess: _, ...reading } = await readStatement(readFileSync(root + path), { name: basename(path) });
  expect(reading.format).toBe(path.split('/')[0]);
  const golden = JSON.stringify(reading, (_key, value) => (typeof value === 'bigint' ? String(value) : value), 2);
  await expect(`${golden}\n`).toMatchFileSnapshot(`${root}${path}.golden.json`);
});

test('every format has a fixture', () => {
  const folders = new Set(fixtures.map((path) => path.split('/')[0]));
  expect(formats.map((format) => format.name).filter((name) => !folders.has(name))).toEqual([]);
});
