import { afterAll, expect } from 'vitest';
import { nav30 } from '#fixtures/einvoices/nav-writers.ts';
import { sampleInvoice } from '#fixtures/einvoices/sample.ts';
import { openCage } from '#services/cage/cage.ts';
import { DomainError } from '#services/domain/errors.ts';
import { giveUp, processDocument } from '#services/pipeline.ts';
import { openApp } from '#test/support/app.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, cookieFor, houseOn } from '#test/support/office.ts';
import { stepDeps } from '#test/support/step-deps.ts';

const cage = openCage({ size: 1 });
afterAll(() => cage[Symbol.asyncDispose]());

type Told = { state: string; because: string | null };

test('H-058 a document says where it is and every step that took it there: doubtful, ready, failed and tried again, deleted', {
  timeout: 60_000,
}, async ({ db, databaseUrl }) => {
  const house = houseOn(db);
  await using app = await openApp(house, databaseUrl);
  const { businessId, email, taxNumber } = await aBusiness(house, (await aFirm(house)).accountantId);
  const cookie = await cookieFor(house, email);
  const deps = stepDeps(db, app.objects, { cage });

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${app.url}/api/v1/businesses/${businessId}${path}`, { ...init, headers: { cookie, ...init.headers } });
  const upload = async (name: string, text: string) => {
    const form = new FormData();
    form.set('file', new Blob([text]), name);
    return (await (await ask('/documents', { method: 'POST', body: form })).json()) as Told & { id: string; intakeId: string };
  };
  const now = async (id: string) => {
    const { state, because } = (await (await ask(`/documents/${id}`)).json()) as Told;
    return [state, because];
  };
  const history = async (id: string) => {
    const { items } = (await (await ask(`/documents/${id}/history`)).json()) as {
      items: (Told & { step: string; at: string; actor: string })[];
    };
    expect(items.map(({ at }) => at)).toEqual(items.map(({ at }) => at).sort());
    return items.map(({ step, state }) => [step, state]);
  };

  const customer = { ...sampleInvoice.customer, taxNumber };
  const sure = await upload('számla.xml', nav30({ ...sampleInvoice, customer }));
  expect(sure.state).toBe('stored');
  await processDocument({ businessId, documentId: sure.id }, deps);
  expect(await now(sure.id)).toEqual(['ready', null]);
  expect(await history(sure.id)).toEqual([
    ['receive', 'stored'],
    ['read', 'recognised'],
    ['register', 'ready'],
  ]);

  // What fails says why, can be tried again by a person, and then goes its way.
  const failing = await upload('megint.xml', nav30({ ...sampleInvoice, customer, number: 'ŐSZ-2026/000042' }));
  await giveUp({ businessId, documentId: failing.id }, new DomainError('out-of-memory', 'the reader ran out of memory'), deps);
  expect(await now(failing.id)).toEqual(['failed', 'out-of-memory']);
  const retry = await ask(`/intakes/${failing.intakeId}/parts/1/retry`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(retry.status).toBe(200);
  expect(await now(failing.id)).toEqual(['stored', null]);
  await processDocument({ businessId, documentId: failing.id }, deps);
  expect(await history(failing.id)).toEqual([
    ['receive', 'stored'],
    ['give-up', 'failed'],
    ['retry', 'stored'],
    ['read', 'recognised'],
    ['register', 'ready'],
  ]);

  const doubtful = await upload('sérült.pdf', '%PDF-1.4 ez nem az');
  await processDocument({ businessId, documentId: doubtful.id }, deps);
  expect(await now(doubtful.id)).toEqual(['needs-review', 'unreadable']);
  expect((await ask(`/documents/${doubtful.id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await history(doubtful.id)).at(-1)).toEqual(['delete', 'deleted']);
  // At rest nothing moves by itself: the same job once more finds nothing to do.
  await processDocument({ businessId, documentId: sure.id }, deps);
  expect(await history(sure.id)).toHaveLength(3);
});
