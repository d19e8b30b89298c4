/** The life of a consent at a bank (spec-bank section 2); what comes after `expiring` is an end. */
export const consentStates = [
  'started',
  'redirected',
  'authorised',
  'valid',
  'expiring',
  'expired',
  'rejected',
  'revoked_by_user',
  'revoked_at_bank',
  'failed',
] as const;
export type ConsentState = (typeof consentStates)[number];

/** Under these the bank may be asked. */
export const isLive = (state: ConsentState): boolean => state === 'valid' || state === 'expiring';
