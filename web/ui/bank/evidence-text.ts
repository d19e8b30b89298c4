import { useTranslation } from 'react-i18next';
import type { EvidenceView } from '#web/contract/bank.ts';
import { formatAccount, formatMoney } from '../shared/format.ts';

const amounts = ['amount', 'remainder', 'overpayment', 'fee', 'rounding', 'commission'];
/** Says that something is not as it should be, and why the candidate stands here all the same. */
const doubts = new Set(['remainder', 'overpayment', 'fee', 'rounding', 'subset', 'cancelled']);

export const isDoubt = ({ kind }: EvidenceView): boolean => doubts.has(kind) || kind.startsWith('repaired-');

/** A piece of evidence in words: `Száma a közleményben: „2026/0417”`. */
export function useEvidenceText(): (evidence: EvidenceView, currency: string | null) => string {
  const { t, i18n } = useTranslation();
  return ({ kind, text, span }, currency) => {
    const shown = amounts.includes(kind) ? formatMoney(text, currency) : kind.startsWith('account') ? formatAccount(text) : text;
    const place = span === null && i18n.exists(`bank.evidence.${kind}-elsewhere`) ? `${kind}-elsewhere` : kind;
    return t(`bank.evidence.${place as 'amount'}`, { text: shown, defaultValue: `${kind}: ${shown}` });
  };
}
