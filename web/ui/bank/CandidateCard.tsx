import { useTranslation } from 'react-i18next';
import { scaled, unscaled } from '../shared/amount.ts';
import { formatDay, formatMoney } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { type Candidate, partnerOf } from './candidates.ts';
import { letGo } from './let-go.ts';

/** One open item: what points to it, and what would remain open. */
export function CandidateCard({
  number,
  candidate: { item, open, evidence },
  given,
  isChosen,
  onChoose,
}: {
  number: number;
  candidate: Candidate;
  given: string | null;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const { t } = useTranslation();
  const days = [
    item.issuedOn && t('bank.issued', { day: formatDay(item.issuedOn) }),
    item.dueOn && t('bank.due', { day: formatDay(item.dueOn) }),
  ];
  return (
    <button type="button" className="candidate" aria-pressed={isChosen} onClick={letGo(onChoose)}>
      <kbd>{number}</kbd>
      <span className="grow">
        <span className="strong">{item.number ?? '–'}</span>
        <br />
        <span className="small faint">{[partnerOf(item) ?? t('common.unknown'), ...days].filter(Boolean).join(' · ')}</span>
        {evidence.map((kind) => (
          <span key={kind} className="row small">
            <span className="green">
              <Icon name="check" />
            </span>
            {t(`bank.evidence.${kind}`)}
          </span>
        ))}
        {evidence.length === 0 && (
          <span className="row small faint">
            <Icon name="minus" />
            {t('bank.evidence.none')}
          </span>
        )}
      </span>
      <span className="candidate-sums small">
        <span className="faint">{t('bank.open')}</span>
        <span className="number">{formatMoney(unscaled(open), item.currency)}</span>
        {given && (
          <>
            <span className="faint">{t('bank.now')}</span>
            <span className="number">{formatMoney(given, item.currency)}</span>
            <span className="faint">{t('bank.remains')}</span>
            <span className="number strong">{formatMoney(unscaled(open - (scaled(given) ?? 0n)), item.currency)}</span>
          </>
        )}
      </span>
    </button>
  );
}
