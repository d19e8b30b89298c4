import { useTranslation } from 'react-i18next';
import type { CandidateView } from '#web/contract/matching.ts';
import { sumOf, unscaled } from '../../shared/amount.ts';
import { formatDay, formatMoney } from '../../shared/format.ts';
import { EvidenceList } from '../EvidenceList.tsx';
import { letGo } from '../let-go.ts';

/** One answer that the matcher offers: its items, what points to them, and what would remain open. */
export function CandidateCard({
  number,
  candidate: { allocations, evidence, rule },
  currency,
  isChosen,
  onChoose,
}: {
  number: number;
  candidate: CandidateView;
  /** Of the bank line, in which amounts of the evidence are written. */
  currency: string;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const { t } = useTranslation();
  const [first] = allocations;
  const own = first?.currency ?? currency;
  const open = sumOf(allocations.map((each) => each.open));
  const now = sumOf(allocations.map((each) => each.amount));
  const closes = rule === 'fee' || rule === 'rounding';
  const partners = [...new Set(allocations.map(({ partnerName }) => partnerName ?? t('common.unknown')))];
  const days = [
    first?.issuedOn && allocations.length === 1 && t('bank.issued', { day: formatDay(first.issuedOn) }),
    first?.dueOn && t('bank.due', { day: formatDay(first.dueOn) }),
  ];
  return (
    <button type="button" className="candidate" aria-pressed={isChosen} onClick={letGo(onChoose)}>
      <kbd>{number}</kbd>
      <span className="grow">
        <span className="strong">
          {numbersOf(
            allocations.map((each) => each.number ?? '–'),
            t('bank.and'),
          )}
        </span>
        <br />
        <span className="small faint">{[...partners, ...days].filter(Boolean).join(' · ')}</span>
        <EvidenceList evidence={evidence} currency={currency} />
      </span>
      <span className="candidate-sums small">
        <span className="faint">{t('bank.open')}</span>
        <span className="number">{formatMoney(unscaled(open), own)}</span>
        <span className="faint">{t('bank.now')}</span>
        <span className="number">{formatMoney(unscaled(now), own)}</span>
        <span className="faint">{t('bank.remains')}</span>
        <span className="number strong">{formatMoney(closes ? '0' : unscaled(open - now), own)}</span>
      </span>
    </button>
  );
}

/** `A, B és C`; more than three are counted. */
function numbersOf(numbers: readonly string[], and: string): string {
  const shown = numbers.length > 3 ? [...numbers.slice(0, 2), `+${numbers.length - 2}`] : numbers;
  return shown.length < 2 ? (shown[0] ?? '–') : `${shown.slice(0, -1).join(', ')} ${and} ${shown.at(-1)}`;
}
