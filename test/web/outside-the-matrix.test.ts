import type { Express } from 'express';
import { expect } from 'vitest';
import { businessPermissions, firmPermissions } from '#services/domain/permissions.ts';
import { operationsOf } from '#test/support/api-sample.ts';
import { openApp } from '#test/support/app.ts';
import { test } from '#test/support/database.ts';
import { houseOn } from '#test/support/office.ts';
import { mount, type Route } from '#web/api/route.ts';

type Layer = { route?: { path: string; methods: Record<string, boolean> }; handle: { stack?: Layer[] }; match(path: string): boolean };

/** Everything that answers, as the router itself holds it. */
const layersOf = (app: Express): Layer[] => (app.router as unknown as { stack: Layer[] }).stack;
const bound = (layers: Layer[]): string[] =>
  layers.flatMap(({ route }) => (route ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`) : []));

/** What lives beside /api/v1: it shows nothing of a customer, or is a door with a key of its own (contract §4). */
const besides = ['/healthz', '/readyz', '/metrics', '/api/v1/openapi.json', '/api/docs', '/demo/mailbox', '/{*path}'];
const doors = /^\/(api\/v3|intake|oauth|\.well-known)\//;

test('every route under /api/v1 stands in the OpenAPI document with a permission of the matrix; nothing else answers', async ({
  db,
  databaseUrl,
}) => {
  await using opened = await openApp(houseOn(db), databaseUrl);
  const described = await operationsOf(opened.url);
  const layers = layersOf(opened.app);
  const api = layers.find((layer) => layer.handle.stack && layer.match('/api/v1/x'));
  const declared = described.map(({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`);
  expect(bound(api!.handle.stack!).sort()).toEqual(declared.sort());
  const permissions = new Set<string>([...businessPermissions, ...firmPermissions, 'public', 'signed-in', 'session']);
  expect(described.filter(({ permission }) => !permissions.has(permission))).toEqual([]);
  const beside = layers.flatMap(({ route }) => (route ? [route.path] : []));
  expect(beside.filter((path) => !besides.includes(path) && !doors.test(path))).toEqual([]);

  // A route that somebody slips past the declarations is seen.
  const rogue = { method: 'get', path: '/rogue', permission: 'public', answer: null, problems: [], handle: () => Promise.resolve() };
  mount(api!.handle as never, [rogue as unknown as Route], {} as never);
  expect(bound(api!.handle.stack!).filter((each) => !declared.includes(each))).toEqual(['GET /rogue']);
});
