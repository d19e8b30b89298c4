import { Readable } from 'node:stream';
import type { Sequelize } from 'sequelize';
import { expect } from 'vitest';
import { grantAccessToken } from '#services/actions/accounts/access-tokens.ts';
import { openCage } from '#services/cage/cage.ts';
import { isBusinessPermission, isFirmPermission, may, mayInFirm } from '#services/domain/permissions.ts';
import { plainError, silentLog } from '#services/platform/log.ts';
import { folderStore } from '#storage/objects/folder-store.ts';
import { openSpool } from '#storage/objects/spool.ts';
import { rows } from '#storage/sql.ts';
import { type Operation, operationsOf } from '#test/support/api-sample.ts';
import { openApp } from '#test/support/app.ts';
import { ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { furnish, idsOf } from '#test/support/furnished.ts';
import { allowedValue, broken, type Dice, diceOf, fuzzedAddress, type Known, oddHeaders, rawBodies } from '#test/support/fuzz-values.ts';
import { officeFile } from '#test/support/mails.ts';
import { aBusiness, aFirm, cookieFor, houseOn } from '#test/support/office.ts';

const isLong = process.env['HUB_TEST'] === 'long';
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_125);
/** Requests a route. */
const rounds = Number(process.env['FUZZ_ROUNDS'] ?? (isLong ? 400 : 8));

/** A furnished business whose files are there, with a firm, and who may do what. */
async function furnishedOffice(db: Sequelize) {
  const house = houseOn(db);
  const firm = await aFirm(house);
  const own = await aBusiness(house, firm.accountantId);
  await furnish(house, own.businessId, own.visitor, { mark: 'jel', bankMark: 'bankjel' });
  const { folder } = ingestDeps(db);
  const [objects, spool] = [folderStore(`${folder}/objects`), openSpool(`${folder}/spool`)];
  const files = await rows<{ id: string; kind: string }>(
    db,
    'select id, kind from documents where business_id = $1 order by kind',
    own.businessId,
  );
  for (const [index, { id }] of files.entries()) {
    const bytes = index === 0 ? Readable.from(['könyvelt']) : Readable.from([officeFile('szallitolevel-7781.pdf')]);
    await using spooled = await spool.write(bytes, { maxBytes: 30_000_000 });
    await objects.put(own.businessId, spooled);
    await db.query('update documents set sha256 = $2, size = $3 where id = $1', { bind: [id, spooled.sha256, spooled.size] });
  }
  const ids = (await idsOf(db, { businessId: own.businessId, accountantId: firm.accountantId })).map(({ id }) => id);
  return { house, firm, own, objects, spool, ids };
}

type Asked = { body?: string | FormData | Uint8Array<ArrayBuffer>; headers: Record<string, string> };

/** A body that the declaration lets in, one with something broken in it, or none at all. */
function bodyOf({ body }: Operation, known: Known, isBroken: boolean, dice: Dice): Asked {
  if (!body || (isBroken && dice.chance(0.2))) return dice.chance(0.3) ? rawBodies(dice) : { headers: {} };
  const allowed = allowedValue(body.schema, '', known, dice);
  const value = isBroken ? broken(allowed, dice) : allowed;
  if (body.type !== 'multipart/form-data') return { body: JSON.stringify(value), headers: { 'content-type': 'application/json' } };
  const form = new FormData();
  if (!isBroken || dice.chance(0.7))
    form.set('file', new File([`bizonylat ${dice.below(1e9)}`], dice.of(['a.txt', 'a\u202e.csv', '', '../a.pdf', 'á'.repeat(300)])));
  for (const [name, each] of Object.entries((value ?? {}) as Record<string, unknown>))
    if (name !== 'file') form.set(name, typeof each === 'object' ? JSON.stringify(each) : String(each));
  return { body: form, headers: {} };
}

