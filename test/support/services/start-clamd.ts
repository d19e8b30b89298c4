import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isScannerThere } from '#services/steps/scan/clamd.ts';
import { type Service, service } from './start-services.ts';

/** The harmless string by which scanners are tried out, in two halves so that this file is none. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** A real clamd whose only signature is the test string; it looks at 10 MB of a file. */
export async function startClamd(program: string): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-clamd-'));
  const socket = join(folder, 'clamd.sock');
  mkdirSync(join(folder, 'db'));
  writeFileSync(join(folder, 'db', 'test.ndb'), `Eicar-Signature:0:*:${Buffer.from(eicar).toString('hex')}\n`);
  const settings = [
    `LocalSocket ${socket}`,
    `DatabaseDirectory ${join(folder, 'db')}`,
    'Foreground yes',
    'StreamMaxLength 10M',
    `TemporaryDirectory ${folder}`,
  ];
  writeFileSync(join(folder, 'clamd.conf'), `${settings.join('\n')}\n`);
  const url = `unix:${socket}`;
  return service(url, { program, args: ['--config-file', join(folder, 'clamd.conf')], isReady: () => isScannerThere(url) }, folder);
}
