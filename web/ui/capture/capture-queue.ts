import { DocumentView, type EnteredValues } from '#web/contract/documents.ts';
import { apiRoot, ProblemError, problemFrom } from '../api/client.ts';
import { newId } from '../shared/new-id.ts';
import { store } from './capture-store.ts';

/** A photographed voucher on its way: kept in the browser until the hub has answered for it. */
export type Captured = {
  id: string;
  businessId: string;
  name: string;
  file: Blob;
  pages: number;
  entered: Partial<EnteredValues> | null;
  at: number;
  /** Why the hub will not have it; a person decides. Null: it goes as soon as there is a connection. */
  refused: string | null;
};

export type QueueState = {
  waiting: readonly Captured[];
  /** Of this visit, the latest first. */
  sent: readonly { captured: Pick<Captured, 'id' | 'name' | 'businessId'>; document: DocumentView; isKnown: boolean }[];
  /** Why nothing leaves at the moment. */
  halt: 'offline' | 'not-signed-in' | 'busy' | null;
};

/** While something waits, it is tried again so often even if nobody says that the net is back. */
const retryMs = 15_000;

let state: QueueState = { waiting: [], sent: [], halt: null };
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

function set(next: Partial<QueueState>): void {
  state = { ...state, ...next };
  for (const listener of listeners) listener();
}

export const captureQueue = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  state: () => state,
  /** Resolves when the photo is safe in the browser; sending it follows. */
  async add(captured: Omit<Captured, 'id' | 'at' | 'refused'>): Promise<void> {
    await store('captured', 'readwrite', (all) => all.put({ ...captured, id: newId(), at: Date.now(), refused: null }));
    await look();
    void send();
  },
  async remove(id: string): Promise<void> {
    await store('captured', 'readwrite', (all) => all.delete(id));
    await look();
  },
  async retry(captured: Captured): Promise<void> {
    await store('captured', 'readwrite', (all) => all.put({ ...captured, refused: null }));
    await look();
    void send();
  },
  /** Looks what waits from an earlier visit, and sends it; again whenever the net is back. */
  start(): () => void {
    const again = () => void send();
    addEventListener('online', again);
    void look().then(send);
    return () => {
      removeEventListener('online', again);
      clearTimeout(timer);
    };
  },
};

async function look(): Promise<void> {
  const waiting = await store<Captured[]>('captured', 'readonly', (all) => all.getAll());
  set({ waiting: waiting.sort((a, b) => a.at - b.at) });
}

/** One page sends at a time, also when several are open. Each photo keeps its id, so an answer that was lost makes no second one. */
async function send(): Promise<void> {
  clearTimeout(timer);
  if ('locks' in navigator) await navigator.locks.request('capture-queue', { ifAvailable: true }, (lock) => (lock ? sendAll() : undefined));
  else await sendAll();
  if (state.waiting.some(({ refused }) => refused === null)) timer = setTimeout(() => void send(), retryMs);
}

async function sendAll(): Promise<void> {
  for (;;) {
    await look();
    const next = state.waiting.find(({ refused }) => refused === null);
    if (!next) return set({ halt: null });
    try {
      const { document, isKnown } = await post(next);
      await store('captured', 'readwrite', (all) => all.delete(next.id));
      const { id, name, businessId } = next;
      set({ sent: [{ captured: { id, name, businessId }, document, isKnown }, ...state.sent], halt: null });
    } catch (error) {
      const { status, code } = error instanceof ProblemError ? error : new ProblemError('unexpected', String(error), 0);
      if (status === 0) return set({ halt: 'offline' });
      if (status === 401) return set({ halt: 'not-signed-in' });
      if (status >= 500 || status === 429 || status === 409) return set({ halt: 'busy' });
      await store('captured', 'readwrite', (all) => all.put({ ...next, refused: code }));
    }
  }
}

async function post({ id, businessId, file, name, entered }: Captured): Promise<{ document: DocumentView; isKnown: boolean }> {
  const form = new FormData();
  form.append('door', 'capture');
  if (entered) form.append('entered', JSON.stringify(entered));
  form.append('file', file, name);
  let answer: Response;
  try {
    answer = await fetch(`${apiRoot}/businesses/${businessId}/documents`, {
      method: 'POST',
      headers: { 'idempotency-key': id },
      body: form,
    });
  } catch (cause) {
    throw Object.assign(new ProblemError('offline', 'no answer', 0), { cause });
  }
  if (!answer.ok) throw problemFrom(await answer.text(), answer.status, answer.headers.get('x-request-id'));
  return { document: DocumentView.parse(await answer.json()), isKnown: answer.status === 200 };
}
