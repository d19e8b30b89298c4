import type { Day } from './day.ts';
import { folded } from './text.ts';

type Valid = { from: Day | null; to: Day | null };

/** VAT rates in percent and the days of performance on which each was in force; before 2009-07-01 the table says nothing (AC-031). */
const rates: Readonly<Record<string, Valid>> = {
  '27': { from: '2012-01-01', to: null },
  '25': { from: null, to: '2011-12-31' },
  '20': { from: null, to: '2009-06-30' },
  '18': { from: '2009-07-01', to: null },
  '5': { from: null, to: null },
  '0': { from: null, to: null },
  // Farmers' compensation surcharge.
  '7': { from: null, to: null },
  '12': { from: null, to: null },
};

/** Words and codes that stand in a rate's place: NAV's own (3.0), and those that invoicing programs print. */
const codes: ReadonlySet<string> = new Set(
  `AAM TAM KBAET KBAUK EAM NAM FAD EUFAD37 EUFADE EUE HO ATK TRAVEL_AGENCY SECOND_HAND ARTWORK ANTIQUES MARGIN_SCHEME NO_VAT_CHARGE
   REFUNDABLE_VAT NONREFUNDABLE_VAT KBA EU EUT EUK EUKT MAA AKK TEHK ATHK TAHK THK F.AFA K.AFA S Z E AE K G O L M`
    .split(/\s+/)
    .map(folded),
);

/**
 * Whether a rate or code was one in Hungary on the day of performance; with no day, on any. What is none is asked about,
 * never taken for 27 % (AC-032).
 */
export function isKnownRate(rate: string, on: Day | null): boolean {
  const plain = /^\d+(\.\d+)?$/.test(rate) ? rate.replace(/\.0+$/, '') : null;
  if (plain === null) return codes.has(folded(rate.trim()));
  const valid = rates[plain];
  return valid !== undefined && (on === null || ((valid.from === null || on >= valid.from) && (valid.to === null || on <= valid.to)));
}

/** VAT content of a gross amount and the rate it belongs to; the published text prints 0.0426 where the arithmetic is 0.0476 (AC-030). */
const contents: Readonly<Record<string, string>> = {
  '0.2126': '27',
  '0.1525': '18',
  '0.0476': '5',
  '0.0426': '5',
  '0.1667': '20',
  '0.2': '25',
};

/** The rate that a VAT content belongs to, written as a fraction or in percent (`0.2126`, `21.26`); null for any other number. */
export function rateOfContent(content: string | null): string | null {
  if (content === null || !/^\d+(\.\d+)?$/.test(content)) return null;
  if (Object.hasOwn(contents, content)) return contents[content]!;
  const fraction = String(Math.round(Number(content) * 100) / 10_000);
  return Number(content) > 1 && Object.hasOwn(contents, fraction) ? contents[fraction]! : null;
}
