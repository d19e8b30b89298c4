/** Bytes as letters of the same number, for looking at signatures. (A TextDecoder's "latin1" is Windows-1252 and would change some.) */
export const lettersOf = (bytes: Uint8Array, from = 0, to = bytes.length): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to);
