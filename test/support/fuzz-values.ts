import type { Parameter, Schema } from './api-sample.ts';

/** Numbers from a seed, so that a run can be had again (mulberry32). */
export type Dice = { below(count: number): number; chance(share: number): boolean; of<T>(choices: readonly T[]): T };

export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  return { below, chance: (share) => next() < share, of: (choices) => choices[below(choices.length)]! };
}

const nul = '\u0000';
const loneSurrogate = '\ud800';
/** What a text field lets in by its form and a store may choke on. */
const oddTexts = [
  '',
  ' ',
  'próba',
  `a${nul}b`,
  `a${loneSurrogate}`,
  '\udc00\ud800',
  '\u202eabc\u200b',
  "' or 1=1; --",
  '\\',
  '%',
  '_%_',
  '%00',
  '../../etc/passwd',
  '{}',
  '(((((',
  '🙂'.repeat(50),
  'á'.repeat(300),
  'x'.repeat(20_000),
  'NaN',
  '-0',
  '1e999',
  '\r\nSet-Cookie: a=b',
  '__proto__',
];
const oddDays = [
  '2026-11-22',
  '2024-02-29',
  '0000-01-01',
  '0001-01-01',
  '9999-12-31',
  '2026-02-30',
  '2026-13-01',
  '-000001-01-01',
  '12026-01-01',
  'today',
  'infinity',
];
const oddInstants = [
  '2026-11-22T10:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '9999-12-31T23:59:59.999999999999Z',
  '2026-11-22T10:00:00+14:00',
  '2026-11-22T24:00:00Z',
  '2016-12-31T23:59:60Z',
  '+275760-09-13T00:00:00Z',
];
const oddAmounts = [
  '0',
  '-0',
  '1270.00',
  '0.005',
  '99999999999999.99',
  '92233720368547758.07',
  '92233720368547758.08',
  '9'.repeat(40),
  `0.${'0'.repeat(60)}1`,
  '1e5',
  '-1',
];
const oddNumbers = [0, 1, -1, 2, 50, 200, 201, 0.5, 2 ** 31 - 1, 2 ** 31, 2 ** 53, -(2 ** 53), 1e21, 1e308];
const oddIds = [
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  'FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF',
  '{}',
  "1'",
  '0192aaaa-0000-7000-8000-00000000000',
];
const cursor = (content: unknown) => Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)).toString('base64url');
const someId = '0192aaaa-0000-7000-8000-000000000001';
const oddCursors = [
  'x',
  '',
  cursor('0.0'),
  cursor('18446744073709551615.9223372036854775807'),
  cursor('18446744073709551616.0'),
  cursor('0123abcd.5.5'),
  ...['2026-11-22 10:00:00+00', '2026', '1 jan', 'infinity', '-infinity', '+275760-09-13', '0000-01-01', '99999-01-01', 'now', '', nul].map(
    (at) => cursor([at, someId]),
  ),
  ...[null, 0, 1e308, '9'.repeat(30), -1, {}, []].flatMap((place) => [
    cursor([place, someId]),
    cursor([place]),
    cursor({ place }),
    cursor(place),
  ]),
  cursor(['2026-11-22', '-'.repeat(36)]),
  cursor(['2026-11-22', '------------------------------------', 1]),
  cursor([1, 2, 3, 4]),
  cursor([someId, someId]),
];

export type Known = { ids: readonly string[]; named: Record<string, Schema> };

const resolved = (schema: Schema, named: Record<string, Schema>): Schema =>
  schema.$ref === undefined ? schema : (named[schema.$ref.split('/').at(-1)!] ?? {});

/** A value that the schema lets in, with a liking for the rims of what it lets in. */
export function allowedValue(schema: Schema, name: string, known: Known, dice: Dice): unknown {
  const { type, ...each } = resolved(schema, known.named);
  if (each.const !== undefined) return each.const;
  if (each.enum) return dice.of(each.enum);
  const choices = [...(each.anyOf ?? []), ...(each.oneOf ?? [])];
  if (choices.length > 0) return allowedValue(dice.of(choices), name, known, dice);
  const plain = Array.isArray(type) ? dice.of(type) : type;
  if (plain === 'null') return null;
  if (plain === 'boolean') return dice.chance(0.5);
  if (plain === 'integer' || plain === 'number') {
    const [least, most] = [each.minimum ?? -1_000_000, each.maximum ?? 1_000_000];
    return dice.of([
      least,
      most,
      ...oddNumbers.filter((number) => number >= least && number <= most && (plain === 'number' || Number.isInteger(number))),
    ]);
  }
  if (plain === 'array')
    return Array.from({ length: (each.minItems ?? 0) + dice.below(3) }, () => allowedValue(each.items ?? {}, name, known, dice));
  if (plain === 'object' || each.properties) {
    const fields = Object.entries(each.properties ?? {}).filter(([key]) => each.required?.includes(key) || dice.chance(0.6));
    const own = fields.map(([key, field]) => [key, allowedValue(field, key, known, dice)]);
    const free =
      typeof each.additionalProperties === 'object'
        ? [[dice.of(oddTexts).slice(0, 50), allowedValue(each.additionalProperties, name, known, dice)]]
        : [];
    return Object.fromEntries([...own, ...free]);
  }
  return allowedText(each, name, known, dice);
}

