import { minorOf } from '#services/domain/amount-text.ts';
import { absolute, exponentOf } from '#services/domain/money.ts';
import type { VatLine } from '#services/domain/reading.ts';
import { folded } from '#services/domain/text.ts';
import type { AmountFound, Candidate, Findings } from './found.ts';
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
};

/** Rates that are charged somewhere in Europe or on the receipts that reach us; a VAT that fits none is doubted, not refused. */
const rates = [27, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 10, 9, 8, 7, 6, 5.5, 5, 4, 3, 2.1];

/** `readings`: one, or two of the same doubtful page; arithmetic decides between them. */
export function totalsOf(readings: readonly Findings[], currency: string | null): Totals {
  const exponent = exponentOf(currency);
  const unit = 10n ** BigInt(exponent);
  const tolerance = currency === 'HUF' ? unit : 2n;
  const support = {
    net: joined(readings.map((findings) => supportOf('net', findings, exponent))),
    vat: joined(readings.map((findings) => supportOf('vat', findings, exponent))),
    gross: joined(readings.map((findings) => supportOf('gross', findings, exponent))),
    payable: joined(readings.map((findings) => supportOf('payable', findings, exponent))),
  };
  const rows = readings.flatMap((findings) => rowTriples(findings, exponent, tolerance));
  for (const { net, vat, gross, isTotal } of rows) {
    if (!isTotal) continue;
    for (const [field, amount] of [
      ['net', net],
      ['vat', vat],
      ['gross', gross],
    ] as const) {
      const value = minorOf(amount.value, exponent);
      const known = support[field].get(value);
      if (!known || known.score < 0.9) support[field].set(value, candidate(amount, value, 0.9, 'row adds up'));
    }
  }
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
  for (const [value, gross] of grossOptions(readings, support, tills, currency)) {
    const base =
      gross.score +
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
        const fits = isPlausible(netValue, vatValue) ? 0.25 : vatValue === 0n ? 0 : -0.2;
        const score = base + 0.5 * (net.score + vat.score) + 0.5 + fits;
        if (score > best.score) best = { score, net, vat, gross, addsUp: true };
      }
  }
  if (!best) return { net: null, vat: null, gross: null, payable: topOf(support.payable), vatLines: [], addsUp: false, isConfirmed: false };

  let { net, vat } = best;
  const grossValue = best.gross.value;
  if (!best.addsUp) ({ net, vat } = partsOf(best.gross, support, tolerance, isExempt(readings)));
  const groups = vatGroups(rows, net?.value ?? null, vat?.value ?? null, exponent, tolerance);
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
  };
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
function grossOptions(
  readings: readonly Findings[],
  support: Record<'net' | 'vat' | 'gross' | 'payable', Support>,
  tills: readonly TillEvidence[],
  currency: string | null,
): Support {
  const exponent = exponentOf(currency);
  const options: Support = new Map(support.gross);
  for (const [value, found] of support.payable) if (!options.has(value)) options.set(value, { ...found, score: found.score * 0.82 });
  // A slip that prints no other sum.
  if (options.size === 0)
    for (const [value, found] of support.net) options.set(value, { ...found, score: found.score * 0.6, because: 'subtotal' });
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

const isSumOf = ({ net, vat }: Record<'net' | 'vat', Support>, value: bigint): boolean =>
  [...net].some(([netValue]) =>
    [...vat].some(([vatValue]) => vatValue > 0n && netValue + vatValue === value && isPlausible(netValue, vatValue)),
  );

const isExempt = (readings: readonly Findings[]): boolean =>
  readings.some(({ layout }) =>
    layout.segments.some(({ text }) =>
      /alanyi adomentes|\baam\b|forditott adozas|reverse charge|adomentes|tax exempt|steuerfrei/.test(folded(text)),
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
  if (!net && !vat && isExempt)
    return { net: { ...gross, score: 0.6, because: 'exempt' }, vat: { ...gross, value: 0n, score: 0.6, because: 'exempt' } };
  return { net, vat };
}

function isPlausible(net: bigint, vat: bigint): boolean {
  if (net === 0n) return vat === 0n;
  const rate = (Number(vat) / Number(net)) * 100;
  // Between two rates every mixture is possible.
  return rate > 0 && rate < 27.6 && (rate > 2 || rates.some((each) => Math.abs(each - rate) < 0.1));
}
type Triple = { net: AmountFound; vat: AmountFound; gross: AmountFound; rate: string | null; isTotal: boolean };

/** Rows that hold net, VAT and gross: three amounts of which two make the third. */
function rowTriples({ layout, amountsOf, labelsOf }: Findings, exponent: number, tolerance: bigint): Triple[] {
  return layout.rows.flatMap((row) => {
    const all = row.flatMap((segment) => amountsOf.get(segment) ?? []);
    const amounts = all.filter(({ isPercent }) => !isPercent).slice(-6);
    const rate = all.find(({ isPercent }) => isPercent)?.value ?? null;
    const isTotal = row.some((segment) => labelsOf.get(segment)?.some(({ field }) => field === 'gross' || field === 'payable'));
    for (let a = 0; a < amounts.length; a++)
      for (let b = a + 1; b < amounts.length; b++)
        for (let c = b + 1; c < amounts.length; c++) {
          const [first, second, third] = [amounts[a]!, amounts[b]!, amounts[c]!].map(({ value }) => minorOf(value, exponent)) as [
            bigint,
            bigint,
            bigint,
          ];
          if (first === 0n || absolute(first + second - third) > tolerance) continue;
          const isVatFirst = absolute(first) < absolute(second);
          if (!isPlausible(isVatFirst ? second : first, isVatFirst ? first : second)) continue;
          return [
            {
              net: amounts[isVatFirst ? b : a]!,
              vat: amounts[isVatFirst ? a : b]!,
              gross: amounts[c]!,
              rate: rate?.replace(/[.]0+$/, '') ?? null,
              isTotal,
            },
          ];
        }
    return [];
  });
}

/** Rows with a rate whose sums are the totals (AC-027); none where they do not add up. */
function vatGroups(rows: readonly Triple[], net: bigint | null, vat: bigint | null, exponent: number, tolerance: bigint): VatLine[] {
  if (net === null || vat === null) return [];
  const lines = rows
    .filter(({ rate }) => rate !== null)
    .map(({ net: n, vat: v, gross: g, rate }) => ({
      rate,
      net: minorOf(n.value, exponent),
      vat: minorOf(v.value, exponent),
      gross: minorOf(g.value, exponent),
    }));
  for (let from = 0; from < lines.length; from++)
    for (let to = from + 1; to <= lines.length; to++) {
      const some = lines.slice(from, to);
      const sums = some.reduce((sum, line) => ({ net: sum.net + line.net, vat: sum.vat + line.vat }), { net: 0n, vat: 0n });
      if (absolute(sums.net - net) > tolerance || absolute(sums.vat - vat) > tolerance) continue;
      return [...Map.groupBy(some, ({ rate }) => rate)].map(([rate, group]) =>
        group.reduce((sum, line) => ({ rate, net: sum.net + line.net, vat: sum.vat + line.vat, gross: sum.gross + line.gross }), {
          rate,
          net: 0n,
          vat: 0n,
          gross: 0n,
        }),
      );
    }
  return [];
}
