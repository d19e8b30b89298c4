import { z } from 'zod';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { Problem } from '../contract/shapes.ts';
import { statusOf } from './problem.ts';
import type { Route } from './route.ts';

/** OpenAPI 3.1 from the very declarations that validate, so the description cannot be wrong. */
export function openApiDocument(routes: readonly Route[], version: string): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {};
  for (const each of routes) {
    const responses: Record<string, object> = {
      [String(each.status ?? (each.answer === null && !each.answerType ? 204 : 200))]: {
        description: each.summary,
        ...(each.answer ? { content: { 'application/json': { schema: each.answer } } } : {}),
        ...(each.answerType ? { content: { [each.answerType]: { schema: z.string() } } } : {}),
      },
    };
    const problems = new Set([
      ...each.problems,
      'invalid-request' as const,
      'too-many-requests' as const,
      ...(each.permission === 'public' ? [] : ['not-signed-in' as const]),
    ]);
    for (const [status, codes] of Map.groupBy(problems, (code) => statusOf[code]))
      responses[String(status)] = {
        description: codes.map((code) => `/problems/${code}`).join(', '),
        content: { 'application/problem+json': { schema: Problem } },
      };
    paths[each.path] = {
      ...paths[each.path],
      [each.method]: {
        operationId: each.operationId,
        summary: each.summary,
        tags: [each.path.split('/').findLast((part) => part !== '' && !part.startsWith('{')) ?? 'hub'],
        'x-permission': each.permission,
        security: each.permission === 'public' ? [] : [{ session: [] }, { token: [] }],
        requestParams: { ...(each.params ? { path: each.params } : {}), ...(each.query ? { query: each.query } : {}) },
        ...(each.body
          ? {
              requestBody: {
                required: true,
                content: { [each.bodyKind === 'multipart' ? 'multipart/form-data' : 'application/json']: { schema: each.body } },
              },
            }
          : {}),
        responses,
      },
    } as ZodOpenApiPathsObject[string];
  }
  return createDocument({
    openapi: '3.1.1',
    info: { title: 'Bizonylat', version, description: 'The hub between businesses and their accountants.' },
    servers: [{ url: '/api/v1' }],
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'session' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
    paths,
  });
}
