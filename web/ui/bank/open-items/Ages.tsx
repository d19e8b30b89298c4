import { useTranslation } from 'react-i18next';
import { type AgingBucket, type AgingView, agingBuckets } from '#web/contract/matching.ts';
import { scaled, sumOf, unscaled } from '../../shared/amount.ts';
import { formatMoney } from '../../shared/format.ts';

type Row = AgingView['items'][number];
type Picked = { bucket?: string; partnerId?: string };

/** The largest debtors are looked at; the rest are in the list below. */
const partnersShown = 6;

const tones: Record<AgingBucket, string> = {
  'no-due-date': 'grey',
  'not-due': 'green',
  '1-30': 'amber',
  '31-60': 'orange',
  '61-90': 'red',
  'over-90': 'dark',
};

/** Open amounts by age as bars, in all and per partner; the currency with most items is drawn, others are named beside. */
export function Ages({
  items,
  bucket,
  partnerId,
  onPick,
}: {
  items: AgingView['items'];
  bucket: string | undefined;
  partnerId: string | undefined;
  onPick: (picked: Picked) => void;
}) {
  const { t } = useTranslation();
  const currency = mainCurrency(items);
  const rows = items.filter((row) => row.currency === currency);
  const inBucket = (name: AgingBucket) => sumOf(rows.map(({ buckets }) => buckets[name]));
  const largest = agingBuckets.map(inBucket).reduce((a, b) => (a > b ? a : b), 1n);
  const others = items.filter((row) => row.currency !== currency);
  return (
    <div className="ages">
      <section className="card" aria-label={t('bank.byAge')}>
        <div className="card-head">
          <h2>{t('bank.byAge')}</h2>
          <span className="number strong">{formatMoney(unscaled(sumOf(rows.map(({ total }) => total))), currency)}</span>
        </div>
        <ul className="list">
          {agingBuckets.map((name) => {
            const sum = inBucket(name);
            return (
              <li key={name}>
                <button
                  type="button"
                  className="age"
                  aria-pressed={bucket === name}
                  disabled={sum === 0n}
                  onClick={() => onPick(bucket === name ? {} : { bucket: name })}
                >
                  <span className="age-word small">{t(`bank.age.${name}`)}</span>
                  <span className="age-bar">
                    <i data-tone={tones[name]} style={{ width: `${share(sum, largest)}%` }} />
                  </span>
                  <span className="number">{formatMoney(unscaled(sum), currency)}</span>
                </button>
              </li>
            );
          })}
        </ul>
        {others.length > 0 && (
          <p className="card-body small faint">
            {t('bank.otherCurrencies')} {others.map((row) => formatMoney(row.total, row.currency)).join(' · ')}
          </p>
        )}
      </section>
      <section className="card" aria-label={t('bank.byPartner')}>
        <div className="card-head">
          <h2>{t('bank.byPartner')}</h2>
        </div>
        <ul className="list">
          {rows.slice(0, partnersShown).map((row) => (
            <li key={`${row.partnerId} ${row.partnerName}`}>
              <button
                type="button"
                className="age"
                aria-pressed={row.partnerId !== null && partnerId === row.partnerId}
                disabled={row.partnerId === null}
                onClick={() => row.partnerId && onPick(partnerId === row.partnerId ? {} : { partnerId: row.partnerId })}
              >
                <span className="age-word clip">{row.partnerName ?? t('common.unknown')}</span>
                <span
                  className="age-bar"
                  title={agingBuckets
                    .filter((name) => /[1-9]/.test(row.buckets[name]))
                    .map((name) => `${t(`bank.age.${name}`)}: ${formatMoney(row.buckets[name], currency)}`)
                    .join('\n')}
                >
                  {agingBuckets.map((name) => (
                    <i key={name} data-tone={tones[name]} style={{ width: `${share(scaled(row.buckets[name]) ?? 0n, totalOf(rows))}%` }} />
                  ))}
                </span>
                <span className="number">{formatMoney(row.total, currency)}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
const share = (part: bigint, whole: bigint): number => Number((magnitude(part) * 1_000n) / (whole === 0n ? 1n : magnitude(whole))) / 10;
/** The largest partner's bar takes the whole width. */
const totalOf = (rows: readonly Row[]): bigint =>
  rows.map(({ total }) => magnitude(scaled(total) ?? 0n)).reduce((a, b) => (a > b ? a : b), 1n);

function mainCurrency(items: readonly Row[]): string {
  const counts = new Map<string, number>();
  for (const { currency, count } of items) counts.set(currency, (counts.get(currency) ?? 0) + count);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'HUF';
}
