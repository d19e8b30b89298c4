import { minorOf } from '#services/domain/amount-text.ts';
import { absolute, exponentOf } from '#services/domain/money.ts';
import type { VatLine } from '#services/domain/reading.ts';
import { folded } from '#services/domain/text.ts';
import type { Candidate, Findings } from './found.ts';
import type { LabelledField } from './labels.ts';
import { isPlausible, ratesTogether, rowsAdded, type SumRow, sumRowsOf, vatGroups } from './sum-rows.ts';
import { candidate, joined, type Support, supportOf, topOf } from './support.ts';
import { isPrice, type TillEvidence, tillEvidence } from './till.ts';

export type Totals = {
  net: Candidate<bigint> | null;
  vat: Candidate<bigint> | null;
  gross: Candidate<bigint> | null;
  payable: Candidate<bigint> | null;
  vatLines: VatLine[];
  /** Net + VAT = gross, each with words of its own (AC-027). */
  addsUp: boolean;
  /** Something else agrees with the gross: cash less change, the VAT rows, a second label. */
  isConfirmed: boolean;
  /** A word for the sum stands at a larger amount too, and nothing on the page explains the difference. */
  isContested: boolean;
};

/** `readings`: one, or two of the same doubtful page; arithmetic decides between them. */
export function totalsOf(readings: readonly Findings[], currency: string | null): Totals {
  const exponent = exponentOf(currency);
  const unit = 10n ** BigInt(exponent);
  const tolerance = currency === 'HUF' ? unit : 2n;
  // In forints, `végösszeg (HUF)` is the sum itself; elsewhere its twin.
  const supported = (...fields: LabelledField[]) => joined(readings.map((findings) => supportOf(fields, findings, exponent)));
  const inForints = <Field extends LabelledField>(...twin: Field[]) => (currency === 'HUF' ? twin : []);
  const support = {
    net: supported('net', ...inForints('netHuf')),
    vat: supported('vat', ...inForints('vatHuf')),
    gross: supported('gross', ...inForints('grossHuf')),
    payable: supported('payable'),
  };
  const rows = readings.map((findings) => sumRowsOf(findings, exponent, tolerance));
  for (const own of rows) addSumRows(own, support, tolerance);
  for (const findings of readings) addVatOfRates(findings, support, exponent);
  const tills = readings.map((findings) => tillEvidence(findings, exponent, currency));
  const worthOf = (value: bigint) =>
    tills.reduce((sum, till) => sum + tillWorth(value, till, support.gross), 0) +
    (readings.length > 1 && readings.every((findings) => holds(findings, value, exponent)) ? 0.2 : 0);

  let best: {
    score: number;
    net: Candidate<bigint> | null;
    vat: Candidate<bigint> | null;
    gross: Candidate<bigint>;
    addsUp: boolean;
  } | null = null;
  const explained = new Set(readings.flatMap((findings) => otherAmounts(findings, exponent)));
  const isContested = (value: bigint) => isLessThanLabelled(value, support, explained, currency === 'HUF' ? 500n : 5n);
  // A recognised page misreads a sum into a larger one often enough; that makes a value doubtful there, not another one right.
  const isPrinted = readings.every(({ layout }) => !layout.isOcr);
  for (const [value, gross] of grossOptions(readings, support, tills, currency)) {
    const base =
      gross.score -
      (isPrinted && isContested(value) ? 1.5 : 0) +
      worthOf(value) +
      (support.payable.has(value) && support.gross.has(value) ? 0.15 : 0) +
      (value === 0n ? -1 : 0) +
      (value < 0n ? -0.02 : 0);
    if (!best || base > best.score) best = { score: base, net: null, vat: null, gross, addsUp: false };
    for (const [netValue, net] of support.net)
      for (const [vatValue, vat] of support.vat) {
        const difference = absolute(netValue + vatValue - value);
        if (difference > tolerance && !tills.some(({ rounding }) => difference <= rounding)) continue;
        if (netValue === 0n && value !== 0n) continue;
        // One amount twice and nothing are no sum: `Subtotal` under a column's `Amount`.
        if (vatValue === 0n && net.tokens[0] === gross.tokens[0] && gross.score < leastLabelled) continue;
        const fits = isPlausible(netValue, vatValue) ? 0.25 : vatValue === 0n ? 0 : -0.2;
        const exact = difference <= tolerance ? 0.15 : 0;
        const score = base + 0.5 * (net.score + vat.score) + 0.5 + fits + exact;
        if (score > best.score) best = { score, net, vat, gross, addsUp: true };
      }
  }
  if (!best)
    return {
      net: null,
      vat: null,
      gross: null,
      payable: topOf(support.payable),
      vatLines: [],
      addsUp: false,
      isConfirmed: false,
      isContested: false,
    };

  let { net, vat } = best;
  const grossValue = best.gross.value;
  if (!best.addsUp) ({ net, vat } = partsOf(best.gross, support, tolerance, isExempt(readings)));
  const groups = vatGroups(rows.flat(), net?.value ?? null, vat?.value ?? null, tolerance);
  const payable = topOf(support.payable);
  return {
    net,
    vat,
    gross: best.gross,
    payable: payable ?? { ...best.gross, because: 'gross' },
    vatLines: groups,
    addsUp: best.addsUp,
    isConfirmed:
      tills.some(({ paid }) => paid.has(grossValue)) ||
      groups.length > 0 ||
      (support.payable.has(grossValue) && support.gross.has(grossValue)),
    isContested: isContested(grossValue),
  };
}

