declare module 'officecrypto-tool' {
  /** Locks a ZIP as Office does: *agile* unless `type` says *standard*. */
  export function encrypt(plain: Buffer, options: { password: string; type?: 'standard' }): Buffer | Promise<Buffer>;
}
