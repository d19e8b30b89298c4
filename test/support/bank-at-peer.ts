import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { type Banks, openBanks } from '#services/connectors/bank/open-banks.ts';
import { addDays, dayInBudapest } from '#services/domain/day.ts';

/** The IBANs of two invented accounts; as the hub keeps them, 24 digits. */
export const ibans = ['HU44999000090000000100000009', 'HU18999000090000000200000008'] as const;

export type PeerCall = {
  method: string;
  path: string;
  query: string;
  consent: string | null;
  psu: string | null;
  token: string | null;
  status: number;
};
export type PeerConsent = { id: string; status: string; ibans: string[] | null; validUntil: string; back: string };

/** The bank's own process, what tests tell it, and a browser's way over its page. */
export async function startBankPeer(...tls: string[]) {
  const start = async (): Promise<[ChildProcess, string]> => {
    const child = spawn(process.execPath, [fileURLToPath(new URL('bank-peer.ts', import.meta.url)), ...tls], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const [line] = await once(child.stdout!, 'data');
    return [child, String(line).trim()];
  };
  const [child, url] = await start();
  const tell = async (what: string, body?: unknown) => {
    const response = await fetch(`${url}/peer/${what}`, body === undefined ? {} : { method: 'PUT', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`the peer does not know ${what}`);
    return response.status === 204 ? null : response.json();
  };
  return {
    url,
    tell,
    log: async () => (await tell('log')) as PeerCall[],
    consents: async () => (await tell('consents')) as PeerConsent[],
    /** The customer decides on the bank's page; answers where the bank sends the browser. */
    async decide(page: string, answer: 'yes' | 'no'): Promise<URL> {
      const shown = await fetch(page);
      if (!(await shown.text()).includes('Jóváhagyom')) throw new Error('no page for the customer');
      const response = await fetch(page, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ answer }),
      });
      return new URL(response.headers.get('location') ?? '');
    },
    [Symbol.dispose]: () => void child.kill(),
  };
}
export type BankPeer = Awaited<ReturnType<typeof startBankPeer>>;

/** A file of profiles with one bank at the peer. */
export function profileAt(url: string, given: Record<string, unknown> = {}): { file: string; banks: Banks } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-banks-'));
  const file = join(folder, 'banks.json');
  writeFileSync(join(folder, 'secret'), 'proba-titok\n');
  writeFileSync(file, JSON.stringify({ banks: [{ id: 'proba', name: 'Próba Bank', baseUrl: url, patienceSeconds: 1, ...given }] }));
  return {
    file,
    banks: openBanks(file, { isPrivateAllowed: true }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A peer with its profile for all tests of a file. */
export async function theBank() {
  const peer = await startBankPeer();
  const profile = profileAt(peer.url);
  afterAll(() => {
    peer[Symbol.dispose]();
    profile[Symbol.dispose]();
  });
  return { peer, profile };
}

export const daysAgo = (days: number): string => addDays(dayInBudapest(new Date()), -days);

let lines = 0;
/** A booked entry as a bank writes it. */
export function entry(daysBack: number, amount: string, given: Record<string, unknown> = {}) {
  lines += 1;
  const side = amount.startsWith('-') ? 'creditor' : 'debtor';
  return {
    transactionId: `T-${lines}`,
    bookingDate: daysAgo(daysBack),
    valueDate: daysAgo(daysBack),
    transactionAmount: { currency: 'HUF', amount },
    [`${side}Name`]: 'Vevő Bt.',
    [`${side}Account`]: { iban: 'HU89999000090000000300000007' },
    remittanceInformationUnstructured: `közlemény ${lines}`,
    proprietaryBankTransactionCode: 'TRF',
    ...given,
  };
}

export const anAccount = (iban: string, booked: ReturnType<typeof entry>[], given: Record<string, unknown> = {}) => ({
  resourceId: `r-${iban.slice(-10)}`,
  iban,
  currency: 'HUF',
  balance: '125000.50',
  booked,
  ...given,
});
