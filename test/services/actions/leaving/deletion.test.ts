import { expect } from 'vitest';
import { foundBusiness } from '#services/actions/accounts/found.ts';
import { operator } from '#services/actions/house.ts';
import { leavingOf, runDeletion, startDeletion } from '#services/actions/leaving/delete-business.ts';
import { liftLegalHold, setLegalHold } from '#services/actions/leaving/legal-hold.ts';
import { completeSeparation } from '#services/actions/leaving/separations.ts';
import { row, rows } from '#storage/sql.ts';
import { openApp } from '#test/support/app.ts';
import { anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { furnish } from '#test/support/furnished.ts';
import { aBusiness, aFirm, cookieFor, houseOn, password } from '#test/support/office.ts';
import { problemOf } from '#web/api/problem.ts';

const atOnce = () => Promise.resolve();

test('H-133 H-136 H-137 LG-001 LG-004 LG-006 a deletion over HTTP names the day of the law and removes every trace; the same bytes come in again', {
  timeout: 60_000,
}, async ({ db, databaseUrl }) => {
  const house = houseOn(db);
  await using app = await openApp(house, databaseUrl);
  const firm = await aFirm(house);
  const business = await aBusiness(house, firm.accountantId);
  const { businessId, name, taxNumber, email } = business;
  await furnish(house, businessId, business.visitor, { mark: 'TÖRLENDŐ-JEGY', bankMark: 'TÖRLENDŐ-BANK' });
  const cookie = await cookieFor(house, email);
  const root = `${app.url}/api/v1/businesses/${businessId}`;
  const upload = (place: string, session: string) => {
    const form = new FormData();
    form.set('file', new File(['TÖRLENDŐ-BYTE'], 'törlendő.txt', { type: 'text/plain' }));
    return fetch(`${place}/documents`, { method: 'POST', headers: { cookie: session, 'idempotency-key': 'egyszer' }, body: form });
  };
  expect((await upload(root, cookie)).status).toBe(201);
  const erase = async (body: object) => {
    const answer = await fetch(root, {
      method: 'DELETE',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, answer: (await answer.json()) as { type?: string; facts?: { keepUntil: string }; choreId?: string } };
  };
  expect(await erase({ name })).toMatchObject({ status: 409, answer: { type: '/problems/still-attached' } });
  await completeSeparation(house, businessId, operator, { proof: 'tértivevény' });

  const leaving = (await (await fetch(`${root}/leaving`, { headers: { cookie } })).json()) as { keepUntil: string; documents: number };
  const keepUntil = `${new Date().getFullYear() + 8}-12-31`;
  expect(leaving).toMatchObject({ keepUntil, documents: 3 });
  expect(await erase({ name })).toMatchObject({ status: 422, answer: { type: '/problems/confirmation-needed', facts: { keepUntil } } });
  expect(await erase({ name, keepUntil: '2020-12-31' })).toMatchObject({ status: 422 });
  const { status, answer } = await erase({ name, keepUntil });
  expect(status).toBe(202);
  expect((await fetch(root, { headers: { cookie } })).status).toBe(404);
  await runDeletion(house, app.objects, answer.choreId!, atOnce);

  // Every table that has rows of businesses, whoever added it.
  const tables = await rows<{ name: string }>(
    db,
    `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'business_id'`,
  );
  const left = [];
  for (const table of tables) if (await row(db, `select 1 from "${table.name}" where business_id = $1`, businessId)) left.push(table.name);
  // The deletion's own record, and the tombstone for whoever followed the business.
  expect(left.sort()).toEqual(['changes', 'chores', 'departures']);
  const words = ['TÖRLENDŐ', name, taxNumber, email, business.mailLocalPart];
  for (const table of await rows<{ name: string }>(
    db,
    `select table_name as name from information_schema.tables where table_schema in ('public', 'bullmq') and table_type = 'BASE TABLE'`,
  ))
    for (const word of words) {
      const found = await row(db, `select 1 from "${table.name}" each where position($1 in each::text) > 0`, word);
      // The last mail to the owner is on its way; it goes by address.
      if (!(table.name === 'mails' && word === email)) expect(found, `${word} in ${table.name}`).toBeUndefined();
    }
  const objects = [];
  for await (const object of app.objects.list(businessId)) objects.push(object);
  expect(objects).toEqual([]);
  expect(await row(db, `select progress from chores where id = $1 and state = 'done'`, answer.choreId)).toMatchObject({
    progress: { documents: 3, invoices: 1, objects: 1 },
  });

  const owner = { email, name: 'Gazda Géza', password };
  const again = await foundBusiness(house, { accountantId: firm.accountantId, name, taxNumber, seat: '2222 Minta', owner });
  expect((await upload(`${app.url}/api/v1/businesses/${again.businessId}`, await cookieFor(house, email))).status).toBe(201);
});

test('LG-007 a hold that comes after the start stops the deletion; lifted, it goes on and can be run any number of times', async ({
  db,
}) => {
  const house = houseOn(db);
  const { objects, ...deps } = ingestDeps(db);
  const firm = await aFirm(house);
  const { businessId, name, visitor } = await aBusiness(house, firm.accountantId);
  await anUpload({ ...deps, objects }, businessId, Buffer.from('valami'));
  await completeSeparation(house, businessId, operator, { proof: 'tértivevény' });
  const { keepUntil } = await leavingOf(db, businessId);
  const choreId = await startDeletion(house, visitor, businessId, { name, keepUntil: keepUntil! });
  await setLegalHold(house, businessId, 'ellenőrzés', operator);
  await expect(runDeletion(house, objects, choreId, atOnce)).rejects.toMatchObject({ code: 'legal-hold' });
  expect(await row(db, 'select 1 from documents where business_id = $1', businessId)).toBeDefined();
  await row(db, `update chores set state = 'failed', failure = 'legal-hold' where id = $1`, choreId);
  await liftLegalHold(house, businessId, operator);
  expect(await rows(db, `select 1 from jobs where name = 'chore' and payload ->> 'choreId' = $1`, choreId)).toHaveLength(2);
  // Killed between rows and objects, and run by two workers at once.
  const killed = runDeletion(
    house,
    {
      ...objects,
      list: () => {
        throw new Error('killed');
      },
    },
    choreId,
    atOnce,
  );
  await expect(killed).rejects.toThrow('killed');
  await Promise.all([runDeletion(house, objects, choreId, atOnce), runDeletion(house, objects, choreId, atOnce)]);
  for await (const object of objects.list(businessId)) expect(object).toBeUndefined();
  expect(await row(db, 'select state from chores where id = $1', choreId)).toEqual({ state: 'done' });
});

test('H-136 deletion against uploads at the same moment: no row and no object of them stays', async ({ db }) => {
  const house = houseOn(db);
  const deps = ingestDeps(db);
  const firm = await aFirm(house);
  const { businessId, name, visitor } = await aBusiness(house, firm.accountantId);
  await completeSeparation(house, businessId, operator, { proof: 'tértivevény' });
  const choreId = await startDeletion(house, visitor, businessId, { name });
  let sent = 0;
  const uploads: Promise<string>[] = [];
  const go = () => {
    sent += 1;
    uploads.push(
      anUpload(deps, businessId, Buffer.from(`feltöltés ${sent}`)).then(
        () => 'kept',
        (error: unknown) => problemOf(error).type,
      ),
    );
  };
  for (let first = 0; first < 10; first += 1) go();
  // Whatever was under way when the rows went is over when the last look is taken.
  await runDeletion(house, deps.objects, choreId, async () => {
    for (let more = 0; more < 10; more += 1) go();
    await Promise.all(uploads);
  });
  const outcomes = new Set(await Promise.all(uploads));
  expect([...outcomes].filter((outcome) => outcome !== 'kept' && outcome !== '/problems/not-found')).toEqual([]);
  expect(outcomes.has('/problems/not-found')).toBe(true);
  for (const table of ['documents', 'intakes', 'intake_parts', 'jobs'])
    expect(await row(db, `select 1 from ${table} where business_id = $1`, businessId), table).toBeUndefined();
  for await (const object of deps.objects.list(businessId)) expect(object).toBeUndefined();
});
