import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { grantAccessToken } from '#services/actions/accounts/access-tokens.ts';
import { addBusinessKey } from '#services/actions/accounts/business-keys.ts';
import {
  type BusinessPermission,
  type BusinessRole,
  businessRoles,
  isBusinessPermission,
  isFirmPermission,
  may,
  mayInFirm,
  type Permission,
} from '#services/domain/permissions.ts';
import { openApp } from '#test/support/app.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, aMember, cookieFor, houseOn } from '#test/support/office.ts';

type Operation = { method: string; path: string; permission: Permission };
type Described = { paths: Record<string, Record<string, { 'x-permission': Permission }>> };

/** Routes outside the matrix would have no permission; then this test fails for them. */
async function operationsOf(url: string): Promise<Operation[]> {
  const { paths } = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as Described;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, permission: operation['x-permission'] })),
  );
}

const isKnown = (permission: Permission) =>
  isBusinessPermission(permission) || isFirmPermission(permission) || ['public', 'signed-in', 'session'].includes(permission);

test('B-035 B-036 H-025 every route as every role: none reaches another business, and the own one only as the matrix says', {
  timeout: 120_000,
}, async ({ db, databaseUrl }) => {
  const house = houseOn(db);
  await using app = await openApp(house, databaseUrl);
  const operations = await operationsOf(app.url);
  expect(operations.filter(({ permission }) => !isKnown(permission))).toEqual([]);

  const [firm, otherFirm] = [await aFirm(house), await aFirm(house)];
  const [own, foreign] = [await aBusiness(house, firm.accountantId), await aBusiness(house, otherFirm.accountantId)];
  const foreignKey = await addBusinessKey(house, foreign.visitor, foreign.businessId, 'idegen');
  const { accessToken } = await grantAccessToken(house, firm.securityKey, null);
  const callers: { name: string; roles: BusinessRole[]; firmRole: 'head' | 'program' | null; headers: Record<string, string> }[] = [
    { name: 'head', roles: ['accountant'], firmRole: 'head', headers: { cookie: await cookieFor(house, firm.email) } },
    { name: 'program', roles: ['accountant'], firmRole: 'program', headers: { authorization: `Bearer ${accessToken}` } },
    { name: 'owner', roles: ['owner'], firmRole: null, headers: { cookie: await cookieFor(house, own.email) } },
  ];
  for (const role of businessRoles.filter((each) => each !== 'owner' && each !== 'accountant'))
    callers.push({
      name: role,
      roles: [role],
      firmRole: null,
      headers: { cookie: await cookieFor(house, (await aMember(house, own.businessId, role)).email) },
    });

  const call = async (
    { method, path }: Operation,
    places: { businessId: string; accountantId: string },
    headers: Record<string, string>,
  ) => {
    const address = path
      .replace('{businessId}', places.businessId)
      .replace('{accountantId}', places.accountantId)
      .replace('{keyId}', foreignKey.id)
      .replace('{personId}', foreign.userId)
      .replace('{id}', places.businessId)
      .replace('{action}', 'retry')
      .replace(/\{\w+\}/g, '1');
    const hasBody = !['GET', 'DELETE'].includes(method);
    const response = await fetch(`${app.url}/api/v1${address}`, {
      method,
      headers: { ...headers, ...(hasBody ? { 'content-type': 'application/json', 'if-match': '"1"' } : {}) },
      ...(hasBody ? { body: '{}' } : {}),
      signal: AbortSignal.timeout(5_000),
    });
    const text = response.headers.get('content-type')?.includes('event-stream') ? '' : await response.text();
    if (response.headers.get('content-type')?.includes('event-stream')) await response.body?.cancel();
    return { status: response.status, text };
  };

  const leaks: string[] = [];
  const elsewhere = { businessId: foreign.businessId, accountantId: otherFirm.accountantId };
  const nowhere = { businessId: randomUUID(), accountantId: randomUUID() };
  const home = { businessId: own.businessId, accountantId: firm.accountantId };
  const marks = [foreign.name, foreign.email, foreign.taxNumber, otherFirm.email, foreign.mailLocalPart];
  // Streams stay open, and ending the session or the business would end the walk.
  const isQuiet = ({ path, method }: Operation) => path.endsWith('/events') || (method === 'DELETE' && path === '/businesses/{businessId}');

  for (const operation of operations) {
    const { permission, path, method } = operation;
    if (permission !== 'public') {
      const { status } = await call(operation, home, {});
      if (status !== 401) leaks.push(`nobody: ${method} ${path} → ${status}`);
    }
    if (permission === 'public' || permission === 'session') continue;
    for (const { name, roles, firmRole, headers } of callers) {
      for (const places of [elsewhere, nowhere]) {
        const { status, text } = await call(operation, places, headers);
        const hasPlace = path.includes('{businessId}') || path.includes('{accountantId}');
        if (hasPlace && status !== 404) leaks.push(`${name}: ${method} ${path} elsewhere → ${status}`);
        if (status >= 500) leaks.push(`${name}: ${method} ${path} → ${status}`);
        if (marks.some((mark) => text.includes(mark))) leaks.push(`${name}: ${method} ${path} shows another's data`);
      }
      if (isQuiet(operation) || method === 'DELETE') continue;
      const mayDo = isBusinessPermission(permission)
        ? roles.some((role) => may(role, permission as BusinessPermission))
        : isFirmPermission(permission)
          ? firmRole !== null && mayInFirm(firmRole, permission)
          : true;
      const isIn = !path.includes('{accountantId}') || firmRole !== null;
      if (mayDo || !(path.includes('{businessId}') || isFirmPermission(permission))) continue;
      const { status } = await call(operation, home, headers);
      if (status !== (isIn ? 403 : 404)) leaks.push(`${name}: ${method} ${path} at home without the right → ${status}`);
    }
  }
  expect(leaks).toEqual([]);
  expect(operations.length).toBeGreaterThan(60);
});
