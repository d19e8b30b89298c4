import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Who may import whom, most particular room first. What is not named here may be imported by nobody outside its own room. */
const rooms: readonly { room: string; may: readonly string[] }[] = [
  { room: 'services/domain', may: [] },
  { room: 'services/platform', may: ['services/domain'] },
  // What speaks to a bank knows neither a table nor a person.
  { room: 'services/connectors', may: ['services/domain', 'services/platform'] },
  // Other people's servers: doors take from them, copies go to them.
  { room: 'services/remote', may: ['services/domain', 'services/platform'] },
  { room: 'services/copies', may: ['services/domain', 'services/platform', 'services/remote', 'storage'] },
  // Steps see one another only through `step.ts`, what all of them are.
  { room: 'services/steps/step.ts', may: ['services/domain', 'services/platform', 'services/cage', 'storage'] },
  { room: 'services/steps/*', may: ['services/domain', 'services/platform', 'services/register', 'services/steps/step.ts', 'storage'] },
  { room: 'services/register', may: ['services/domain', 'services/platform', 'storage'] },
  // The matcher is pure: what people do may ask it.
  {
    room: 'services/actions',
    may: ['services/domain', 'services/platform', 'services/connectors', 'services/register', 'services/steps/match', 'storage'],
  },
  // These compose: the pure reading of a document, the processes it runs in, the way of a document, the commands.
  { room: 'services/read-document.ts', may: ['services'] },
  { room: 'services/read-bank-file.ts', may: ['services/domain', 'services/steps'] },
  { room: 'services/read-parts.ts', may: ['services'] },
  { room: 'services/print-body.ts', may: ['services'] },
  { room: 'services/cage', may: ['services'] },
  { room: 'services/pipeline.ts', may: ['services', 'storage'] },
  { room: 'services/commands', may: ['*'] },
  { room: 'services/main.ts', may: ['*'] },
  { room: 'storage', may: ['services/domain', 'services/platform'] },
  { room: 'ingest/main.ts', may: ['*'] },
  { room: 'ingest', may: ['services/domain', 'services/platform', 'services/remote', 'services/cage', 'storage'] },
  { room: 'web/contract', may: ['services/domain'] },
  { room: 'web/ui', may: ['web/contract', 'services/domain'] },
  { room: 'web/main.ts', may: ['*'] },
  { room: 'web/app.ts', may: ['web/api', 'services/domain', 'services/platform', 'services/actions', 'storage'] },
  { room: 'web/metrics.ts', may: ['storage'] },
  {
    room: 'web/api',
    may: [
      'web/contract',
      'services/actions',
      'services/connectors',
      'services/domain',
      'services/platform',
      'storage',
      'ingest/receive.ts',
    ],
  },
];

const isIn = (file: string, room: string): boolean =>
  room === '*' || (room.endsWith('/*') ? file.startsWith(room.slice(0, -1)) : file === room || file.startsWith(`${room}/`));

/** The room of a file; of `services/steps/*` the single step. */
function roomOf(file: string): { room: string; may: readonly string[] } | undefined {
  const found = rooms.find(({ room }) => isIn(file, room));
  if (!found?.room.endsWith('/*')) return found;
  return { room: file.split('/').slice(0, 3).join('/'), may: found.may };
}

const sources = globSync('{services,ingest,storage,web}/**/*.{ts,tsx}', {
  cwd: root,
  exclude: (name) => name.includes('node_modules') || name.includes('dist'),
});

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = [
    ...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'"\n;]*?from\s+'([^']+)'|(?:^|\n)import\s+'([^']+)'|import\('([^']+)'\)/g),
  ];
  // Multi-line imports end with their own `from`.
  const multiLine = [...text.matchAll(/\n\}\s*from\s+'([^']+)'/g)];
  return [...found, ...multiLine]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
    .flatMap((specifier) => {
      if (specifier.startsWith('#')) return [specifier.slice(1)];
      if (specifier.startsWith('.')) return [relative(root, join(root, dirname(file), specifier))];
      return [];
    });
}

test('every import goes down, as the table says', () => {
  const wrong = sources.flatMap((file) => {
    const own = roomOf(file);
    if (!own) return [`${file} is in no room of the table`];
    return importsOf(file)
      .filter((target) => !isIn(target, own.room) && roomOf(target)?.room !== own.room && !own.may.some((room) => isIn(target, room)))
      .map((target) => `${file} imports ${target}`);
  });
  expect(wrong).toEqual([]);
});

test('the environment is read in commands and mains only; handing it on to a child process is no reading', () => {
  const readers = sources.filter((file) => {
    const text = readFileSync(join(root, file), 'utf8').replaceAll('...process.env', '');
    return text.includes('process.env') && !/services\/commands\/|main\.ts$|services\/cage\/|vite\.config\.ts$/.test(file);
  });
  expect(readers).toEqual([]);
});
