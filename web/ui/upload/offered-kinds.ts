import { useTranslation } from 'react-i18next';
import type { DocumentKind } from '#services/domain/reading.ts';

/** The twelve kinds an uploader may name (H-051), in the order of that list. */
export const offeredKinds = [
  'invoice',
  'invoice-data',
  'contract',
  'performance-certificate',
  'pro-forma',
  'delivery-note',
  'bank-statement',
  'bank-history',
  'tax-account-statement',
  'warranty-card',
  'photo',
  'other',
] as const satisfies readonly DocumentKind[];

export function useKindLabel(): (kind: DocumentKind) => string {
  const { t } = useTranslation();
  return (kind) => (kind === 'invoice' || kind === 'invoice-data' ? t(`statedKind.${kind}`) : t(`kind.${kind}`));
}
