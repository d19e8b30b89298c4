import { createHash, randomBytes } from 'node:crypto';

/** A secret of 256 bits, in letters that pass through addresses, headers and mails. */
export const newToken = (prefix = ''): string => prefix + randomBytes(32).toString('base64url');

/** How a token is kept. A plain hash is enough: nobody guesses 256 random bits. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url');
