import { randomUUID } from 'node:crypto';
import type { Sequelize } from 'sequelize';
import { expect } from 'vitest';
import { grantAccessToken } from '#services/actions/accounts/access-tokens.ts';
import {
  type BusinessRole,
  businessRoles,
  type FirmRole,
  isBusinessPermission,
  isFirmPermission,
  may,
  mayInFirm,
  type Permission,
} from '#services/domain/permissions.ts';
import { row } from '#storage/sql.ts';
import { type Fill, type Operation, operationsOf } from '#test/support/api-sample.ts';
import { openApp } from '#test/support/app.ts';
import { test } from '#test/support/database.ts';
import { fingerprintOf, furnish, idsOf } from '#test/support/furnished.ts';
import { aBusiness, aFirm, aMember, aStaffMember, cookieFor, houseOn } from '#test/support/office.ts';

const isKnown = (permission: Permission) =>
  isBusinessPermission(permission) || isFirmPermission(permission) || ['public', 'signed-in', 'session'].includes(permission);

/** What the matrix says of somebody at home. */
const mayDo = (permission: Permission, roles: BusinessRole[], firmRole: FirmRole | null): boolean =>
  isBusinessPermission(permission)
    ? roles.some((role) => may(role, permission))
    : !isFirmPermission(permission) || (firmRole !== null && mayInFirm(firmRole, permission));

type Asker = { name: string; roles: BusinessRole[]; firmRole: FirmRole | null; headers: Record<string, string> };
type Answer = { status: number; text: string };

/** Two firms; one with two clients and everyone who may ask, the other with one client that nobody here may see. */
async function twoOffices(db: Sequelize) {
  const house = houseOn(db);
  const [firm, otherFirm] = [await aFirm(house), await aFirm(house)];
  const [own, sibling, foreign] = [
    await aBusiness(house, firm.accountantId),
    await aBusiness(house, firm.accountantId),
    await aBusiness(house, otherFirm.accountantId),
  ];
  const marks = { own: 'SAJÁT-JEGY', sibling: 'TESTVÉR-JEGY', foreign: 'IDEGEN-JEGY', bank: 'BANK-JEGY' };
  await furnish(house, own.businessId, own.visitor, { mark: marks.own, bankMark: marks.bank });
  await furnish(house, sibling.businessId, sibling.visitor, { mark: marks.sibling, bankMark: marks.sibling });
  await furnish(house, foreign.businessId, foreign.visitor, { mark: marks.foreign, bankMark: marks.foreign });
  const { accessToken } = await grantAccessToken(house, firm.securityKey, null);
  const staff = await aStaffMember(house, firm.accountantId, [own.businessId]);
  const askers: Asker[] = [
    { name: 'head', roles: ['accountant'], firmRole: 'head', headers: { cookie: await cookieFor(house, firm.email) } },
    { name: 'staff', roles: ['accountant'], firmRole: 'staff', headers: { cookie: await cookieFor(house, staff.email) } },
    { name: 'program', roles: ['accountant'], firmRole: 'program', headers: { authorization: `Bearer ${accessToken}` } },
    { name: 'owner', roles: ['owner'], firmRole: null, headers: { cookie: await cookieFor(house, own.email) } },
  ];
  for (const role of businessRoles.filter((each) => each !== 'owner' && each !== 'accountant')) {
    const { email } = await aMember(house, own.businessId, role);
    askers.push({ name: role, roles: [role], firmRole: null, headers: { cookie: await cookieFor(house, email) } });
  }
  return { house, firm, otherFirm, own, sibling, foreign, marks, askers };
}

