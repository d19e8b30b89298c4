import { pino } from 'pino';

export type Log = {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
};

/** Structured log on stderr (stdout belongs to the commands' answers). Ids only, never contents (LG-026). */
export const openLog = (level: string): Log =>
  pino(
    {
      level,
      redact: { paths: ['*.password', '*.securityKey', '*.authorization', '*.cookie', '*.token'], censor: '[secret]' },
      serializers: { error: pino.stdSerializers.err },
    },
    pino.destination({ fd: 2, sync: true }),
  );

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
