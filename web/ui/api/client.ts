import type { z } from 'zod';
import { Problem } from '#web/contract/shapes.ts';

/** A refusal of the hub (RFC 9457), or no answer at all (`offline`). */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: string;
  readonly status: number;
  readonly facts: Readonly<Record<string, string | number>>;
  /** What the operator finds the case by; null when the hub gave none. */
  readonly requestId: string | null;

  constructor(code: string, title: string, status: number, facts: Record<string, string | number> = {}, requestId: string | null = null) {
    super(title);
    this.code = code;
    this.status = status;
    this.facts = facts;
    this.requestId = requestId;
  }
}

export const apiRoot = '/api/v1';

type Filters = Readonly<Record<string, string | number | boolean | undefined | null>>;

/** Adds the filters that say something to an address. */
export function withFilters(path: string, filters: Filters): string {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length === 0 ? path : `${path}?${query}`;
}

async function ask(method: string, path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(apiRoot + path, { method, credentials: 'same-origin', ...init });
  } catch (cause) {
    throw Object.assign(new ProblemError('offline', 'no answer', 0), { cause });
  }
  if (!response.ok) throw problemFrom(await response.text(), response.status, response.headers.get('x-request-id'));
  return response;
}

/** Reads an error answer; what is no problem document is told by its status alone. */
export function problemFrom(text: string, status: number, requestId: string | null): ProblemError {
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {
    // a proxy's page, not our answer: the status has to do
  }
  const problem = Problem.safeParse(body);
  if (!problem.success) return new ProblemError('unexpected', `HTTP ${status}`, status, {}, requestId);
  const { type, title, facts } = problem.data;
  return new ProblemError(type.startsWith('/problems/') ? type.slice('/problems/'.length) : 'unexpected', title, status, facts, requestId);
}

const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

async function read<S extends z.ZodType>(response: Response, shape: S): Promise<z.infer<S>> {
  return shape.parse(await response.json());
}

/** The hub's HTTP interface as the screens use it: cookies, problem documents, checked answers. */
export const api = {
  get: async <S extends z.ZodType>(path: string, shape: S) => read(await ask('GET', path), shape),
  text: async (path: string): Promise<string> => (await ask('GET', path)).text(),
  post: async <S extends z.ZodType>(path: string, body: unknown, shape: S) => read(await ask('POST', path, json(body)), shape),
  put: async <S extends z.ZodType>(path: string, body: unknown, shape: S) => read(await ask('PUT', path, json(body)), shape),
  /** Takes back the last word on the version that was seen. */
  undo: async <S extends z.ZodType>(path: string, version: number, shape: S) =>
    read(await ask('POST', path, json({}, { 'if-match': `"${version}"` })), shape),
  /** A form with a file in it. */
  form: async <S extends z.ZodType>(path: string, form: FormData, shape: S) => read(await ask('POST', path, { body: form }), shape),
  /** For acts whose answer nobody needs. */
  send: async (method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<void> => {
    await ask(method, path, body === undefined ? {} : json(body));
  },
  /** A change of the version that was seen; someone else's change in between is refused with `stale`. */
  patch: async <S extends z.ZodType>(path: string, body: unknown, version: number | null, shape: S) =>
    read(await ask('PATCH', path, json(body, version === null ? {} : { 'if-match': `"${version}"` })), shape),
};
