import { vi } from 'vitest';
import { openApp } from '#test/support/app.ts';
import { ownAccount } from '#test/support/bank.ts';
import { aBusiness, aFirm, cookieFor, houseOn } from '#test/support/office.ts';

/** An office with one client, its web, and a caller for each side. */
export async function anOffice(db: Parameters<typeof houseOn>[0], databaseUrl: string, given?: Parameters<typeof openApp>[2]) {
  const house = houseOn(db);
  const app = await openApp(house, databaseUrl, given);
  const firm = await aFirm(house);
  const business = await aBusiness(house, firm.accountantId);
  const root = `${app.url}/api/v1/businesses/${business.businessId}`;
  const ask = (cookie: string) => async (method: string, path: string, body?: unknown) => {
    const isForm = body instanceof FormData;
    const response = await fetch(`${root}${path}`, {
      method,
      headers: { cookie, ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text && response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text };
  };
  const as = (cookie: string) =>
    Object.assign(ask(cookie), {
      bytes: async (path: string, body?: unknown) =>
        (
          await fetch(`${root}${path}`, {
            headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
            ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
          })
        ).arrayBuffer(),
    });
  const cookies = { owner: await cookieFor(house, business.email), accountant: await cookieFor(house, firm.email) };
  return {
    businessId: business.businessId,
    root,
    cookies,
    owner: as(cookies.owner),
    accountant: as(cookies.accountant),
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  };
}

/** What a screen hears of a business, as it comes. */
export async function events(office: Awaited<ReturnType<typeof anOffice>>, side: 'owner' | 'accountant') {
  const stop = new AbortController();
  const response = await fetch(`${office.root}/events`, { headers: { cookie: office.cookies[side] }, signal: stop.signal });
  const seen: string[] = [];
  const reading = (async () => {
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream()))
      for (const [, id] of piece.matchAll(/"id":"([^"]+)"/g)) seen.push(id!);
  })().catch(() => undefined);
  return {
    seen,
    until: (id: string) => vi.waitUntil(() => seen.includes(id), { timeout: 10_000 }),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await reading;
    },
  };
}

export const formOf = (name: string, text: string, fields: Record<string, string> = {}): FormData => {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  form.set('file', new Blob([text]), name);
  return form;
};

/** An OTPdirekt CSV of our own account. */
export const otp = (...lines: string[]): string => lines.join('\r\n');
export const otpLine = (day: string, amount: number, name: string, memo: string, balance: number): string =>
  `"${ownAccount}";"${amount < 0 ? 'T' : 'J'}";${amount};"HUF";"${day}";"${day}";${balance};"117000240000000200000000";"${name}";"${memo}";"";"";"NAPKÖZBENI ÁTUTALÁS";"";""`;
