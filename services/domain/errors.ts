/**
 * Every known refusal. One word each, stable: it is the problem type over HTTP,
 * the `code` of `refused` on the command line and the key of the words on screen.
 */
export const domainErrorCodes = [
  'not-found',
  'invalid-request',
  'not-allowed',
  'private-lines',
  'not-signed-in',
  'conflict',
  'stale',
  'precondition-required',
  'idempotency-mismatch',
  'too-many-requests',
  'delivery-too-large',
  'storage-unavailable',
  'storage-full',
  'object-changed',
  'object-missing',
  'unreadable',
  'empty-file',
  'encrypted',
  'wrong-password',
  'unknown-type',
  'too-many-pages',
  'too-many-pixels',
  'too-many-entries',
  'too-many-attachments',
  'too-deep',
  'too-large-unpacked',
  'out-of-time',
  'out-of-memory',
  'reader-crashed',
  'statement-unreadable',
  'not-a-statement',
  'invalid-setting',
  'sign-in-failed',
  'code-needed',
  'terms-not-accepted',
  'declaration-missing',
  'already-registered',
  'link-not-valid',
  'not-open',
  'attached-elsewhere',
  'still-attached',
  'legal-hold',
  'bank-connected',
  'confirmation-needed',
  'password-too-weak',
  'last-one',
  'address-not-allowed',
  'folders-overlap',
  'bank-unavailable',
  'bank-refused',
] as const;
export type DomainErrorCode = (typeof domainErrorCodes)[number];

/** A known refusal: asking again gives the same answer, so nobody retries it. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: DomainErrorCode;
  /** What the reader needs to act, e.g. `{ row: 12 }`. Never personal data: facts reach the logs. */
  readonly facts: Readonly<Record<string, string | number>>;

  constructor(code: DomainErrorCode, message: string, facts: Record<string, string | number> = {}) {
    super(message);
    this.code = code;
    this.facts = facts;
  }
}
