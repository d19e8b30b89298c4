import { minorOf } from '#services/domain/amount-text.ts';
import { absolute, exponentOf } from '#services/domain/money.ts';
import type { VatLine } from '#services/domain/reading.ts';
import { folded } from '#services/domain/text.ts';
import type { AmountFound, Candidate, Findings } from './found.ts';
import type { LabelledField } from './labels.ts';
import { placesOf } from './near.ts';

export type Totals = {
  net: Candidate<bigint> | null;
  vat: Candidate<bigint> | null;
  gross: Candidate<bigint> | null;
  payable: Candidate<bigint> | null;
  vatLines: VatLine[];
  /** Net + VAT = gross, each with words of its own (AC-027). */
  addsUp: boolean;
  /** Something else agrees with the gross: cash less change, or the VAT rows. */
  isConfirmed: boolean;
};

type Support = Map<bigint, Candidate<bigint>>;

/** Rates that are charged somewhere in Europe or on the receipts that reach us; a VAT that fits none is doubted, not refused. */
const rates = [27, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 10, 9, 8, 7, 6, 5.5, 5, 4, 3, 2.1];

export function totalsOf(findings: Findings, currency: string | null): Totals {
  const exponent = exponentOf(currency);
  const unit = 10n ** BigInt(exponent);
  const tolerance = currency === 'HUF' ? unit : 2n;
  const support = {
    net: supportOf('net', findings, exponent),
    vat: supportOf('vat', findings, exponent),
    gross: supportOf('gross', findings, exponent),
    payable: supportOf('payable', findings, exponent),
  };
  const rows = rowTriples(findings, exponent, tolerance);
  for (const { net, vat, gross, isTotal } of rows) {
    if (!isTotal) continue;
    for (const [field, amount] of [
      ['net', net],
      ['vat', vat],
      ['gross', gross],
    ] as const) {
      const value = minorOf(amount.value, exponent);
      const known = support[field].get(value);
      if (!known || known.score < 0.9) support[field].set(value, candidate(amount, value, 0.9));
    }
  }
  const paidDifference = cashLessChange(findings, exponent);

  let best: {
    score: number;
    net: Candidate<bigint> | null;
    vat: Candidate<bigint> | null;
    gross: Candidate<bigint>;
    addsUp: boolean;
  } | null = null;
  const grossOptions = new Map<bigint, Candidate<bigint>>(support.gross);
  for (const [value, found] of support.payable)
    if (!grossOptions.has(value)) grossOptions.set(value, { ...found, score: found.score * 0.82 });
  // What was given less what came back is the sum, even where its own label was misread.
  for (const amount of findings.amounts) {
    const value = minorOf(amount.value, exponent);
    if (paidDifference.has(value) && !grossOptions.has(value))
      grossOptions.set(value, { ...candidate(amount, value, 0.5), because: 'cash less change' });
  }
  const isExempt = findings.layout.segments.some(({ text }) =>
    /alanyi adomentes|\baam\b|forditott adozas|reverse charge|adomentes|tax exempt|steuerfrei/.test(folded(text)),
  );
  for (const [value, gross] of grossOptions) {
    const base =
      gross.score +
      (paidDifference.has(value) ? 0.5 : 0) +
      (support.payable.has(value) && support.gross.has(value) ? 0.15 : 0) +
      (value === 0n ? -1 : 0) +
      (value < 0n ? -0.02 : 0);
    if (!best || base > best.score) best = { score: base, net: null, vat: null, gross, addsUp: false };
    for (const [netValue, net] of support.net)
      for (const [vatValue, vat] of support.vat) {
        if (absolute(netValue + vatValue - value) > tolerance) continue;
        if (netValue === 0n && value !== 0n) continue;
        const fits = isPlausible(netValue, vatValue) ? 0.25 : vatValue === 0n ? 0 : -0.2;
        const score = base + 0.5 * (net.score + vat.score) + 0.5 + fits;
        if (score > best.score) best = { score, net, vat, gross, addsUp: true };
      }
  }
  if (!best) return { net: null, vat: null, gross: null, payable: topOf(support.payable), vatLines: [], addsUp: false, isConfirmed: false };

  let { net, vat } = best;
  const grossValue = best.gross.value;
  if (!best.addsUp) {
    const lower = [...support.net.values()].filter(({ value }) => absolute(value) < absolute(grossValue)).sort((a, b) => b.score - a.score);
    net = lower.find(({ value }) => isPlausible(value, grossValue - value)) ?? null;
    vat = [...support.vat.values()].find(({ value }) => value !== 0n && isPlausible(grossValue - value, value)) ?? null;
    if (net && !vat) vat = { ...net, value: grossValue - net.value, score: 0.4, because: 'gross less net' };
    else if (vat && !net) net = { ...vat, value: grossValue - vat.value, score: 0.4, because: 'gross less VAT' };
    else if (net && vat && absolute(net.value + vat.value - grossValue) > tolerance)
      vat = { ...net, value: grossValue - net.value, score: 0.4, because: 'gross less net' };
    else if (!net && !vat && isExempt) {
      net = { ...best.gross, score: 0.6, because: 'exempt' };
      vat = { ...best.gross, value: 0n, score: 0.6, because: 'exempt' };
    }
  }
  const groups = vatGroups(rows, net?.value ?? null, vat?.value ?? null, exponent, tolerance);
  const payable = topOf(support.payable);
  return {
    net,
    vat,
    gross: best.gross,
    payable: payable ?? { ...best.gross, because: 'gross' },
    vatLines: groups,
    addsUp: best.addsUp,
    isConfirmed: paidDifference.has(grossValue) || groups.length > 0 || (support.payable.has(grossValue) && support.gross.has(grossValue)),
  };
}

