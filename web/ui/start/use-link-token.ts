import { useSearch } from '@tanstack/react-router';

/** The secret of a mailed link, as it stands in the address; a cut or mistyped one goes to the server as it is. */
export const useLinkToken = (): string => String((useSearch({ strict: false }) as { token?: unknown }).token ?? '');
