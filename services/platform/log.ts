import { pino } from 'pino';

export type Log = {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
};

type Known = Error & { code?: unknown; facts?: unknown; parent?: { code?: unknown } };

/**
 * What the log keeps of an error. Not the rest of it: a database's error carries the statement's parameters and the row that
 * stood in the way, which are contents.
 */
export function plainError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause, code, facts, parent } = error as Known;
  return {
    name,
    message,
    stack,
    ...(code === undefined && parent?.code === undefined ? {} : { code: code ?? parent?.code }),
    ...(facts === undefined ? {} : { facts }),
    ...(cause === undefined ? {} : { cause: plainError(cause) }),
  };
}

/** Structured log on stderr (stdout belongs to the commands' answers). Ids only, never contents (LG-026). */
export const openLog = (level: string): Log =>
  pino(
    {
      level,
      redact: { paths: ['*.password', '*.securityKey', '*.authorization', '*.cookie', '*.token'], censor: '[secret]' },
      serializers: { error: plainError },
    },
    pino.destination({ fd: 2, sync: true }),
  );

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
