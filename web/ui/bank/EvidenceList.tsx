import type { EvidenceView } from '#web/contract/bank.ts';
import { Icon } from '../shared/Icon.tsx';
import { isDoubt, useEvidenceText } from './evidence-text.ts';

/** What points to an item, in words; doubts carry a warning beside. */
export function EvidenceList({ evidence, currency }: { evidence: readonly EvidenceView[]; currency: string | null }) {
  const say = useEvidenceText();
  return (
    <span className="evidence">
      {evidence.map((each, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same words may speak twice, their place is what they are
        <span key={at} className="row small">
          <span className={isDoubt(each) ? 'amber' : 'green'}>
            <Icon name={isDoubt(each) ? 'alertTriangle' : 'check'} />
          </span>
          {say(each, currency)}
        </span>
      ))}
    </span>
  );
}
