import { read, utils } from '@e965/xlsx';
import { expect } from 'vitest';
import { fillInvoices, fillLines } from '#test/bench/large-register.ts';
import { anItem, aPartner } from '#test/support/bank.ts';
import { anOffice } from '#test/support/bank-office.ts';
import { test } from '#test/support/database.ts';

test('B-055 B-063 open items are exported as the list is narrowed, and no cell of it is a formula', async ({ db, databaseUrl }) => {
  await using office = await anOffice(db, databaseUrl);
  const { accountant, businessId } = office;
  const partnerId = await aPartner(businessId, '=cmd|calc Kft.');
  await anItem(db, businessId, { gross: 1_234_567n, number: '+1-2', partnerId, issuedOn: '2026-01-02', dueOn: '2026-01-10' });
  await anItem(db, businessId, { gross: 50_000n, number: 'S/1', direction: 'payable' });
  const csv: string = (await accountant('GET', '/open-items/export?format=csv&direction=receivable&status=late')).body;
  const [, line, ...rest] = csv.trimEnd().split('\r\n');
  expect(rest).toEqual([]);
  expect(line).toMatch(/^'\+1-2,számla,nekünk tartoznak,'=cmd\|calc Kft\.,,2026-01-02,2026-01-10,\d+,12345\.67,0\.00,12345\.67,HUF,késik$/);
  const sheet = read(Buffer.from(await accountant.bytes('/open-items/export')), { type: 'buffer' }).Sheets['Nyitott tételek']!;
  expect(utils.sheet_to_json(sheet)).toHaveLength(2);
  expect(Object.values(sheet).some((cell) => typeof cell === 'object' && 'f' in cell)).toBe(false);
});

test('B-063 B-064 20 000 lines, and the open ones of 20 000 items, leave as they are read: the memory does not grow with them', {
  timeout: 120_000,
}, async ({ db, databaseUrl }) => {
  await using office = await anOffice(db, databaseUrl);
  const { root, cookies, businessId } = office;
  await fillLines(db, businessId, 20_000);
  await fillInvoices(db, businessId, 20_000);
  // A fifth of these invoices is not settled.
  for (const [path, atMostMs] of [
    ['/transactions/export?format=csv', 30_000],
    ['/transactions/export?format=xlsx', 30_000],
    ['/open-items/export?format=csv', 30_000],
  ] as const) {
    global.gc?.();
    const before = process.memoryUsage().rss;
    let [most, bytes, lines] = [0, 0, 0];
    const began = performance.now();
    for await (const chunk of (await fetch(root + path, { headers: { cookie: cookies.accountant } })).body!) {
      bytes += chunk.length;
      for (const byte of chunk) if (byte === 10) lines++;
      most = Math.max(most, process.memoryUsage().rss - before);
    }
    const took = performance.now() - began;
    console.info(
      `${path}: ${Math.round(took)} ms, ${(bytes / 2 ** 20).toFixed(1)} MiB, memory grew by ${Math.round(most / 2 ** 20)} MiB at most`,
    );
    if (path.endsWith('csv')) expect(lines).toBe(path.startsWith('/open') ? 4_001 : 20_001);
    expect(took).toBeLessThan(atMostMs);
    expect(most).toBeLessThan(200 * 2 ** 20);
  }
});
