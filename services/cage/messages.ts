import type { DomainErrorCode } from '#services/domain/errors.ts';

/** Parent to reader: one task, its file and the folder of its large results both inside the reader's scratch. */
export type Order = { name: string; file: string; outputFolder: string; options: Record<string, unknown> };

/** Reader to parent. */
export type Answer =
  | { kind: 'ready' }
  | { kind: 'progress'; done: number }
  | { kind: 'done'; result: unknown }
  | { kind: 'refused'; code: DomainErrorCode; message: string; facts: Record<string, string | number> }
  /** The reader fell over something that it did not expect. */
  | { kind: 'failed'; message: string; isMemory: boolean };