/** What is wrong with an answer, or null: never 500, and a refusal is a problem of RFC 9457. */
async function wrongIn(response: Response): Promise<string | null> {
  if (response.headers.get('content-type')?.includes('event-stream')) {
    await response.body?.cancel();
    return null;
  }
  const text = Buffer.from(await response.arrayBuffer()).toString();
  if (response.status >= 500) return text.slice(0, 200);
  if (response.status < 400) return null;
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) return `no problem+json: ${text.slice(0, 100)}`;
  const problem = JSON.parse(text) as { type?: unknown; title?: unknown; status?: unknown };
  return typeof problem.type === 'string' && typeof problem.title === 'string' && problem.status === response.status
    ? null
    : text.slice(0, 200);
}

test(`every route, ${rounds} requests each with allowed and broken addresses, headers and bodies: no 5xx, every refusal a problem`, {
  timeout: rounds * 60_000,
}, async ({ db, databaseUrl }) => {
  const { house, firm, own, objects, spool, ids } = await furnishedOffice(db);
  await using cage = openCage({ size: 1 });
  let failure = '';
  await using app = await openApp(house, databaseUrl, {
    objects,
    spool,
    log: { ...silentLog, error: (facts) => (failure = JSON.stringify(plainError((facts as { error?: unknown }).error)).slice(0, 700)) },
    renderPage: (file, { number, ...page }) => cage.run('render-page', { file, page: number, ...page }),
  });
  const operations = await operationsOf(app.url);
  const home = { businessId: own.businessId, accountantId: firm.accountantId };
  const { accessToken } = await grantAccessToken(house, firm.securityKey, null);
  const wrong: string[] = [];
  const fine = new Set<string>();
  for (const [index, operation] of operations.entries()) {
    const { method, path, permission, parameters, named } = operation;
    const dice = diceOf(seed + index);
    const known = { ids: [...ids, own.businessId], named };
    // Anew for each: some of the routes end sessions.
    const entitled: Record<string, string>[] = [];
    if (!isFirmPermission(permission) && (!isBusinessPermission(permission) || may('owner', permission)))
      entitled.push({ cookie: await cookieFor(house, own.email) });
    if (isFirmPermission(permission) ? mayInFirm('head', permission) : !isBusinessPermission(permission) || may('accountant', permission))
      entitled.push({ cookie: await cookieFor(house, firm.email) }, { authorization: `Bearer ${accessToken}` });
    for (let round = 0; round < rounds; round++) {
      const isBroken = dice.chance(0.6);
      const who = dice.chance(0.1)
        ? dice.of([{}, { authorization: 'Bearer \u00ff' }, { cookie: 'session=%zz; session=' }])
        : dice.of(entitled);
      const address = fuzzedAddress(path, parameters, home, known, isBroken, dice);
      const { headers, ...body } = method === 'GET' ? { headers: {} } : bodyOf(operation, known, isBroken, dice);
      failure = '';
      const told = (status: number | string, said: string) =>
        wrong.push(
          `${method} ${address.slice(0, 300)} ${typeof body.body === 'string' ? body.body.slice(0, 300) : ''} → ${status} ${said} ${failure}`,
        );
      const ask = () =>
        fetch(`${app.url}/api/v1${address}`, {
          method,
          ...body,
          headers: { ...oddHeaders(dice), ...headers, ...who },
          signal: AbortSignal.timeout(20_000),
        });
      try {
        // A connection that the hub closed behind a body too large to read may have been taken for this request.
        const response = await ask().catch((error: unknown) => (failure === '' ? ask() : Promise.reject(error)));
        if (response.ok) fine.add(`${method} ${path}`);
        const said = await wrongIn(response);
        if (said !== null) told(response.status, said);
      } catch (error) {
        // An answer that was begun and broken off is a failure that could not be said any more.
        told('broken off', String((error as Error).cause ?? error));
      }
    }
  }
  console.info(`seed ${seed}: ${operations.length * rounds} requests, ${fine.size} of ${operations.length} routes also said yes`);
  expect(wrong).toEqual([]);
  // Refusing everything would prove nothing.
  expect(fine.size).toBeGreaterThan(operations.length / 3);
});
