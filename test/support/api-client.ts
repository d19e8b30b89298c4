import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { restingStates } from '#services/domain/document-state.ts';
import type { BusinessView } from '#web/contract/businesses.ts';
import { ChangesAnswer } from '#web/contract/changes.ts';
import type { DocumentView } from '#web/contract/documents.ts';
import type { IntakeView } from '#web/contract/intakes.ts';
import type { InvoiceView } from '#web/contract/invoices.ts';

type Items<View extends z.ZodType> = z.infer<View>[];

/** What a ledger program asks of the hub, with the accountant's security key. */
export type ApiClient = {
  businesses(): Promise<Items<typeof BusinessView>>;
  documents(businessId: string): Promise<Items<typeof DocumentView>>;
  invoices(businessId: string): Promise<Items<typeof InvoiceView>>;
  intakes(businessId: string): Promise<Items<typeof IntakeView>>;
  /** Any other question below a business, by its path. */
  ask(businessId: string, path: string, init?: RequestInit): Promise<Response>;
  content(businessId: string, documentId: string): Promise<Buffer>;
  /** What changed after a cursor; waits up to 30 s for news. */
  changes(since: string | undefined): Promise<z.infer<typeof ChangesAnswer>>;
  upload(businessId: string, name: string, bytes: Uint8Array): Promise<Response>;
  /** All documents, once none of them is on its way any more. */
  restingDocuments(businessId: string, atLeast: number, patienceMs: number): Promise<Items<typeof DocumentView>>;
};

export async function apiClient({ url, accountant }: { url: string; accountant: { securityKey: string } }): Promise<ApiClient> {
  const granted = await fetch(`${url}/api/v1/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ securityKey: accountant.securityKey }),
  });
  if (granted.status !== 201) throw new Error(`the token request was answered ${granted.status}`);
  const { accessToken } = (await granted.json()) as { accessToken: string };
  const headers = { authorization: `Bearer ${accessToken}` };
  const placeOf = (businessId: string) => `${url}/api/v1/businesses/${businessId}`;

  async function everything<Item>(address: string): Promise<Item[]> {
    const items: Item[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const answer = await fetch(`${address}?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, { headers });
      if (!answer.ok) throw new Error(`${address} was answered ${answer.status}`);
      const page = (await answer.json()) as { items: Item[]; next: string | null };
      items.push(...page.items);
      cursor = page.next;
    }
    return items;
  }

  const client: ApiClient = {
    businesses: () => everything(`${url}/api/v1/businesses`),
    documents: (businessId) => everything(`${placeOf(businessId)}/documents`),
    invoices: (businessId) => everything(`${placeOf(businessId)}/invoices`),
    intakes: (businessId) => everything(`${placeOf(businessId)}/intakes`),
    ask: (businessId, path, init = {}) =>
      fetch(`${placeOf(businessId)}${path}`, { ...init, headers: { ...headers, 'content-type': 'application/json', ...init.headers } }),
    async content(businessId, documentId) {
      const answer = await fetch(`${placeOf(businessId)}/documents/${documentId}/content`, { headers });
      if (!answer.ok) throw new Error(`the content was answered ${answer.status}`);
      return Buffer.from(await answer.arrayBuffer());
    },
    async changes(since) {
      const answer = await fetch(`${url}/api/v1/changes?wait=30${since === undefined ? '' : `&since=${encodeURIComponent(since)}`}`, {
        headers,
      });
      if (!answer.ok) throw new Error(`the changes were answered ${answer.status}`);
      return ChangesAnswer.parse(await answer.json());
    },
    upload(businessId, name, bytes) {
      const form = new FormData();
      form.set('file', new Blob([Uint8Array.from(bytes)]), name);
      return fetch(`${placeOf(businessId)}/documents`, { method: 'POST', headers, body: form });
    },
    async restingDocuments(businessId, atLeast, patienceMs) {
      const until = Date.now() + patienceMs;
      for (;;) {
        const documents = await client.documents(businessId);
        if (documents.length >= atLeast && documents.every(({ state }) => restingStates.has(state))) return documents;
        if (Date.now() > until) {
          const states = documents.map(({ name, state }) => `${name}: ${state}`).join('\n');
          throw new Error(`${documents.length} of ${atLeast} documents after ${patienceMs} ms:\n${states}`);
        }
        await sleep(200);
      }
    },
  };
  return client;
}
