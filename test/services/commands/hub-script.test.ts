import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

test('./hub runs where one stands, so names of files are meant from there', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'bizonylat-script-')));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [home, elsewhere] = [join(folder, 'the hub'), join(folder, 'elsewhere')];
  for (const each of [home, elsewhere, join(home, 'node_modules')]) mkdirSync(each);
  copyFileSync(fileURLToPath(new URL('../../../hub', import.meta.url)), join(home, 'hub'));
  // Nothing to install: what is installed is newer than the lock.
  writeFileSync(join(home, 'package-lock.json'), '');
  execFileSync('touch', ['-d', '1 minute ago', join(home, 'package-lock.json')]);
  writeFileSync(join(home, 'node_modules', '.package-lock.json'), '');
  writeFileSync(join(home, 'hub.ts'), 'console.log(JSON.stringify([process.cwd(), ...process.argv.slice(2)]))');
  const said = execFileSync('sh', ['../the hub/hub', 'read', '../x y.pdf'], { cwd: elsewhere, encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual([elsewhere, 'read', '../x y.pdf']);
});

test.for([['keys', 'rotate'], ['backup', 'elsewhere'], ['start']])(
  '%s: a setting that is none ends it with 2 and its name, nothing begun',
  (words) => {
    const hub = fileURLToPath(new URL('../../../hub.ts', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [hub, ...words], { env: { ...process.env, READERS: 'many' }, encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^cannot start with these settings:[\s\S]*READERS/);
  },
);
