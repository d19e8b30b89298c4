import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../platform/config.ts';
import { freePort } from '../platform/free-port.ts';
import { stopRequested } from '../platform/shutdown.ts';
import { makeOffice, type Ready } from './demo/office.ts';
import { sendSample } from './demo/sample.ts';
import { startHub } from './start.ts';

const usage = 'usage: ./hub demo [--json] [--empty] [--port N] [--smtp-port N]';

/** `./hub demo`: everything on the embedded default in a throw-away folder, with the sample office coming in through the real doors. */
export async function run(args: string[]): Promise<number> {
  const options = read(args);
  if (options === null) {
    console.error(usage);
    return 2;
  }
  const stop = stopRequested();
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-demo-'));
  chmodSync(folder, 0o711); // as root, PostgreSQL runs as another user, who passes through
  try {
    const webPort = options.port || (await freePort());
    const config = readConfig({
      LOG_LEVEL: 'error',
      // Nothing leaves this machine unless somebody says so.
      MNB_RATES_URL: 'off',
      ...process.env,
      // A demo never touches what a real hub keeps, whatever the environment names.
      DATABASE_URL: '',
      REDIS_URL: '',
      S3_ENDPOINT: '',
      SMTP_OUT_URL: '',
      HUB_DATA: folder,
      WEB_PORT: String(webPort),
      SMTP_PORT: String(options.smtpPort),
      MAIL_DOMAIN: 'bizonylat.localhost',
      PUBLIC_URL: `http://127.0.0.1:${webPort}`,
    });
    await using hub = await startHub(config, undefined, { hasMailbox: true });
    const office = await makeOffice(hub.house);
    const ready: Ready = { url: hub.webUrl!, smtp: hub.smtpAddress!, mailbox: `${hub.webUrl}/demo/mailbox`, ...office };
    if (options.json) console.log(JSON.stringify(ready));
    else console.log(welcome(ready));
    const sample = options.empty
      ? null
      : sendSample(ready).catch((error: Error) => console.error(`the sample could not be sent: ${error.message}`));
    await stop;
    await sample;
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(args: string[]): { json: boolean; empty: boolean; port: number; smtpPort: number } | null {
  try {
    const { values } = parseArgs({
      args,
      options: {
        json: { type: 'boolean', default: false },
        empty: { type: 'boolean', default: false },
        port: { type: 'string', default: '8080' },
        'smtp-port': { type: 'string', default: '2525' },
      },
    });
    const [port, smtpPort] = [Number(values.port), Number(values['smtp-port'])];
    if (![port, smtpPort].every((each) => Number.isInteger(each) && each >= 0 && each <= 65_535)) return null;
    return { json: values.json, empty: values.empty, port, smtpPort };
  } catch {
    return null; // an unknown option: the usage says which there are
  }
}

const welcome = ({ url, smtp, mailbox, accountant, businesses }: Ready): string => `
Bizonylat is open:  ${url}

  accountant   ${accountant.email}   ${accountant.password}
${businesses.map(({ name, owner, mailAddress }) => `  ${name}\n    owner      ${owner.email}   ${owner.password}\n    mail to    ${mailAddress}`).join('\n')}

  mails in     ${smtp}
  mails out    ${mailbox}
  API          ${url}/api/docs

The sample vouchers are coming in now. Ctrl-C ends it and leaves nothing behind.
`;
