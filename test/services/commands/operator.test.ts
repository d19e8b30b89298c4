import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { currentTerms } from '#services/actions/accounts/terms.ts';
import { hubChain } from '#storage/audit.ts';
import { row, rows } from '#storage/sql.ts';
import { test } from '#test/support/database.ts';
import { spawnHub } from '#test/support/hub.ts';
import { aBusiness, aFirm, houseOn, mailsTo, visitorOf } from '#test/support/office.ts';

/** `./hub operator …` as the operator runs it, on the test's own database. */
function operatorOf(databaseUrl: string) {
  const folder = mkdtempSync(join(tmpdir(), 'operator-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const masterKey = Buffer.alloc(32, 7).toString('base64');
  const run = async (...args: string[]): Promise<{ code: number; out: string; said: string }> => {
    const hub = spawnHub(['operator', ...args], {
      HUB_DATA: folder,
      DATABASE_URL: databaseUrl,
      MASTER_KEY: masterKey,
      LOG_LEVEL: 'silent',
    });
    let out = '';
    hub.child.stdout!.on('data', (chunk) => {
      out += chunk;
    });
    const [code] = (await once(hub.child, 'close')) as [number];
    return { code, out: out.trim(), said: hub.said() };
  };
  return { folder, run };
}

test('H-007 the operator publishes terms from a file; a wrong or a second one is refused in plain words', {
  timeout: 60_000,
}, async ({ db, databaseUrl }) => {
  const house = houseOn(db);
  const firm = await aFirm(house);
  const { folder, run } = operatorOf(databaseUrl);
  const file = join(folder, 'terms.json');
  const { effectiveAt: _, ...before } = await currentTerms(db);
  const terms = { ...before, version: '2026-11-24', effectiveAt: new Date(Date.now() - 1_000).toISOString() };
  writeFileSync(file, JSON.stringify({ ...terms, declaration: { ...terms.declaration, hu: ['csak az egyik'] } }));
  expect(await run('terms', file)).toMatchObject({ code: 1, said: expect.stringContaining('declaration.hu') });
  expect(await run('terms', join(folder, 'none.json'))).toMatchObject({ code: 1 });
  writeFileSync(file, JSON.stringify(terms));
  expect(await run('terms', file)).toMatchObject({ code: 0, out: expect.stringContaining('2026-11-24') });
  expect(await run('terms', file)).toMatchObject({ code: 1, said: expect.stringContaining('at that time or later') });
  expect((await visitorOf(house, firm.email)).caller.owesTerms).toBe(true);
  expect(await rows(db, `select action, facts from audit where chain_id = $1 and action = 'terms.published'`, hubChain)).toEqual([
    { action: 'terms.published', facts: { version: '2026-11-24' } },
  ]);
});

test('H-003 H-132 LG-007 LG-008 end, separate with proof, hold with reason and a dry sweep, by command alone', { timeout: 60_000 }, async ({
  db,
  databaseUrl,
}) => {
  const house = houseOn(db);
  const firm = await aFirm(house);
  const { businessId, email } = await aBusiness(house, firm.accountantId);
  const { run } = operatorOf(databaseUrl);
  expect((await run('hold', businessId)).code).toBe(2);
  expect((await run('hold', businessId, 'NAV-ellenőrzés', 'miatt')).code).toBe(0);
  expect(await row(db, 'select reason from legal_holds where business_id = $1', businessId)).toEqual({ reason: 'NAV-ellenőrzés miatt' });
  expect(await run('separate', businessId)).toMatchObject({ code: 1, said: expect.stringContaining('proof') });
  expect((await run('separate', businessId, 'felmondás', '2026-10-31;', 'tértivevény')).code).toBe(0);
  // H-132: what proved it is kept, and the accountant hears of it at the same time as the owner.
  expect(await row(db, 'select note, state from separations where business_id = $1', businessId)).toEqual({
    note: 'felmondás 2026-10-31; tértivevény',
    state: 'completed',
  });
  for (const address of [firm.email, email])
    expect(
      (await mailsTo(house, address)).some(({ subject }) => /^Megtörtént a szétválasztás/.test(subject)),
      address,
    ).toBe(true);
  expect(await row(db, `select actor_kind from audit where chain_id = $1 and action = 'separation.completed'`, firm.accountantId)).toEqual({
    actor_kind: 'operator',
  });

  await row(db, `update sessions set expires_at = now() - interval '1 hour'`);
  const dry = await run('sweep', '--dry-run');
  expect(JSON.parse(dry.out)).toMatchObject({ sessions: expect.any(Number), registrations: 0 });
  expect(JSON.parse(dry.out).sessions).toBeGreaterThan(0);
  expect(await rows(db, 'select 1 from sessions')).not.toEqual([]);
  expect(JSON.parse((await run('sweep')).out)).toEqual(JSON.parse(dry.out));
  expect(await rows(db, 'select 1 from sessions')).toEqual([]);
  expect(await run('end', firm.accountantId, 'megszűnt adószám')).toMatchObject({ code: 0 });
  expect(await run('end', 'nobody', 'x')).toMatchObject({ code: 2 });
});

test('every mail can be looked at before it is sent, in both languages', async ({ databaseUrl }) => {
  const { folder, run } = operatorOf(databaseUrl);
  const { code, out } = await run('mails', join(folder, 'mails'));
  const files = readdirSync(join(folder, 'mails'));
  expect([code, out]).toEqual([0, `${files.length} files in ${join(folder, 'mails')}`]);
  expect(files).toEqual(expect.arrayContaining(['activation.hu.html', 'activation.en.txt']));
  expect(readFileSync(join(folder, 'mails', 'activation.hu.txt'), 'utf8')).toMatch(/^Regisztráció megerősítése\n/);
});
