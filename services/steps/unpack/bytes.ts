import { createHash } from 'node:crypto';

/** One letter a byte: header and boundary syntax is ASCII, everything else passes through unharmed. */
export const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
