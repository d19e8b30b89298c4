import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Ledger, type LedgerSettings, makeLedger, shares, type Truth } from '#fixtures/ledger/make-ledger.ts';
import { makeSecondLedger } from '#fixtures/ledger/make-second-ledger.ts';
import { inputOf } from '#services/commands/match.ts';
import type { Allocation, MatchInput, MatchResult } from '#services/domain/matching.ts';
import { match } from '#services/steps/match/match.ts';
import { baselines } from './match-baselines.ts';

type Figure = {
  name: string;
  value: number;
  unit: string;
  reference: number | null;
  ratio: number | null;
  n: number;
  must: number | null;
  aim: number | null;
};

const figure = (name: string, value: number, unit: string, n: number, must: number | null = null, aim: number | null = null): Figure => ({
  name,
  value: Number(value.toFixed(4)),
  unit,
  reference: null,
  ratio: null,
  n,
  must,
  aim,
});

const settingsOf = (seed: number, items: number): LedgerSettings => ({
  seed,
  items,
  knownAccountShare: 0.8,
  sameAmountShare: 0.2,
  samePartnerAmountShare: 0.05,
});

/** As many as the smaller ledger has. */
const samePartners = 2_000;

const same = (one: readonly Allocation[], other: readonly Allocation[]): boolean => {
  const key = (all: readonly Allocation[]) =>
    all
      .map(({ item, amount }) => `${item} ${amount}`)
      .sort()
      .join();
  return key(one) === key(other);
};

type Judged = { truth: ReadonlyMap<string, Omit<Truth, 'kind'> & { kind: string }> };

function scored(ledger: Judged, settled: ReadonlyMap<string, readonly Allocation[]>) {
  let right = 0,
    matchable = 0,
    rightMatchable = 0,
    ambiguous = 0,
    autokassza = 0,
    autokasszaSettled = 0;
  for (const [id, truth] of ledger.truth) {
    const given = settled.get(id);
    const isRight = given !== undefined && same(given, truth.allocations);
    if (isRight) right++;
    if (given && truth.isAmbiguous) ambiguous++;
    if (truth.allocations.length > 0 && truth.kind !== 'batch') {
      matchable++;
      if (isRight) rightMatchable++;
    }
    if (truth.isAutokassza) {
      autokassza++;
      if (isRight) autokasszaSettled++;
    }
  }
  return {
    precision: settled.size === 0 ? 1 : right / settled.size,
    recall: rightMatchable / matchable,
    ambiguous,
    autokassza: autokasszaSettled / autokassza,
    matchable,
    autokasszaLines: autokassza,
  };
}

function topThree(ledger: Judged, result: MatchResult): { share: number; n: number } {
  const settled = new Set(result.settlements.map((each) => each.transaction));
  const candidates = new Map(result.suggestions.map((each) => [each.transaction, each.candidates]));
  const rest = [...ledger.truth].filter(([id, { allocations, kind }]) => allocations.length > 0 && kind !== 'batch' && !settled.has(id));
  const found = rest.filter(([id, { allocations }]) =>
    (candidates.get(id) ?? []).slice(0, 3).some((each) => same(each.allocations, allocations)),
  );
  return { share: found.length / Math.max(1, rest.length), n: rest.length };
}

/** Median of three runs in milliseconds of one core: the matching thread's own processor time, so that other work does not count. */
function timed(input: MatchInput, runs = 3): number {
  const times = Array.from({ length: runs }, () => {
    const began = process.threadCpuUsage();
    match(input);
    const { user, system } = process.threadCpuUsage(began);
    return (user + system) / 1000;
  });
  return times.sort((a, b) => a - b)[times.length >> 1]!;
}

/**
 * `./hub bench match [--seed N] [OPEN-ITEMS TRANSACTIONS]`: quality and speed on our own generated ledger
 * (its settings stand in the answer), with simple rules beside ours; or the speed and shares on two files of the contract's shape.
 */