/** A label that stands so far from an amount does not announce it. */
const leastLabelled = 0.5;

type Supports = Record<'net' | 'vat' | 'gross' | 'payable', Support>;

function strengthen(support: Support, { amount, value }: SumRow['net'], score: number, because: string): void {
  const known = support.get(value);
  if (!known || known.score < score) support.set(value, candidate(amount, value, score, because));
}

/**
 * Rows that add up are sums where a word for the sum stands in them, where they repeat what the rows above them come to,
 * and where their gross is announced elsewhere; other rows are lines of the table.
 */
function addSumRows(rows: readonly SumRow[], support: Supports, tolerance: bigint): void {
  const announced = (value: bigint) => Math.max(support.gross.get(value)?.score ?? 0, support.payable.get(value)?.score ?? 0) >= 0.9;
  for (const [at, row] of rows.entries()) {
    const added = rowsAdded(rows, at, tolerance);
    const score = added > 1 ? 1 : row.isLabelled ? 0.9 : announced(row.gross.value) ? 0.85 : added === 1 ? 0.7 : 0;
    if (score > 0) for (const field of ['net', 'vat', 'gross'] as const) strengthen(support[field], row[field], score, 'row adds up');
  }
  for (const [value, { score }] of [...support.gross, ...support.payable]) {
    const together = score < 0.9 ? null : ratesTogether(rows, value, tolerance);
    if (!together) continue;
    for (const field of ['net', 'vat'] as const)
      strengthen(support[field], { ...together.first[field], value: together.sums[field] }, 0.85, 'rates added up');
  }
}

/** VAT that stands by rates, each with its own label: `5% áfa 250`, `27% áfa 2 474`. */
function addVatOfRates({ labels, layout, amountsOf }: Findings, support: Supports, exponent: number): void {
  const byRate = new Map<string, { amount: SumRow['vat']['amount']; value: bigint }>();
  for (const { field, segment } of labels) {
    if (field !== 'vat') continue;
    const own = (layout.rows[segment.row] ?? []).filter(({ x }) => x >= segment.x).flatMap((each) => amountsOf.get(each) ?? []);
    const [rate] = own.filter(({ isPercent }) => isPercent);
    const [amount, another] = own.filter(({ isPercent }) => !isPercent);
    if (rate && amount && !another) byRate.set(rate.value, { amount, value: minorOf(amount.value, exponent) });
  }
  const [first] = byRate.values();
  if (!first || byRate.size < 2) return;
  const value = [...byRate.values()].reduce((sum, each) => sum + each.value, 0n);
  strengthen(support.vat, { ...first, value }, 0.9, 'rates added up');
}

/** What is announced as none of the sums: an earlier debt, a rounding, an advance. */
const otherAmounts = ({ labels, layout, amountsOf }: Findings, exponent: number): bigint[] =>
  labels
    .filter(({ field }) => field === 'otherAmount')
    .flatMap(({ segment }) =>
      (layout.rows[segment.row] ?? []).filter(({ x }) => x >= segment.x).flatMap((each) => amountsOf.get(each) ?? []),
    )
    .map(({ value }) => absolute(minorOf(value, exponent)));

function isLessThanLabelled(value: bigint, support: Supports, explained: ReadonlySet<bigint>, rounding: bigint): boolean {
  return [...support.gross, ...support.payable].some(([other, { score, because }]) => {
    const difference = absolute(other) - absolute(value);
    return because === 'label' && score >= 0.9 && difference > rounding && !explained.has(difference);
  });
}

/** What a till's arithmetic adds to a sum. */
function tillWorth(value: bigint, { paid, given, pricesTogether, rounded }: TillEvidence, gross: Support): number {
  // What was paid, or the prices together, end as the labelled sum does: the front of that was not seen.
  const isCut =
    (given.has(value) || pricesTogether === value) &&
    [...gross.keys()].some((cut) => cut > 0n && cut < value && `${value}`.endsWith(`${cut}`.padStart(5, '0')));
  // Paid is the sum after rounding, which the slip has also printed before it.
  const isRounded = given.has(value) && [...rounded].some((by) => gross.has(value - by) || gross.has(value + by));
  return (
    (paid.has(value) ? 0.5 : 0) +
    (given.has(value) ? 0.25 : 0) +
    (pricesTogether === value ? 0.3 : 0) +
    (isRounded ? 0.5 : 0) +
    (isCut ? 0.6 : 0)
  );
}

