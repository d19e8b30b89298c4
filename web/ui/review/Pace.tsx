import { useTranslation } from 'react-i18next';
import { formatNumber } from '../shared/format.ts';

/** A pause longer than this is no work on a voucher. */
const pauseMs = 120_000;

type Done = { day: string; count: number; workedMs: number; lastAt: number };

const keyOf = (businessId: string) => `bizonylat.pace.${businessId}`;
const today = () => new Date().toLocaleDateString('sv');

function read(businessId: string): Done {
  const kept = JSON.parse(sessionStorage.getItem(keyOf(businessId)) ?? 'null') as Done | null;
  return kept?.day === today() ? kept : { day: today(), count: 0, workedMs: 0, lastAt: 0 };
}

/** Counts a voucher as done (`1`), or as back again (`-1`). */
export function notePace(businessId: string, step: 1 | -1): void {
  const { day, count, workedMs, lastAt } = read(businessId);
  const now = Date.now();
  const spent = step === 1 && lastAt > 0 && now - lastAt < pauseMs ? now - lastAt : 0;
  sessionStorage.setItem(
    keyOf(businessId),
    JSON.stringify({ day, count: Math.max(0, count + step), workedMs: workedMs + spent, lastAt: now }),
  );
}

/** How far one has come today, and how fast. */
export function Pace({ businessId, waiting }: { businessId: string; waiting: number }) {
  const { t } = useTranslation();
  const { count, workedMs } = read(businessId);
  if (count === 0) return null;
  return (
    <div className="pace only-wide">
      <div className="row small">
        <span className="grow">
          {t('review.done', { count })}, {t('review.waiting', { count: waiting })}
        </span>
        {workedMs > 0 && <span className="faint">{t('review.pace', { seconds: formatNumber((workedMs / 1000 / count).toFixed(1)) })}</span>}
      </div>
      <progress value={count} max={count + waiting} aria-label={t('review.done', { count })} />
    </div>
  );
}
