import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** `./hub test [long] [FILTER…]`: all tests; `long` adds the fault, fuzz and load tests, which may take hours. */
export async function run(args: string[]): Promise<number> {
  const isLong = args[0] === 'long';
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...args.slice(isLong ? 1 : 0)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...(isLong ? { HUB_TEST: 'long' } : {}) },
  });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}
