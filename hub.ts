import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { BadSettings } from './services/platform/bad-settings.ts';

// What was compiled once is read the next time, half a second of every start. It leaves with the packages; where the
// checkout cannot be written to, each start compiles.
enableCompileCache(fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url)));

/**
 * The command table. Every command is a module in `services/commands/`, loaded only when it is asked for,
 * with one function `run(args)` that answers the exit status.
 */
type Command = { run(args: string[]): Promise<number> };

const commands: Record<string, { load: () => Promise<Command>; says: string }> = {
  demo: { load: () => import('./services/commands/demo.ts'), says: 'the sample office in a throw-away folder' },
  test: { load: () => import('./services/commands/test.ts'), says: 'run the tests; `test long` for those that take hours' },
  start: { load: () => import('./services/commands/start.ts'), says: 'the real thing; or one role: start web | worker | doors' },
  doctor: { load: () => import('./services/commands/doctor.ts'), says: 'what is wrong, and what to do' },
  read: { load: () => import('./services/commands/read.ts'), says: 'what the machine understands of documents: read FILE…' },
  mail: { load: () => import('./services/commands/mail.ts'), says: 'the parts of mails and their fates: mail FILE…' },
  statement: { load: () => import('./services/commands/statement.ts'), says: 'the transactions of bank files: statement FILE…' },
  match: { load: () => import('./services/commands/match.ts'), says: 'open items against transactions' },
  reread: { load: () => import('./services/commands/reread.ts'), says: "history read again by today's readers; shows before it changes" },
  operator: {
    load: () => import('./services/commands/operator.ts'),
    says: 'what only the operator may do: end an accountant, separate, legal hold, terms',
  },
  keys: { load: () => import('./services/commands/keys.ts'), says: 'a new master key: keys rotate' },
  backup: { load: () => import('./services/commands/backup.ts'), says: 'a copy of all rows and files while the hub works: backup DIR' },
  restore: { load: () => import('./services/commands/restore.ts'), says: 'a backup into an empty installation: restore DIR' },
  bench: { load: () => import('./services/commands/bench.ts'), says: 'measurements: bench NAME' },
};

const [name, ...args] = process.argv.slice(2);
const command = name === undefined ? undefined : commands[name];
if (!command) {
  if (name !== undefined && !['help', '--help', '-h'].includes(name)) console.error(`hub: there is no command "${name}"`);
  console.error(
    `usage: ./hub COMMAND\n${Object.entries(commands)
      .map(([each, { says }]) => `  ${each.padEnd(10)} ${says}`)
      .join('\n')}`,
  );
  process.exit(2);
}
try {
  process.exitCode = await (await command.load()).run(args);
} catch (error) {
  if (!(error instanceof BadSettings)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
