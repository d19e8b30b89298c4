import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EvidenceView, TransactionView } from '#web/contract/bank.ts';
import { scaled, unscaled } from '../shared/amount.ts';
import { formatAccount, formatDay, formatInstant, formatMoney, weekdayOf } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { isDoubt } from './evidence-text.ts';

/** One bank line as it came; the words of its memo that speak for the chosen items are marked. */
export function LineFacts({
  line,
  evidence,
  children,
}: {
  line: TransactionView;
  evidence: readonly EvidenceView[];
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const isIn = !line.amount.startsWith('-');
  const fileFacts = [formatAccount(line.account), line.type, line.bankReference, line.endToEndId].filter(Boolean);
  return (
    <section className="reconcile-facts" aria-label={t('bank.line')}>
      <p className="small faint">
        {formatDay(line.bookedOn)}, {weekdayOf(line.bookedOn)} · {t(isIn ? 'bank.in' : 'bank.out')}
      </p>
      <p className="reconcile-amount number">
        {isIn && '+'}
        {formatMoney(line.amount, line.currency)}
      </p>
      <dl className="pairs">
        <dt>{t(isIn ? 'bank.payer' : 'bank.payee')}</dt>
        <dd className="strong">{line.counterpartyName ?? line.type ?? '–'}</dd>
        <dt>{t('bank.account')}</dt>
        <dd>{formatAccount(line.counterpartyAccount)}</dd>
        {/[1-9]/.test(line.settled) && (
          <>
            <dt>{t('bank.left')}</dt>
            <dd className="number strong">
              {formatMoney(unscaled((scaled(line.amount) ?? 0n) - (scaled(line.settled) ?? 0n)), line.currency)}
            </dd>
          </>
        )}
      </dl>
      {line.voucherAskedAt && (
        <p className="small row">
          <Icon name="mail" />
          {t('bank.voucherAskedAt', { at: formatInstant(line.voucherAskedAt) })}
        </p>
      )}
      {line.memo && (
        <p className="reconcile-memo">
          <MarkedMemo memo={line.memo} evidence={evidence} />
        </p>
      )}
      {children}
      <h2 className="reconcile-sub">{t('bank.inFile')}</h2>
      <p className="small faint">{fileFacts.join(' · ') || '–'}</p>
    </section>
  );
}

/** The memo with the evidence's words marked; where two overlap, the earlier and longer one is. */
function MarkedMemo({ memo, evidence }: { memo: string; evidence: readonly EvidenceView[] }) {
  const spans = evidence
    .flatMap((each) => (each.span ? [{ from: each.span[0], to: each.span[1], isWeak: isDoubt(each) }] : []))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const { from, to, isWeak } of spans) {
    if (from < at || to > memo.length) continue;
    pieces.push(memo.slice(at, from));
    pieces.push(
      <mark key={from} data-weak={isWeak}>
        {memo.slice(from, to)}
      </mark>,
    );
    at = to;
  }
  return [...pieces, memo.slice(at)];
}