/** The best amount that a label of this field announces, in a currency of its own. */
export const labelledAmount = (field: LabelledField, findings: Findings, currency: string): Candidate<bigint> | null =>
  topOf(supportOf(field, findings, exponentOf(currency)));

const topOf = (support: Support): Candidate<bigint> | null =>
  [...support.values()].filter(({ score }) => score >= 0.5).sort((a, b) => b.score - a.score)[0] ?? null;
const candidate = (amount: AmountFound, value: bigint, score: number): Candidate<bigint> => ({
  value,
  score,
  tokens: amount.tokens,
  page: amount.segment.page,
  segment: amount.segment,
  because: 'row adds up',
});

function isPlausible(net: bigint, vat: bigint): boolean {
  if (net === 0n) return vat === 0n;
  const rate = (Number(vat) / Number(net)) * 100;
  // Between two rates every mixture is possible.
  return rate > 0 && rate < 27.6 && (rate > 2 || rates.some((each) => Math.abs(each - rate) < 0.1));
}

/** Amounts announced by a label of the field; the same amount seen again gains a little. */
function supportOf(field: LabelledField, { layout, labels, labelsOf, amountsOf }: Findings, exponent: number): Support {
  const support: Support = new Map();
  for (const label of labels) {
    if (label.field !== field) continue;
    for (const place of placesOf(label, layout, labelsOf)) {
      const end = (labelsOf.get(place.segment) ?? [])
        .filter(
          (other) =>
            other !== label &&
            other.field !== field &&
            (place.kind === 'after' ? other.from >= label.to : place.segment.offsets[other.from]! > place.from),
        )
        .reduce((least, other) => Math.min(least, place.segment.offsets[other.from]!), Number.POSITIVE_INFINITY);
      const amounts = (amountsOf.get(place.segment) ?? []).filter(({ from, isPercent }) => from >= place.from && from < end && !isPercent);
      const amount = amounts.at(-1);
      if (!amount) continue;
      const value = minorOf(amount.value, exponent);
      const looks = amount.currency !== null ? 0.1 : amount.decimals === 2 ? 0.06 : amount.value.length < 3 ? -0.3 : 0;
      const below = place.kind === 'below' ? -0.3 : 0;
      // Totals stand at the end; a column's heading says the same words at its beginning.
      const depth = (label.segment.row / Math.max(1, layout.rows.length)) * 0.12;
      const score = place.weight + looks + below + depth + Math.min(0.08, label.length * 0.004) - (label.isExact ? 0 : 0.06);
      const known = support.get(value);
      if (!known || known.score < score)
        support.set(value, {
          value,
          score: score + (known ? 0.04 : 0),
          tokens: amount.tokens,
          page: place.segment.page,
          segment: place.segment,
          because: 'label',
        });
      else known.score += 0.04;
      if (place.kind === 'after') break;
    }
  }
  return support;
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

/** What was given less what came back, for every two amounts below each other: a till's own check of its total. */
function cashLessChange({ layout, amountsOf, labelsOf }: Findings, exponent: number): Set<bigint> {
  const given: bigint[] = [];
  const back: bigint[] = [];
  for (const row of layout.rows) {
    const labels = row.flatMap((segment) => labelsOf.get(segment) ?? []);
    const amount = row
      .flatMap((segment) => amountsOf.get(segment) ?? [])
      .filter(({ isPercent }) => !isPercent)
      .at(-1);
    if (!amount || labels.length === 0) continue;
    const text = folded(row.map((segment) => segment.text).join(' '));
    const value = minorOf(amount.value, exponent);
    if (/change|visszajaro|ruckgeld|rendu|wisselgeld/.test(text)) back.push(value);
    else if (/cash|keszpenz|tendered|paid|gegeben|bar\b|received|payment/.test(text)) given.push(value);
  }
  return new Set(given.flatMap((paid) => back.filter((change) => change >= 0n && change < paid).map((change) => paid - change)));
}
