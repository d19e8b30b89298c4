import { useTranslation } from 'react-i18next';
import type { SenderAuthentication } from '#web/contract/intakes.ts';
import { Icon } from '../shared/Icon.tsx';

const failures = new Set(['fail', 'softfail', 'permerror']);

/** Whether the sender's domain stands behind the mail; a failure is a warning, never a reason to lose it (H-068). */
export function SenderProof({ authentication }: { authentication: SenderAuthentication }) {
  const { t } = useTranslation();
  const { spf, dkim, dmarc, arc } = authentication;
  const isProved = dmarc.result === 'pass' || spf.result === 'pass' || dkim.some(({ result }) => result === 'pass');
  const isDenied = dmarc.result === 'fail' || (!isProved && [spf, ...dkim].some(({ result }) => failures.has(result)));
  const word = isDenied ? 'denied' : isProved ? 'proved' : 'unknown';
  const details = [
    `SPF ${spf.result}`,
    ...dkim.map(({ result, domain }) => `DKIM ${result}${domain ? ` (${domain})` : ''}`),
    `DMARC ${dmarc.result}`,
    `ARC ${arc.result}`,
  ];
  return (
    <span>
      <span className={isDenied ? 'amber' : isProved ? 'green' : 'faint'}>
        <Icon name={isDenied ? 'alertTriangle' : isProved ? 'check' : 'info'} />
      </span>{' '}
      {t(`intakes.proof.${word}`)} <span className="small faint">{details.join(' · ')}</span>
    </span>
  );
}
