import type { Permission } from '#services/domain/permissions.ts';

export type Schema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  pattern?: string;
  example?: unknown;
  examples?: unknown[];
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  required?: string[];
  additionalProperties?: boolean | Schema;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
};
export type Parameter = { in: 'path' | 'query'; name: string; schema: Schema };
type Described = {
  paths: Record<
    string,
    Record<string, { 'x-permission': Permission; parameters?: Parameter[]; requestBody?: { content: Record<string, { schema: Schema }> } }>
  >;
  components: { schemas: Record<string, Schema> };
};

/** One route as the OpenAPI document describes it; nothing here knows any route by name. */
export type Operation = {
  method: string;
  path: string;
  permission: Permission;
  /** A whole address and body of the declared shape, every field given: `place` fills the path, `fill` query and body. */
  sample(place: Fill, fill?: Fill): { address: string; body: string | FormData | null };
  /** As described, for whoever makes addresses and bodies of other kinds. */
  parameters: Parameter[];
  body: { type: string; schema: Schema } | null;
  named: Record<string, Schema>;
  /** Where an id of somebody's row could stand: in the path beside the place itself, in the query, anywhere in the body. */
  idFields: string[];
};
/** What to write where an id or free text is asked for. */
export type Fill = { businessId: string; accountantId: string; id: string; text: string };

/** Every route that the hub describes. */
export async function operationsOf(url: string): Promise<Operation[]> {
  const described = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as Described;
  const named = described.components.schemas;
  return Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { 'x-permission': permission, parameters = [], requestBody }]) => {
      const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
      const places = ['businessId', 'accountantId'];
      const idFields = [
        ...parameters.filter((each) => isId(each.schema) && !(each.in === 'path' && places.includes(each.name))).map(({ name }) => name),
        ...(content ? idsIn(content.schema, named) : []),
      ];
      const sample = (place: Fill, fill = place) => {
        const address = addressOf(path, parameters, named, place, fill);
        const body = content ? (sampled(content.schema, '', named, fill) as Record<string, unknown>) : null;
        return { address, body: type === 'multipart/form-data' ? formOf(body ?? {}) : body && JSON.stringify(body) };
      };
      const declared = { parameters, named, body: type !== undefined && content ? { type, schema: content.schema } : null };
      return { method: method.toUpperCase(), path, permission, idFields, sample, ...declared };
    }),
  );
}

/** Where the next page begins or how long to wait says nothing of walls. */
const leftOut = new Set(['cursor', 'since', 'wait', 'limit']);

function addressOf(path: string, parameters: Parameter[], named: Record<string, Schema>, place: Fill, fill: Fill): string {
  let address = path;
  const query = new URLSearchParams();
  for (const { in: where, name, schema } of parameters)
    if (where === 'path') address = address.replace(`{${name}}`, encodeURIComponent(String(sampled(schema, name, named, place))));
    else if (!leftOut.has(name)) query.set(name, String(sampled(schema, name, named, fill)));
  return query.size > 0 ? `${address}?${query}` : address;
}

function formOf(fields: Record<string, unknown>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    form.set(name, name === 'file' ? new File(['an invented file'], 'minta.txt', { type: 'text/plain' }) : String(value));
  return form;
}

const isId = (schema: Schema): boolean =>
  schema.format === 'uuid' || (schema.anyOf ?? schema.oneOf ?? []).some(isId) || (schema.items !== undefined && isId(schema.items));

function idsIn(schema: Schema, named: Record<string, Schema>): string[] {
  const known = resolved(schema, named);
  return Object.entries(known.properties ?? {}).flatMap(([name, each]) => {
    const inner = resolved(each, named);
    return isId(inner) ? [name] : [...idsIn(inner, named), ...(inner.items ? idsIn(inner.items, named) : [])];
  });
}

const resolved = (schema: Schema, named: Record<string, Schema>): Schema =>
  schema.$ref === undefined ? schema : (named[schema.$ref.split('/').at(-1)!] ?? {});

/** Tried in order where a field wants a form of its own. */
const words = ['2026-11-22', '1270.00', '2', '1', 'retry', 'a'.repeat(32), '0'.repeat(64), '123456'];

function sampled(schema: Schema, name: string, named: Record<string, Schema>, fill: Fill): unknown {
  const { type, ...known } = resolved(schema, named);
  if (name === 'businessId') return fill.businessId;
  if (name === 'accountantId') return fill.accountantId;
  if (known.format === 'uuid') return fill.id;
  if (known.format === 'email' || /email/i.test(name)) return 'minta.cim@pelda.hu';
  if (known.const !== undefined) return known.const;
  if (known.enum) return known.enum[0];
  if (known.example !== undefined) return known.example;
  if (known.examples) return known.examples[0];
  const [first] = [...(known.anyOf ?? []), ...(known.oneOf ?? [])];
  if (first) return sampled(first, name, named, fill);
  const plain = Array.isArray(type) ? type[0] : type;
  if (known.properties || plain === 'object')
    return Object.fromEntries(Object.entries(known.properties ?? {}).map(([key, each]) => [key, sampled(each, key, named, fill)]));
  if (plain === 'array') return known.items ? [sampled(known.items, name, named, fill)] : [];
  if (plain === 'boolean') return true;
  if (plain === 'integer' || plain === 'number') return Math.max(known.minimum ?? 1, 1);
  if (known.format === 'date-time') return '2026-11-22T10:00:00Z';
  if (known.pattern === undefined) return fill.text;
  const pattern = new RegExp(known.pattern, 'u');
  return [fill.text, ...words].find((word) => pattern.test(word)) ?? fill.text;
}
