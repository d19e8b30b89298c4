import type { DocumentKind } from '#services/domain/reading.ts';
import { DocumentView } from '#web/contract/documents.ts';
import { apiRoot, ProblemError, problemFrom } from '../api/client.ts';
import { newId } from '../shared/new-id.ts';

export type Upload = {
  id: string;
  businessId: string;
  file: File;
  /** Where the file stood in a dropped folder. */
  path: string;
  kind: DocumentKind | null;
  state: 'waiting' | 'sending' | 'done' | 'known' | 'failed';
  /** 0..1 of its bytes. */
  sent: number;
  document: DocumentView | null;
  problem: ProblemError | null;
};

/** Sent side by side; more would only share the same line. */
const atOnce = 3;
/** The hub takes no larger file (H-053); asking first spares the wait. */
const maxFileBytes = 26_214_400;

let uploads: readonly Upload[] = [];
const listeners = new Set<() => void>();

/** Files on their way in. Lives beside the screens, so that sending goes on when a page is left. */
export const uploadStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  all: () => uploads,
  add(businessId: string, files: readonly { file: File; path: string }[], kind: DocumentKind | null): void {
    const added = files.map(({ file, path }): Upload => {
      const isTooLarge = file.size > maxFileBytes;
      const problem = isTooLarge ? new ProblemError('delivery-too-large', 'too large', 413) : null;
      return {
        id: newId(),
        businessId,
        file,
        path,
        kind,
        state: isTooLarge ? 'failed' : 'waiting',
        sent: 0,
        document: null,
        problem,
      };
    });
    set([...uploads, ...added]);
    work();
  },
  retry(id: string): void {
    change(id, { state: 'waiting', sent: 0, problem: null });
    work();
  },
  clear(businessId: string): void {
    set(uploads.filter((upload) => upload.businessId !== businessId || upload.state === 'sending' || upload.state === 'waiting'));
  },
};

function set(next: readonly Upload[]): void {
  uploads = next;
  for (const listener of listeners) listener();
}

const change = (id: string, changes: Partial<Upload>): void =>
  set(uploads.map((upload) => (upload.id === id ? { ...upload, ...changes } : upload)));

function work(): void {
  const free = atOnce - uploads.filter((upload) => upload.state === 'sending').length;
  for (const upload of uploads.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, free))) void send(upload);
}

async function send(upload: Upload): Promise<void> {
  change(upload.id, { state: 'sending' });
  try {
    const { status, document } = await post(upload, (sent) => change(upload.id, { sent }));
    change(upload.id, { state: status === 201 ? 'done' : 'known', sent: 1, document });
  } catch (error) {
    change(upload.id, {
      state: 'failed',
      problem: error instanceof ProblemError ? error : new ProblemError('unexpected', String(error), 0),
    });
  }
  work();
}

/** XMLHttpRequest, because fetch does not tell how much has left. */
function post(
  { businessId, file, path, kind, id }: Upload,
  onProgress: (sent: number) => void,
): Promise<{ status: number; document: DocumentView }> {
  const form = new FormData();
  if (kind) form.append('kind', kind);
  form.append('file', file, path.split('/').at(-1));
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${apiRoot}/businesses/${businessId}/documents`);
    // The same file tried again after a lost answer is not a second one.
    request.setRequestHeader('idempotency-key', id);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onerror = () => reject(new ProblemError('offline', 'no answer', 0));
    request.onload = () => {
      if (request.status >= 300)
        return reject(problemFrom(request.responseText, request.status, request.getResponseHeader('x-request-id')));
      const document = DocumentView.safeParse(JSON.parse(request.responseText));
      if (document.success) resolve({ status: request.status, document: document.data });
      else reject(new ProblemError('unexpected', 'not a document', request.status));
    };
    request.send(form);
  });
}