async function asked(
  url: string,
  { method }: Operation,
  headers: Record<string, string>,
  { address, body }: ReturnType<Operation['sample']>,
): Promise<Answer> {
  const isJson = typeof body === 'string';
  const response = await fetch(`${url}/api/v1${address}`, {
    method,
    headers: { ...headers, 'if-match': '"1"', ...(isJson ? { 'content-type': 'application/json' } : {}) },
    ...(body === null ? {} : { body }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.headers.get('content-type')?.includes('event-stream')) return { status: response.status, text: await response.text() };
  await response.body?.cancel();
  return { status: response.status, text: '' };
}

/** A list by itself, too: with every filter given it would mostly be empty. */
function unfiltered(sample: ReturnType<Operation['sample']>): ReturnType<Operation['sample']>[] {
  const [path = '', query] = sample.address.split('?');
  return query === undefined ? [sample] : [sample, { ...sample, address: path }];
}

const isChange = ({ method }: Operation) => method !== 'GET';
const isFine = (status: number) => status >= 200 && status < 300;
/** Only a search looks for another's words; a change would write them into the own rows. */
const textFor = (operation: Operation, mark: string) => (isChange(operation) ? 'próba' : mark);
const shown = (text: string, marks: readonly string[]) => marks.filter((mark) => text.includes(mark));

test('B-035 H-025 every route as every role: none enters another business, and the own one only as the matrix says', {
  timeout: 240_000,
}, async ({ db, databaseUrl }) => {
  const { house, firm, otherFirm, own, sibling, foreign, marks, askers } = await twoOffices(db);
  await using app = await openApp(house, databaseUrl);
  const operations = await operationsOf(app.url);
  expect(operations.filter(({ permission }) => !isKnown(permission))).toEqual([]);
  expect(operations.length).toBeGreaterThan(60);

  const at = (businessId: string, accountantId: string) => ({ businessId, accountantId, id: randomUUID(), text: '' });
  const home = at(own.businessId, firm.accountantId);
  const [theirs, nobodys] = [at(foreign.businessId, otherFirm.accountantId), at(randomUUID(), randomUUID())];
  const foreignMarks = [
    marks.foreign,
    foreign.businessId,
    foreign.name,
    foreign.email,
    foreign.taxNumber,
    otherFirm.email,
    foreign.mailLocalPart,
  ];
  const siblingMarks = [marks.sibling, sibling.businessId, sibling.name, sibling.email, sibling.taxNumber, sibling.mailLocalPart];
  const leaks: string[] = [];

  for (const operation of operations.filter(({ permission }) => permission !== 'public')) {
    const { permission, path, method } = operation;
    for (const headers of [{}, { cookie: `session=${'a'.repeat(43)}` }, { authorization: `Bearer ${'a'.repeat(43)}` }] as Record<
      string,
      string
    >[]) {
      const { status } = await asked(app.url, operation, headers, operation.sample({ ...home, text: textFor(operation, marks.own) }));
      if (status !== 401) leaks.push(`nobody: ${method} ${path} → ${status}`);
    }
    // What a person does with the own account has no place to be walled off.
    if (permission === 'session') continue;
    const hasPlace = path.includes('{businessId}') || path.includes('{accountantId}');
    for (const { name, roles, firmRole, headers } of askers) {
      const said = (what: string) => leaks.push(`${name}: ${method} ${path} ${what}`);
      const elsewhere = [theirs];
      if (name === 'head') elsewhere.push(nobodys);
      if (name === 'staff' && !path.includes('{accountantId}')) elsewhere.push(at(sibling.businessId, firm.accountantId));
      const hidden = name === 'staff' ? [...foreignMarks, ...siblingMarks] : foreignMarks;
      for (const place of elsewhere) {
        if (!hasPlace && isChange(operation)) continue;
        for (const sample of unfiltered(operation.sample({ ...place, text: textFor(operation, marks.foreign) }))) {
          const { status, text } = await asked(app.url, operation, headers, sample);
          if (hasPlace && status !== 404) said(`elsewhere → ${status}`);
          if (status >= 500) said(`→ ${status}`);
          if (shown(text, hidden).length > 0) said(`shows ${shown(text, hidden)}`);
        }
      }
      const isAllowed = mayDo(permission, roles, firmRole);
      const isIn = !path.includes('{accountantId}') || firmRole !== null;
      const isReading = !isChange(operation) && operation.idFields.length === 0;
      if (isAllowed && !isReading) continue;
      if (!isAllowed && !hasPlace && !isFirmPermission(permission)) continue;
      const { status } = await asked(app.url, operation, headers, operation.sample({ ...home, text: textFor(operation, marks.own) }));
      if (isAllowed && ![200, 204, 404].includes(status)) said(`at home, as the matrix allows → ${status}`);
      if (!isAllowed && status !== (isIn ? 403 : 404)) said(`at home without the right → ${status}`);
    }
  }
  expect(leaks).toEqual([]);
});

test('H-025 an id of another business, in path, query or body, finds and changes nothing', { timeout: 240_000 }, async ({
  db,
  databaseUrl,
}) => {
  const { house, firm, otherFirm, own, foreign, marks, askers } = await twoOffices(db);
  await using app = await openApp(house, databaseUrl);
  const theirs = { businessId: foreign.businessId, accountantId: otherFirm.accountantId };
  const ids = await idsOf(db, theirs);
  const user = { table: 'users', id: foreign.userId };
  const session = await row<{ id: string }>(db, 'select id from sessions where user_id = $1 limit 1', foreign.userId);
  const tried = [...ids, user, { table: 'sessions', id: session!.id }];
  expect(tried.map(({ table }) => table)).toEqual(
    expect.arrayContaining([
      'documents',
      'invoices',
      'intakes',
      'partners',
      'bank_transactions',
      'settlements',
      'business_keys',
      'exports',
      'security_keys',
    ]),
  );
  const before = await fingerprintOf(db, theirs);
  const leaks: string[] = [];
  const operations = (await operationsOf(app.url)).filter(({ idFields, permission }) => idFields.length > 0 && permission !== 'public');
  for (const operation of operations) {
    const home: Fill = {
      businessId: own.businessId,
      accountantId: firm.accountantId,
      id: randomUUID(),
      text: textFor(operation, marks.foreign),
    };
    const walls: (Fill & { table: string })[] = operation.idFields.some((name) => name === 'businessId' || name === 'accountantId')
      ? [
          { ...home, table: 'businesses', businessId: foreign.businessId },
          { ...home, table: 'accountants', accountantId: otherFirm.accountantId },
        ]
      : [];
    // Whose rows these are is no question of the role: one who may do it at home tries.
    const { name, headers } = askers.find(({ roles, firmRole }) => mayDo(operation.permission, roles, firmRole))!;
    for (const fill of [...walls, ...tried.map((each) => ({ ...home, ...each }))]) {
      const { status, text } = await asked(app.url, operation, headers, operation.sample({ ...home, id: fill.id }, fill));
      const what = `${name}: ${operation.method} ${operation.path} with ${fill.table} → ${status}`;
      if (status >= 500 || (isFine(status) && isChange(operation))) leaks.push(what);
      if (shown(text, [marks.foreign, foreign.name, foreign.email]).length > 0) leaks.push(`${what} shows another's data`);
    }
    if ((await fingerprintOf(db, theirs)) !== before) leaks.push(`${operation.method} ${operation.path} changed another's rows`);
  }
  expect(leaks).toEqual([]);
});

test('B-035 B-036 bank data shows in no answer to an invoicer or a handler; the paid state of the invoice does', {
  timeout: 120_000,
}, async ({ db, databaseUrl }) => {
  const { house, firm, own, marks, askers } = await twoOffices(db);
  await using app = await openApp(house, databaseUrl);
  const home = { businessId: own.businessId, accountantId: firm.accountantId };
  const ids = (await idsOf(db, home)).filter(({ table }) => /bank|settle|invoice|document|intake|export/.test(table)).map(({ id }) => id);
  const file = await row<{ id: string }>(db, `select id from documents where business_id = $1 and kind = 'bank-statement'`, own.businessId);
  const reading = (await operationsOf(app.url)).filter((each) => !isChange(each) && !['public', 'session'].includes(each.permission));
  const seen = new Map<string, string[]>();
  for (const { name, headers } of askers.filter((each) => ['owner', 'invoicer', 'handler'].includes(each.name)))
    for (const operation of reading)
      for (const id of operation.idFields.length > 0 ? [...ids, file!.id] : [randomUUID()])
        for (const sample of unfiltered(operation.sample({ ...home, id, text: marks.bank }))) {
          const { text } = await asked(app.url, operation, headers, sample);
          if (text.includes(marks.bank)) seen.set(name, [...(seen.get(name) ?? []), operation.path]);
        }
  expect(seen.get('owner')).toEqual(
    expect.arrayContaining(['/businesses/{businessId}/documents', '/businesses/{businessId}/transactions']),
  );
  expect([seen.get('invoicer'), seen.get('handler')]).toEqual([undefined, undefined]);
  const handler = askers.find(({ name }) => name === 'handler')!;
  const invoices = await fetch(`${app.url}/api/v1/businesses/${own.businessId}/invoices`, { headers: handler.headers });
  expect(await invoices.json()).toMatchObject({ items: [{ number: marks.own, open: '1270.00' }] });
});
