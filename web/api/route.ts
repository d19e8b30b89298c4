import type { IRouter, Request, Response } from 'express';
import type { Sequelize } from 'sequelize';
import type { z } from 'zod';
import { demandRate } from '#services/actions/sign-in/rates.ts';
import { networkOf } from '#services/actions/sign-in/throttle.ts';
import { type Caller, demand } from '#services/domain/caller.ts';
import { DomainError, type DomainErrorCode } from '#services/domain/errors.ts';
import type { Permission } from '#services/domain/permissions.ts';
import type { ApiDeps } from './deps.ts';
import { withIdempotency } from './idempotency.ts';
import { invalidRequest } from './problem.ts';
import { Reply } from './reply.ts';
import { demandStorable } from './storable.ts';

export type Method = 'get' | 'post' | 'patch' | 'put' | 'delete';

type Shape = z.ZodType;
type Out<S> = S extends z.ZodType ? z.infer<S> : undefined;

export type Handled<P, Q, B> = {
  params: Out<P>;
  query: Out<Q>;
  body: Out<B>;
  caller: Caller;
  request: Request;
  response: Response;
  /** The version from `If-Match`, there when the route says `ifMatch`. */
  version: number | undefined;
};

export type RouteDeclaration<
  P extends Shape | undefined,
  Q extends Shape | undefined,
  B extends Shape | undefined,
  A extends Shape | null,
> = {
  method: Method;
  path: `/${string}`;
  operationId: string;
  summary: string;
  /** Checked before the handler; a route without one does not compile. */
  permission: Permission;
  params?: P;
  query?: Q;
  body?: B;
  /** `multipart`: the handler reads the request itself. */
  bodyKind?: 'json' | 'multipart';
  /** Null: no JSON; the handler writes to the response itself, or there is no body (204). */
  answer: A;
  /** Media type of an answer that the handler writes itself. */
  answerType?: string;
  status?: number;
  problems: readonly DomainErrorCode[];
  ifMatch?: boolean;
  /** A password in the request or a secret in the answer: nothing of either is kept, so an Idempotency-Key does nothing here. */
  isSecret?: true;
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler that writes the answer itself returns nothing
  handle(input: Handled<P, Q, B>, deps: ApiDeps): Promise<(A extends Shape ? z.input<A> : void) | Reply>;
};

export type Route = RouteDeclaration<Shape | undefined, Shape | undefined, Shape | undefined, Shape | null>;

/** One declaration gives validation, the permission check before the handler, the checked answer and the OpenAPI entry. */
export const route = <
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends Shape | undefined = undefined,
  A extends Shape | null = null,
>(
  declaration: RouteDeclaration<P, Q, B, A>,
): Route => declaration as unknown as Route;

/** What may be asked for without signing in makes passwords be hashed and mails be sent; a whole office has one address. */
const publicPerMinute = 300;

/** Binds declared routes to a router, under its own prefix. */
export function mount(router: IRouter, routes: readonly Route[], deps: ApiDeps): void {
  for (const declared of routes) {
    router[declared.method](declared.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (request: Request, response: Response) => {
      const caller: Caller = response.locals['caller'];
      if (declared.permission === 'public' && declared.method !== 'get')
        await demandRate(deps.database, `public:${networkOf(request.ip ?? null)}`, publicPerMinute);
      const params = parsed(declared.params, request.params, 'the address');
      // Someone else's place is not found; the own one without the right is refused (promise 8).
      demand(caller, declared.permission, params as { businessId?: string; accountantId?: string } | undefined);
      const query = parsed(declared.query, request.query, 'the query');
      const body = declared.bodyKind === 'multipart' ? undefined : parsed(declared.body, request.body ?? {}, 'the body');
      const version = declared.ifMatch ? ifMatch(request) : undefined;
      const run = async (database: Sequelize): Promise<Reply> => {
        const result = await declared.handle({ params, query, body, caller, request, response, version }, { ...deps, database });
        if (response.headersSent) return new Reply(response.statusCode, undefined);
        const reply = result instanceof Reply ? result : new Reply(declared.status ?? (declared.answer === null ? 204 : 200), result);
        return declared.answer === null ? reply : new Reply(reply.status, declared.answer.parse(reply.body), reply.headers);
      };
      const key =
        declared.method === 'post' && declared.bodyKind !== 'multipart' && !declared.isSecret ? request.get('idempotency-key') : undefined;
      const reply =
        key === undefined
          ? await run(deps.database)
          : await withIdempotency(
              deps.database,
              { caller, request, operationId: declared.operationId, key, fingerprint: JSON.stringify(body ?? null) },
              run,
            );
      if (response.headersSent) return;
      for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value);
      if (reply.body === undefined) response.status(reply.status).end();
      else response.status(reply.status).json(reply.body);
    });
  }
}

function parsed(shape: Shape | undefined, given: unknown, where: string): unknown {
  if (!shape) return undefined;
  const result = shape.safeParse(given);
  if (result.success) {
    demandStorable(given, where);
    return result.data;
  }
  // An id that is none cannot name a row of anybody's.
  if (where === 'the address') throw new DomainError('not-found', 'there is nothing at this address');
  throw invalidRequest(result.error, where);
}

/** @throws DomainError `precondition-required` without the header, `stale` when it names no version */
function ifMatch(request: Request): number {
  const header = request.get('if-match');
  if (header === undefined) throw new DomainError('precondition-required', 'say with If-Match which version you saw');
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(header.trim())?.[1];
  if (version === undefined) throw new DomainError('stale', 'If-Match names no version of this item');
  return Number(version);
}
