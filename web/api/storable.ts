import { DomainError } from '#services/domain/errors.ts';

/**
 * PostgreSQL keeps neither a NUL nor half of a surrogate pair: text with one is refused where it comes in, whatever field it
 * stands in. Without recursion, for a body may be nested deeper than any stack.
 *
 * @throws DomainError `invalid-request`
 */
export function demandStorable(given: unknown, where: string): void {
  const left: unknown[] = [given];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === 'string') {
      if (next.includes('\0') || !next.isWellFormed())
        throw new DomainError('invalid-request', `${where} holds characters that are none (NUL, half a surrogate pair)`, { where });
    } else if (typeof next === 'object' && next !== null) for (const [name, inner] of Object.entries(next)) left.push(name, inner);
  }
}

/** What a field of a form holds as JSON. @throws DomainError `invalid-request` */
export function jsonIn(text: string, what: string): unknown {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new DomainError('invalid-request', `${what} is no JSON`);
  }
  demandStorable(given, what);
  return given;
}
