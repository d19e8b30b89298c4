import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { en } from '#web/ui/texts/en.ts';
import { hu } from '#web/ui/texts/hu.ts';

const services = fileURLToPath(new URL('../../../services/', import.meta.url));
/** The source of everything that writes the audit. */
const sources = globSync('{actions,register}/**/*.ts', { cwd: services })
  .map((file) => readFileSync(services + file, 'utf8'))
  .filter((text) => text.includes('appendAudit'));
const found = (form: RegExp) => [...new Set(sources.flatMap((text) => [...text.matchAll(form)].map(([, word]) => word!)))];

test.each([
  ['act', 'action', found(/action: '([a-z-]+\.[a-z-]+)'/g)],
  ['object', 'subject', found(/subject: \{ type: '([a-z-]+)'/g)],
] as const)('every %s that is written to the audit has words in both languages', (_, table, codes) => {
  expect(codes.length).toBeGreaterThan(10);
  for (const words of [hu, en]) expect(codes.filter((code) => !(code in words.audit[table]))).toEqual([]);
});
