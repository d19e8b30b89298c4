import type { ErrorRequestHandler, Response } from 'express';
import { prettifyError, type ZodError } from 'zod';
import { DomainError, type DomainErrorCode } from '#services/domain/errors.ts';
import type { Log } from '#services/platform/log.ts';

/** The one place that knows both our errors and HTTP; a new code without a status does not compile. */
export const statusOf: Readonly<Record<DomainErrorCode, number>> = {
  'not-found': 404,
  'invalid-request': 400,
  'not-allowed': 403,
  'private-lines': 403,
  'not-signed-in': 401,
  conflict: 409,
  stale: 412,
  'precondition-required': 428,
  'idempotency-mismatch': 422,
  'too-many-requests': 429,
  'delivery-too-large': 413,
  'storage-unavailable': 503,
  'storage-full': 507,
  'object-changed': 500,
  'object-missing': 500,
  unreadable: 422,
  'empty-file': 422,
  encrypted: 422,
  'wrong-password': 422,
  'unknown-type': 422,
  'too-many-pages': 422,
  'too-many-pixels': 422,
  'too-many-entries': 422,
  'too-many-attachments': 422,
  'too-deep': 422,
  'too-large-unpacked': 422,
  'out-of-time': 503,
  'out-of-memory': 422,
  'reader-crashed': 422,
  'statement-unreadable': 422,
  'not-a-statement': 422,
  'invalid-setting': 422,
  'sign-in-failed': 401,
  'code-needed': 401,
  'terms-not-accepted': 403,
  'declaration-missing': 422,
  'already-registered': 409,
  'link-not-valid': 410,
  'not-open': 409,
  'attached-elsewhere': 409,
  'still-attached': 409,
  'legal-hold': 409,
  'bank-connected': 409,
  'confirmation-needed': 422,
  'password-too-weak': 422,
  'last-one': 409,
  'address-not-allowed': 422,
  'folders-overlap': 409,
  'bank-unavailable': 503,
  'bank-refused': 502,
};

export type Problem = { type: string; title: string; status: number; facts?: Readonly<Record<string, string | number>> };

export function problemOf(error: unknown): Problem {
  if (error instanceof DomainError)
    return { type: `/problems/${error.code}`, title: error.message, status: statusOf[error.code], facts: error.facts };
  if (isOfGoneBusiness(error)) return problemOf(new DomainError('not-found', 'there is no such business'));
  if (isHttpError(error)) return { type: '/problems/invalid-request', title: error.message, status: error.status };
  if (isAway(error)) return { type: '/problems/storage-unavailable', title: 'the hub cannot reach its database', status: 503 };
  return { type: 'about:blank', title: 'internal error', status: 500 };
}

/** What body parsers throw, and the router for an address that is no text: a status below 500 and a message meant for the sender. */
const isHttpError = (error: unknown): error is { status: number; message: string } => {
  const { status, expose } = (error ?? {}) as { status?: unknown; expose?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500 && (expose === true || error instanceof URIError);
};

/** The business was deleted while the request was under way: its rows refuse newcomers. */
const isOfGoneBusiness = (error: unknown): boolean =>
  ((error as { parent?: { code?: string; constraint?: string } } | null)?.parent?.constraint ?? '').endsWith('_business_id_fkey');

/** PostgreSQL stopped or restarting: the sender may try again. */
const isAway = (error: unknown): boolean =>
  [
    'SequelizeConnectionError',
    'SequelizeConnectionRefusedError',
    'SequelizeConnectionAcquireTimeoutError',
    'SequelizeHostNotFoundError',
  ].includes((error as { name?: string } | null)?.name ?? '') ||
  ['57P01', '57P03', '08006', 'ECONNREFUSED', 'ECONNRESET'].includes(
    ((error as { parent?: { code?: string } } | null)?.parent?.code ?? '') as string,
  );

export function sendProblem(response: Response, problem: Problem): void {
  if (problem.status === 429 || problem.status === 503)
    response.setHeader('Retry-After', String(problem.facts?.['retryAfterSeconds'] ?? 5));
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** Answers with RFC 9457 problem details. An unknown error says nothing of itself; it goes to the log. */
export const answerProblem =
  (log: Log): ErrorRequestHandler =>
  (error, request, response, _next) => {
    if (response.headersSent) {
      // Half an answer cannot be taken back: a cut connection says that it is not whole. A reader who went away is no failure.
      if (!response.destroyed) log.error({ error, path: request.path }, 'answer broken off');
      response.destroy();
      return;
    }
    const problem = problemOf(error);
    if (problem.status >= 500) log.error({ error, path: request.path }, 'request failed');
    sendProblem(response, problem);
  };

/** A request that does not fit its declaration, named in the sender's terms. */
export const invalidRequest = (error: ZodError, where: string): DomainError =>
  new DomainError('invalid-request', `${where} is not understood`, { where, reason: prettifyError(error).slice(0, 1_000) });
