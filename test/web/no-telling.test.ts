import { expect } from 'vitest';
import { row, rows } from '#storage/sql.ts';
import { openApp } from '#test/support/app.ts';
import { test } from '#test/support/database.ts';
import { aFirm, anEmail, aTaxNumber, houseOn, password } from '#test/support/office.ts';

/** What else the machine does only ever adds to a time: the faster quarter tells what the work itself takes. */
const fasterQuarter = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 4)]!;
const rounds = 25;

/** Where somebody could learn whether an address has an account, and what is sent there. */
const asked = {
  'sign-in': { path: '/sessions', body: (email: string) => ({ email, password: 'nem ez a jelszó' }) },
  reset: { path: '/password-resets', body: (email: string) => ({ email }) },
  registration: {
    path: '/accountants',
    body: (email: string) => ({
      taxNumber: aTaxNumber(),
      email,
      name: 'Próba Könyvelő Kft.',
      billingAddress: '1111 Budapest, Minta utca 1.',
      contactName: 'Próba Pál',
      termsVersion: '2026-11-01',
      actsInTrade: true,
    }),
  },
} as const;

test.for(Object.entries(asked))(
  'H-016 H-017 %s tells neither in words nor in time whether the address has an account',
  { timeout: 120_000 },
  async ([name, { path, body }], { db, databaseUrl }) => {
    const house = houseOn(db);
    await using app = await openApp(house, databaseUrl);
    const known = (await aFirm(house)).email;
    const ask = async (email: string) => {
      await row(db, 'delete from throttles');
      const began = performance.now();
      const answer = await fetch(`${app.url}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body(email)),
      });
      const text = await answer.text();
      const headers = [...answer.headers]
        .filter(([key]) => !['date', 'etag', 'content-length'].includes(key))
        // Fresh for each answer, whoever asks.
        .map(([key, value]) => [key, value.replace(/'nonce-[^']+'/, '')]);
      return { said: JSON.stringify([answer.status, headers, text]), took: performance.now() - began };
    };
    for (let warm = 0; warm < 3; warm += 1) await ask(warm % 2 === 0 ? known : anEmail());
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      // Who goes first pays for what the other finds done.
      const order = round % 2 === 0 ? ([known, anEmail('senki')] as const) : ([anEmail('senki'), known] as const);
      const answers = [await ask(order[0]), await ask(order[1])];
      const [mine, nobodys] = round % 2 === 0 ? [answers[0]!, answers[1]!] : [answers[1]!, answers[0]!];
      expect(mine.said).toBe(nobodys.said);
      times.known.push(mine.took);
      times.unknown.push(nobodys.took);
    }
    // In one run, taken in turn, so that whatever else the machine does hits both alike.
    const ratio = fasterQuarter(times.known) / fasterQuarter(times.unknown);
    expect(ratio, `${name}: ${fasterQuarter(times.known)} ms to ${fasterQuarter(times.unknown)} ms`).toBeGreaterThan(0.6);
    expect(ratio, `${name}: ${fasterQuarter(times.known)} ms to ${fasterQuarter(times.unknown)} ms`).toBeLessThan(1.67);
  },
);

test('H-002 H-005 H-008 H-016 LG-044 the two values of a ledger program lead to the form, whoever has the address; the form needs its statement', async ({
  db,
  databaseUrl,
}) => {
  const house = houseOn(db);
  await using app = await openApp(house, databaseUrl);
  const firm = await aFirm(house);
  const post = async (body: object) => {
    const answer = await fetch(`${app.url}/api/v1/accountants`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return {
      status: answer.status,
      body: (await answer.json()) as { state?: string; continueUrl?: string; type?: string; title?: string },
    };
  };
  for (const email of [firm.email, anEmail()]) {
    const taxNumber = aTaxNumber();
    const { status, body } = await post({ taxNumber, email });
    expect([status, body.state]).toEqual([200, 'form']);
    expect(Object.fromEntries(new URL(body.continueUrl!).searchParams)).toEqual({ taxNumber, email });
  }
  const taken = await post({ taxNumber: firm.taxNumber, email: anEmail() });
  expect(taken).toMatchObject({ status: 409, body: { type: '/problems/already-registered', title: expect.stringContaining('sign in') } });
  expect(JSON.stringify(taken)).not.toContain(firm.email);
  // The last digit of the base number is its check digit.
  const wrong = aTaxNumber().replace(/^(\d{7})(\d)/, (_, seven: string, digit: string) => `${seven}${(Number(digit) + 1) % 10}`);
  expect(await post({ taxNumber: wrong, email: anEmail() })).toMatchObject({ status: 400 });

  const whole = asked.registration.body(anEmail());
  const { actsInTrade: _, ...withoutStatement } = whole;
  expect(await post(withoutStatement)).toMatchObject({ status: 403, body: { type: '/problems/terms-not-accepted' } });
  expect(await post({ ...whole, actsInTrade: false })).toMatchObject({ status: 400 });
  expect(await rows(db, 'select 1 from accountants where email = $1', whole.email)).toEqual([]);
  expect(await post(whole)).toMatchObject({ status: 201, body: { state: 'pending' } });
});

test('too many wrong passwords count in one place, whichever hub they come to, and rows say so', async ({ db, databaseUrl }) => {
  const house = houseOn(db);
  await using one = await openApp(house, databaseUrl);
  await using two = await openApp(house, databaseUrl);
  await row(db, 'delete from throttles');
  const { email } = await aFirm(house);
  const signIn = (url: string, given: string) =>
    fetch(`${url}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: given }),
    });
  const statuses = [];
  for (let attempt = 0; attempt < 8; attempt += 1)
    statuses.push((await signIn(attempt % 2 === 0 ? one.url : two.url, 'rossz jelszó')).status);
  expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
  expect(statuses.at(-1)).toBe(429);
  for (const { url } of [one, two]) {
    const waits = await signIn(url, password);
    expect([waits.status, Number(waits.headers.get('retry-after')) > 0]).toEqual([429, true]);
  }
});

test('what may be asked without signing in has one limit for all hubs together', { timeout: 60_000 }, async ({ db, databaseUrl }) => {
  const house = houseOn(db);
  await using one = await openApp(house, databaseUrl);
  await using two = await openApp(house, databaseUrl);
  const open = (url: string) =>
    fetch(`${url}/api/v1/invitations/opened`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: 'a'.repeat(43) }),
    });
  await row(db, 'delete from rates');
  // The count begins anew with the minute, so a run across its end may need a second one.
  const statuses: number[] = [];
  for (let batch = 0; batch < 62 && !statuses.includes(429); batch += 1)
    statuses.push(
      ...(await Promise.all([...Array(10).keys()].map((each) => open(each % 2 === 0 ? one.url : two.url)))).map(({ status }) => status),
    );
  expect(statuses.slice(0, 200).every((status) => status === 410)).toBe(true);
  expect(statuses).toContain(429);
  expect((await fetch(`${one.url}/api/v1/terms`)).status).toBe(200);
});