function allowedText(schema: Schema, name: string, { ids }: Known, dice: Dice): string {
  if (schema.format === 'uuid') return dice.of(ids);
  if (/^(cursor|since)$/.test(name)) return dice.of(oddCursors);
  if (schema.format === 'email' || /email/i.test(name)) return dice.of(['minta.cim@pelda.hu', `${'a'.repeat(64)}@pelda.hu`]);
  if (schema.format === 'date') return dice.of(oddDays);
  if (schema.format === 'date-time') return dice.of(oddInstants);
  const examples = [schema.example, ...(schema.examples ?? [])].filter((each) => typeof each === 'string');
  const [shortest, longest] = [schema.minLength ?? 0, schema.maxLength ?? 50_000];
  const fitting = (texts: readonly string[]) =>
    texts
      .map((text) => text.slice(0, longest).padEnd(shortest, 'x'))
      .filter((text) => schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(text));
  const texts = fitting([...examples, ...oddTexts, ...oddAmounts, ...oddDays, '123456', 'a'.repeat(64), '98000010-2-42']);
  return texts.length > 0 && dice.chance(0.9) ? dice.of(texts) : dice.of(oddTexts);
}

/** Anything at all. */
export const anyValue = (dice: Dice): unknown =>
  dice.of<unknown>([
    null,
    true,
    [],
    {},
    [[]],
    { __proto__: null, a: 1 },
    dice.of(oddTexts),
    dice.of(oddNumbers),
    dice.of(oddDays),
    dice.of(oddAmounts),
    dice.of(oddIds),
    nested(200),
  ]);

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

/** The value with something in it changed, taken away or added. */
export function broken(value: unknown, dice: Dice): unknown {
  if (value === null || typeof value !== 'object' || dice.chance(0.15)) return anyValue(dice);
  const entries = Object.entries(value);
  if (entries.length === 0 || dice.chance(0.15))
    return Array.isArray(value) ? [...value, anyValue(dice)] : { ...value, [dice.of(oddTexts)]: anyValue(dice) };
  const [key, inner] = dice.of(entries);
  const copy = structuredClone(value) as Record<string, unknown>;
  if (dice.chance(0.2)) delete copy[key];
  else copy[key] = broken(inner, dice);
  return copy;
}

const percentEncoded = (value: unknown): string => {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.isWellFormed() ? encodeURIComponent(text) : `${encodeURIComponent(text.toWellFormed())}%ED%A0%80`;
};

/** An address with everything that a route's parameters let in, or with some of it broken. */
export function fuzzedAddress(
  path: string,
  parameters: readonly Parameter[],
  home: Readonly<Record<string, string>>,
  known: Known,
  isBroken: boolean,
  dice: Dice,
): string {
  let address = path;
  const query: string[] = [];
  for (const { in: where, name, schema } of parameters) {
    const own = where === 'path' ? home[name] : undefined;
    const allowed = name === 'wait' ? 0 : (own ?? allowedValue(schema, name, known, dice));
    const value =
      isBroken && dice.chance(0.4)
        ? dice.of([...oddIds, ...oddCursors, ...oddTexts.map((text) => text.slice(0, 4_000)), -1, 1e308])
        : allowed;
    if (where === 'path') address = address.replace(`{${name}}`, percentEncoded(value) || '%20');
    else if (dice.chance(0.6)) query.push(`${name}=${percentEncoded(value)}`);
    if (isBroken && where === 'query' && dice.chance(0.1)) query.push(`${name}=2`, `${name}[x]=1`, `${name}=%zz`);
  }
  if (isBroken && dice.chance(0.1)) query.push('__proto__=1', 'constructor=%00', '=&&=');
  return query.length > 0 ? `${address}?${query.join('&')}` : address;
}

/** Bodies that are none, whatever the route wants. */
export const rawBodies = (dice: Dice): { body: string | Uint8Array<ArrayBuffer>; headers: Record<string, string> } =>
  dice.of([
    { body: '{"a":', headers: { 'content-type': 'application/json' } },
    { body: '['.repeat(50_000), headers: { 'content-type': 'application/json' } },
    { body: `${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}`, headers: { 'content-type': 'application/json' } },
    { body: 'null', headers: { 'content-type': 'application/json' } },
    { body: '"text"', headers: { 'content-type': 'application/json' } },
    { body: `"${'x'.repeat(1_100_000)}"`, headers: { 'content-type': 'application/json' } },
    { body: '{}', headers: { 'content-type': 'application/json; charset=utf-7' } },
    { body: '{}', headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } },
    { body: '{}', headers: { 'content-type': 'application/json', 'content-encoding': 'odd' } },
    { body: Uint8Array.from([0xff, 0xfe, 0x00, 0xd8]), headers: { 'content-type': 'application/json' } },
    { body: '<a/>', headers: { 'content-type': 'application/xml' } },
    { body: 'a=1&b[__proto__]=2', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    { body: 'x', headers: { 'content-type': 'odd' } },
    {
      body: '--b\r\nContent-Disposition: form-data; name="file"; filename="a\u0000.txt"\r\n\r\nx\r\n--b--\r\n',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    },
    {
      body: '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nx',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    },
    { body: 'x', headers: { 'content-type': 'multipart/form-data' } },
  ]);

/** Headers that say something of the request, right and wrong. */
export const oddHeaders = (dice: Dice): Record<string, string> => ({
  'if-match': dice.of(['"1"', 'W/"1"', '*', '"99999999999999999999"', '1', '""', 'x'.repeat(2_000)]),
  ...(dice.chance(0.2) ? { 'idempotency-key': dice.of(['k', 'k'.repeat(200), 'k'.repeat(201), '\u00ff\u0080', ' ']) } : {}),
  ...(dice.chance(0.1) ? { accept: dice.of(['text/html', 'image/*', 'odd']), range: dice.of(['bytes=0-0', 'bytes=9-1', 'odd']) } : {}),
  ...(dice.chance(0.1) ? { 'if-none-match': dice.of(['*', '"x"']), 'if-modified-since': 'odd', 'last-event-id': dice.of(oddCursors) } : {}),
});