const holds = ({ amounts }: Findings, value: bigint, exponent: number): boolean =>
  amounts.some((amount) => !amount.isPercent && minorOf(amount.value, exponent) === value);

/** Every amount that may be the gross: by its label, by what is payable, or by the till's arithmetic where its own label was misread. */
function grossOptions(readings: readonly Findings[], support: Supports, tills: readonly TillEvidence[], currency: string | null): Support {
  const exponent = exponentOf(currency);
  const options: Support = new Map(support.gross);
  for (const [value, found] of support.payable) {
    const score = found.score * 0.82;
    if ((options.get(value)?.score ?? 0) < score) options.set(value, { ...found, score });
  }
  // A slip that prints no other sum.
  if (options.size === 0)
    for (const [value, found] of support.net) options.set(value, { ...found, score: found.score * 0.6, because: 'subtotal' });
  if (options.size === 0) for (const [value, found] of onlyAmount(readings, exponent)) options.set(value, found);
  for (const { amounts } of readings)
    for (const amount of amounts) {
      const value = minorOf(amount.value, exponent);
      if (options.has(value) || !isPrice(amount, currency)) continue;
      if (tills.some(({ paid }) => paid.has(value))) options.set(value, candidate(amount, value, 0.55, 'cash less change'));
      else if (tills.some((till) => tillWorth(value, till, support.gross) >= 0.5))
        options.set(value, candidate(amount, value, 0.55, 'prices and payment'));
      // Net and VAT that have their labels make a sum that has none: at its own place, not as one of the prices.
      else if (isSumOf(support, value)) options.set(value, candidate(amount, value, 0.55, 'net and VAT'));
    }
  return options;
}

/** The one amount with a currency beside it, where a voucher prints no other: whatever its column is called. */
function onlyAmount(readings: readonly Findings[], exponent: number): Support {
  const marked = readings.flatMap(({ amounts }) => amounts.filter(({ currency, isPercent }) => currency !== null && !isPercent));
  const values = new Map(marked.map((amount) => [minorOf(amount.value, exponent), amount]));
  return new Map(values.size === 1 ? [...values].map(([value, amount]) => [value, candidate(amount, value, 0.6, 'the only amount')]) : []);
}

const isSumOf = ({ net, vat }: Record<'net' | 'vat', Support>, value: bigint): boolean =>
  [...net].some(([netValue]) =>
    [...vat].some(([vatValue]) => vatValue > 0n && netValue + vatValue === value && isPlausible(netValue, vatValue)),
  );

const isExempt = (readings: readonly Findings[]): boolean =>
  readings.some(({ layout }) =>
    layout.segments.some(({ text }) =>
      /alanyi adomentes|\baam\b|forditott adozas|reverse charge|adomentes|tax exempt|exempt from (?:vat|tax)|vat exempt|outside (?:the )?scope|steuerfrei|innergemeinschaftlich|intra-?community|hatalyan kivul/.test(
        folded(text),
      ),
    ),
  );

/** Net and VAT beside a gross that no pair of labels adds up to. */
function partsOf(
  gross: Candidate<bigint>,
  support: Record<'net' | 'vat', Support>,
  tolerance: bigint,
  isExempt: boolean,
): Pick<Totals, 'net' | 'vat'> {
  const lower = [...support.net.values()].filter(({ value }) => absolute(value) < absolute(gross.value)).sort((a, b) => b.score - a.score);
  const net = lower.find(({ value }) => isPlausible(value, gross.value - value)) ?? null;
  const vat = [...support.vat.values()].find(({ value }) => value !== 0n && isPlausible(gross.value - value, value)) ?? null;
  if (net && (!vat || absolute(net.value + vat.value - gross.value) > tolerance))
    return { net, vat: { ...net, value: gross.value - net.value, score: 0.4, because: 'gross less net' } };
  if (vat && !net) return { vat, net: { ...vat, value: gross.value - vat.value, score: 0.4, because: 'gross less VAT' } };
  const isNothingCharged = isExempt || ((support.vat.get(0n)?.score ?? 0) >= leastLabelled && support.vat.size === 1);
  if (!net && !vat && isNothingCharged)
    return { net: { ...gross, score: 0.6, because: 'exempt' }, vat: { ...gross, value: 0n, score: 0.6, because: 'exempt' } };
  return { net, vat };
}
