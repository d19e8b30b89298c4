import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { voucherPdf } from '#fixtures/office/voucher-pdf.ts';
import { aBusiness, anUpload, ingestDeps } from '#test/support/builders.ts';
import { spawnHub } from '#test/support/hub.ts';
import { aVoucher, reportedXml } from '#test/support/vouchers.ts';
import { type Figure, rounded } from './figures.ts';
import { benchDatabase } from './large-register.ts';

const usual = 1_000;
/** Of ten documents so many are PDFs with text, the others NAV data. */
const pdfsOfTen = 6;

/** `./hub reread` over the history of one business as an older reader left it: what would change is shown, nothing is stored. */
export async function run(args: string[]): Promise<{ bench: string; figures: Figure[] }> {
  const count = Number(args.find((arg) => /^\d+$/.test(arg)) ?? usual);
  await using bench = await benchDatabase();
  const business = await aBusiness();
  const deps = ingestDeps(bench.database);
  try {
    for (let at = 0; at < count; at++) {
      const voucher = aVoucher({ number: `RR-2026/${at}` });
      const isPdf = at % 10 < pdfsOfTen;
      await anUpload(
        deps,
        business.id,
        isPdf ? Buffer.from(await voucherPdf(voucher)) : reportedXml(voucher),
        `${at}.${isPdf ? 'pdf' : 'xml'}`,
      );
    }
    await bench.database.query(`update documents set state = 'ready', reader_version = '0'`);
    console.error(`reread: ${count} documents are there`);
    const startedAt = performance.now();
    await using hub = spawnHub(['reread', '--business', business.id], { DATABASE_URL: bench.url, HUB_DATA: deps.folder });
    let differing = 0;
    hub.child.stdout?.on('data', (chunk) => (differing += String(chunk).split('\n').length - 1));
    const [code] = (await once(hub.child, 'close')) as [number];
    if (code !== 0) throw new Error(`reread ended with ${code}: ${hub.said()}`);
    const minutes = (performance.now() - startedAt) / 60_000;
    console.error(hub.said().trim());
    return {
      bench: 'reread',
      figures: [
        {
          name: `documents read again, of ${count}`,
          value: rounded(count / minutes),
          unit: 'a minute',
          reference: null,
          ratio: null,
          n: differing,
          must: 100,
          aim: 400,
        },
      ],
    };
  } finally {
    rmSync(deps.folder, { recursive: true, force: true });
  }
}
