import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sequelize } from 'sequelize';
import { expect } from 'vitest';
import { restingStates } from '#services/domain/document-state.ts';
import { freePort } from '#services/platform/free-port.ts';
import { row } from '#storage/sql.ts';
import { aMailAddress } from './builders.ts';
import { type HubProcess, spawnHub } from './hub.ts';
import { aMail, mailSender } from './mails.ts';
import { aBusiness, aFirm, cookieFor, houseOn } from './office.ts';

const roles = ['doors', 'web', 'worker'] as const;
export type Role = (typeof roles)[number];

/** A hub of three processes on fixed ports, and senders that do what real ones do: try again until it is accepted. */
export async function aHubUnderLoad(db: Sequelize, env: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-load-'));
  chmodSync(folder, 0o711);
  const [smtpPort, webPort] = [await freePort(), await freePort()];
  const settings = {
    HUB_DATA: folder,
    SMTP_PORT: String(smtpPort),
    WEB_PORT: String(webPort),
    MAIL_DOMAIN: 'hub.test',
    LOG_LEVEL: 'error',
    ...env,
  };
  const house = houseOn(db);
  const firm = await aFirm(house);
  const { businessId, email } = await aBusiness(house, firm.accountantId);
  const cookie = await cookieFor(house, email);
  await db.query('update mail_addresses set retired_at = now() where business_id = $1', { bind: [businessId] });
  const address = `${await aMailAddress(db, businessId)}@hub.test`;
  const start = (role: Role) => spawnHub(['start', role], settings);
  const processes = Object.fromEntries(roles.map((role) => [role, start(role)])) as unknown as Record<Role, HubProcess>;

  /** What was answered instead of yes, with how often. */
  const refusals = new Map<string, number>();
  const refused = (what: string) => refusals.set(what, (refusals.get(what) ?? 0) + 1);
  /** Sends one thing until it is accepted. */
  async function insist(send: () => Promise<void>, nameOf: (error: unknown) => string): Promise<void> {
    for (;;) {
      try {
        return await send();
      } catch (error) {
        refused(nameOf(error));
        await sleep(250);
      }
    }
  }
  const httpAnswer = (error: unknown) => `http ${(error as { status?: number }).status ?? 'no answer'}`;
  async function post(path: string, headers: Record<string, string>, body: FormData | string): Promise<unknown> {
    const url = `http://127.0.0.1:${webPort}/api/v1/${path}`;
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(60_000) });
    const said = await answer.text();
    if (!answer.ok) throw Object.assign(new Error('refused'), { status: answer.status });
    return JSON.parse(said);
  }
  async function handIn(text: string, headers: Record<string, string>): Promise<void> {
    const form = new FormData();
    form.set('file', new Blob([text]), 'bizonylat.txt');
    await post(`businesses/${businessId}/documents`, headers, form);
  }
  async function mailIn(id: string, attachments: Parameters<typeof aMail>[1], text?: string): Promise<void> {
    const raw = await aMail(id, attachments, text);
    await insist(
      async () => {
        using sender = mailSender(`127.0.0.1:${smtpPort}`);
        await sender.send(address, raw);
      },
      (error) => `smtp ${(error as { responseCode?: number }).responseCode ?? 'no answer'}`,
    );
  }
  /** Asked once, for it holds a quarter of an hour; anew when that is nearly over. */
  let granted: { token: string; until: number } | null = null;
  async function accessToken(): Promise<string> {
    if (granted === null || Date.now() > granted.until) {
      const body = JSON.stringify({ securityKey: firm.securityKey });
      const { accessToken: token } = (await post('tokens', { 'content-type': 'application/json' }, body)) as { accessToken: string };
      granted = { token, until: Date.now() + 600_000 };
    }
    return granted.token;
  }
  return {
    businessId,
    folder,
    settings,
    processes,
    refusals,
    start,
    mail: (number: number): Promise<void> =>
      mailIn(`load-${number}`, [{ filename: `${number}.txt`, content: Buffer.from(`levél ${number}`), contentType: 'text/plain' }]),
    /** A mail of which nothing is kept: its raw bytes leave at once. */
    chat: (number: number): Promise<void> => mailIn(`chat-${number}`, [], 'Köszönöm, rendben.'),
    upload: (number: number): Promise<void> => insist(() => handIn(`feltöltés ${number}`, { cookie }), httpAnswer),
    /** What a program sends: with its access token, and the same Idempotency-Key at every try. */
    push: (number: number): Promise<void> =>
      insist(
        async () => handIn(`beküldés ${number}`, { authorization: `Bearer ${await accessToken()}`, 'idempotency-key': `push-${number}` }),
        httpAnswer,
      ),
    /** Waits until nothing is under way; answers what is there. */
    async settled(patienceMs: number) {
      const resting = [...restingStates].map((state) => `'${state}'`).join(', ');
      const counts = () =>
        row<{ mails: number; handedIn: number; documents: number; resting: number; jobs: number }>(
          db,
          `select (select count(*)::integer from intakes where business_id = $1 and door = 'smtp') as mails,
             (select count(*)::integer from intakes where business_id = $1 and door = 'upload') as "handedIn",
             count(*)::integer as documents, count(*) filter (where state in (${resting}))::integer as resting,
             (select count(*)::integer from jobs where business_id = $1 and failed_at is null) as jobs
           from documents where business_id = $1`,
          businessId,
        );
      await expect
        .poll(
          async () => {
            const found = await counts();
            return found!.jobs === 0 && found!.documents === found!.resting;
          },
          { timeout: patienceMs, interval: 500 },
        )
        .toBe(true);
      return (await counts())!;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(roles.map((role) => processes[role][Symbol.asyncDispose]()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Does all of them, so many side by side. */
export async function inLanes(count: number, lanes: number, work: (number: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (next < count) await work(next++);
    }),
  );
}