export async function run(args: string[]) {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { seed: { type: 'string', default: '101' } } });
  if (positionals.length >= 2) {
    const [items, lines] = await Promise.all(positionals.slice(0, 2).map((file) => readFile(file, 'utf8')));
    const input = inputOf(items!, lines!, '{}');
    const result = match(input);
    const n = input.transactions.length;
    return {
      bench: 'match',
      figures: [
        figure('settled', result.settlements.length / n, 'share', n),
        figure('suggested', result.suggestions.length / n, 'share', n),
        figure('time', timed(input) / 1000, 's', n),
      ],
    };
  }
  const settings = settingsOf(Number(values.seed), 10_000);
  const ledger = makeLedger(settings);
  const result = match(ledger);
  const ours = scored(ledger, new Map(result.settlements.map((each) => [each.transaction, each.allocations])));
  const three = topThree(ledger, result);
  const figures = [
    figure('precision', ours.precision, 'share', result.settlements.length, 0.995, 0.9995),
    figure('recall', ours.recall, 'share', ours.matchable, 0.85, 0.93),
    figure('ambiguous-decided', ours.ambiguous, 'lines', ledger.transactions.length, 0, 0),
    figure('autokassza-settled', ours.autokassza, 'share', ours.autokasszaLines, 1, 1),
    figure('first-three', three.share, 'share', three.n, 0.9, 0.97),
  ];
  for (const [kind, share] of Object.entries(shares)) {
    const of = [...ledger.truth].filter(([, truth]) => truth.kind === kind);
    const settled = new Map(result.settlements.map((each) => [each.transaction, each.allocations]));
    const right = of.filter(([id, truth]) => settled.has(id) && same(settled.get(id)!, truth.allocations)).length;
    const wrong = of.filter(([id, truth]) => settled.has(id) && !same(settled.get(id)!, truth.allocations)).length;
    if (share > 0)
      figures.push(
        figure(`settled-right ${kind}`, right / Math.max(1, of.length), 'share', of.length),
        figure(`settled-wrong ${kind}`, wrong, 'lines', of.length),
      );
  }
  for (const [name, baseline] of Object.entries(baselines)) {
    const theirs = scored(ledger, baseline(ledger));
    figures.push(
      figure(`precision of ${name}`, theirs.precision, 'share', theirs.matchable),
      figure(`recall of ${name}`, theirs.recall, 'share', theirs.matchable),
    );
  }
  figures.push(...onSecondLedger(settings.seed));
  const full = firstOf(makeLedger(settingsOf(settings.seed, 16_000)), 10_000);
  const ten = timed(full);
  const large = makeLedger(settingsOf(settings.seed, 160_000));
  const hundredInput = firstOf(large, 100_000);
  const hundred = timed(hundredInput, 1);
  figures.push(figure('10 000 × 10 000', ten / 1000, 's', full.transactions.length, 4, 1));
  figures.push(figure('growth exponent', Math.log10(hundred / ten), '', hundredInput.transactions.length, 1.3, 1.1));
  const fewPartners = (items: number, count: number) =>
    firstOf(makeLedger({ ...settingsOf(settings.seed, items), partners: samePartners }), count);
  const [fewTen, fewHundred] = [timed(fewPartners(16_000, 10_000)), timed(fewPartners(160_000, 100_000), 1)];
  figures.push(figure('growth exponent, same partners', Math.log10(fewHundred / fewTen), '', 100_000, 1.3, 1.1));
  figures.push(figure('memory at 100 000 × 100 000', process.memoryUsage().rss / 2 ** 20, 'MiB', hundredInput.transactions.length, 2048));
  return { bench: 'match', settings: { ...settings, shares }, figures };
}

/** The same measures on the second ledger, all its distortions at level 2. */
function onSecondLedger(seed: number): Figure[] {
  const ledger = makeSecondLedger({ seed, items: 10_000, noise: 2 });
  const result = match(ledger);
  const theirs = scored(ledger, new Map(result.settlements.map((each) => [each.transaction, each.allocations])));
  const three = topThree(ledger, result);
  return [
    figure('precision, second ledger', theirs.precision, 'share', result.settlements.length, 0.995, 0.9995),
    figure('recall, second ledger', theirs.recall, 'share', theirs.matchable, 0.85, 0.93),
    figure('ambiguous-decided, second ledger', theirs.ambiguous, 'lines', ledger.transactions.length, 0, 0),
    figure('autokassza-settled, second ledger', theirs.autokassza, 'share', theirs.autokasszaLines, 1, 1),
    figure('first-three, second ledger', three.share, 'share', three.n, 0.9, 0.97),
    figure('lines of the second ledger', timed(ledger) / 1000, 's', ledger.transactions.length, 4, 1),
  ];
}

/** As many items and lines as asked for, of a larger ledger. */
function firstOf(large: Ledger, count: number): MatchInput {
  return { openItems: large.openItems.slice(0, count), transactions: large.transactions.slice(0, count) };
}
