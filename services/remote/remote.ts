import { createHash } from 'node:crypto';

/** Where and as whom to sign in; `address` is the host already looked up and allowed. */
export type Remote = {
  host: string;
  address: string;
  port: number;
  username: string;
  /** SFTP also takes a private key here, PEM. */
  password: string;
  folder: string;
  /** `SHA256:…` of the accepted key or certificate; null when nobody accepted one yet, and for plain FTP, which has none. */
  hostKey: string | null;
};

/** The server is not the accepted one, or none was accepted yet; nothing was told to it, not even the name. */
export class UnknownServer extends Error {
  override readonly name = 'UnknownServer';
  readonly offeredKey: string;

  constructor(offeredKey: string) {
    super('the server shows a key that nobody accepted');
    this.offeredKey = offeredKey;
  }
}

/** As `ssh-keygen -lf` writes it, so that a person can compare. */
export const fingerprintOf = (key: Buffer): string => `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

/** A server that stays silent for so long is away. */
export const silenceMs = 20_000;
