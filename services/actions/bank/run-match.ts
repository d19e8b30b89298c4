import { type Sequelize, Transaction } from 'sequelize';
import { dayInBudapest } from '#services/domain/day.ts';
import { type Candidate, flowOf, type MatchResult } from '#services/domain/matching.ts';
import { absolute } from '#services/domain/money.ts';
import { holdBooks } from '#services/register/hold-books.ts';
import { findPayouts } from '#services/steps/match/find-payouts.ts';
import { matchApart } from '#services/steps/match/match-apart.ts';
import { appendAudit } from '#storage/audit.ts';
import { settingsOn } from '#storage/queries/business-settings.ts';
import { type Place, row, rows } from '#storage/sql.ts';
import { hub } from '../house.ts';
import { keepSettlements, type NewSettlement, type Part } from './keep-settlement.ts';
import { ratesFor } from './rates.ts';
import { lockedItems, lockedLines } from './sides.ts';
import { linesOf, memoryOf, openItemsOf, reportLinesOf, type SnapshotItem, type SnapshotLine } from './snapshot.ts';

type Decision = MatchResult['settlements'][number];
type Snapshot = { items: ReadonlyMap<string, SnapshotItem>; lines: ReadonlyMap<string, SnapshotLine>; closesRounding: boolean };

/**
 * Matches a business's bank lines to its open items: settles what is beyond doubt, keeps suggestions for the rest. Decides on a
 * snapshot; each decision is weighed once more under locks, so what a person did meanwhile stands (B-058). A change that comes
 * while it runs has made a wish of its own, and the next run sees it.
 */
export async function runMatch(database: Sequelize, businessId: string): Promise<void> {
  // Waits for whoever changes something at this moment, so that the snapshot has it.
  await row(database, 'delete from match_wishes where business_id = $1', businessId);
  const { input, snapshot } = await database.transaction(
    { isolationLevel: Transaction.ISOLATION_LEVELS.REPEATABLE_READ },
    async (transaction) => {
      const items = await openItemsOf(transaction, businessId);
      const lines = await linesOf(transaction, businessId);
      const settings = await settingsOn(transaction, businessId, dayInBudapest(new Date()));
      return {
        input: {
          openItems: items,
          transactions: lines,
          settings: {
            strict: settings['strict-matching'],
            rates: await ratesFor(transaction, items, lines),
            reports: findPayouts(lines, await reportLinesOf(transaction, businessId)),
          },
          memory: await memoryOf(transaction, businessId),
        },
        snapshot: {
          items: new Map(items.map((item) => [item.id, item])),
          lines: new Map(lines.map((line) => [line.id, line])),
          closesRounding: settings['close-rounding'],
        },
      };
    },
  );
  const { settlements, suggestions } = await matchApart(input);
  const isSure = ({ transaction, allocations }: Decision) =>
    snapshot.lines.get(transaction)!.isWhole && allocations.every(({ item }) => snapshot.items.get(item)!.isSure);
  const settled = await settleAll(database, businessId, settlements.filter(isSure), snapshot);
  // A decision about something doubtful is the first thing a person is asked.
  const asked = settlements
    .filter((decision) => !isSure(decision))
    .map(({ transaction, ...candidate }) => ({ transaction, candidates: [candidate] }));
  await keepSuggestions(database, businessId, [...asked, ...suggestions]);
  await row(
    database,
    `insert into match_runs (business_id, ran_at, settled, suggested, unmatched) select id, clock_timestamp(), $2, $3, $4 from businesses where id = $1
     on conflict (business_id) do update set ran_at = excluded.ran_at, settled = excluded.settled, suggested = excluded.suggested, unmatched = excluded.unmatched`,
    businessId,
    settled,
    asked.length + suggestions.length,
    input.transactions.length - settled - asked.length - suggestions.length,
  );
}

/** So many decisions share a transaction: one is too slow for a year's history, all at once would lock it for everybody. */
const batch = 200;

async function settleAll(database: Sequelize, businessId: string, decisions: readonly Decision[], snapshot: Snapshot): Promise<number> {
  let settled = 0;
  const left = new Map([...snapshot.items].map(([id, { open }]) => [id, open]));
  for (let from = 0; from < decisions.length; from += batch) {
    const some = decisions.slice(from, from + batch);
    settled += await database.transaction((transaction) => settleSome(transaction, businessId, some, snapshot, left));
  }
  return settled;
}

async function settleSome(
  transaction: Transaction,
  businessId: string,
  decisions: readonly Decision[],
  snapshot: Snapshot,
  left: Map<string, bigint>,
): Promise<number> {
  await holdBooks(transaction, businessId);
  const lineIds = decisions.map((decision) => decision.transaction);
  const lines = await lockedLines(transaction, businessId, lineIds);
  const items = await lockedItems(
    transaction,
    businessId,
    decisions.flatMap(({ allocations }) => allocations.map(({ item }) => item)),
  );
  const refused = await refusedPairs(transaction, lineIds);
  const wanted: NewSettlement[] = [];
  for (const { transaction: lineId, rule, confidence, evidence, allocations } of decisions) {
    const line = lines.get(lineId);
    if (line?.settled !== 0n || line.isPrivate || line.nothingFits) continue;
    const stands = allocations.every(({ item: id }) => {
      const item = items.get(id);
      return item && item.state !== 'needs-review' && !refused.has(`${lineId} ${id}`) && item.gross - item.settled === left.get(id);
    });
    if (!stands) continue;
    const parts = allocations.map(({ item: id, amount, taken }) => ({ item: id, amount, taken: taken ?? flowOf(items.get(id)!, amount) }));
    const rounded = snapshot.closesRounding && rule === 'rounding' ? roundedOff(parts, line.amount, left) : null;
    const kept = rounded ?? parts;
    // Several lines may pay one item: each is weighed after those before it.
    if (kept.some(({ item: id, amount }) => absolute(amount) > absolute(left.get(id)!))) continue;
    for (const { item: id, amount } of kept) {
      items.get(id)!.settled += amount;
      left.set(id, left.get(id)! - amount);
    }
    wanted.push({
      source: 'transaction',
      transactionId: lineId,
      rule,
      confidence,
      evidence,
      settledBy: null,
      byMachine: true,
      paidOn: line.bookedOn,
      difference: rounded ? 'rounding' : rule === 'report' ? 'fee' : null,
      parts: kept,
    });
  }
  if (wanted.length === 0) return 0;
  await keepSettlements(transaction, { businessId, actor: hub }, wanted);
  await appendAudit(transaction, businessId, { actor: hub, action: 'settlement.match', facts: { settlements: wanted.length } });
  return wanted.length;
}

/** H-108: up to 5 HUF are closed as rounding: the item is paid in full, and the line is gone in full. */
function roundedOff(parts: readonly Part[], amount: bigint, left: ReadonlyMap<string, bigint>): Part[] | null {
  const [only, second] = parts;
  return only && !second ? [{ item: only.item, amount: left.get(only.item)!, taken: amount }] : null;
}

async function refusedPairs(place: Place, lineIds: readonly string[]): Promise<ReadonlySet<string>> {
  const pairs = await rows<{ pair: string }>(
    place,
    `select transaction_id || ' ' || invoice_id as pair from refused_pairs where transaction_id = any($1::uuid[])`,
    lineIds,
  );
  return new Set(pairs.map(({ pair }) => pair));
}

/** The suggestions of this run in place of the last one's; rows that say the same are not touched. */
async function keepSuggestions(
  database: Sequelize,
  businessId: string,
  suggestions: readonly { transaction: string; candidates: readonly Candidate[] }[],
): Promise<void> {
  const given = suggestions.map(({ transaction, candidates }) => ({
    transaction,
    rule: candidates[0]!.rule,
    confidence: candidates[0]!.confidence,
    candidates: candidates.map(({ allocations, ...candidate }) => ({
      ...candidate,
      allocations: allocations.map(({ item, amount, taken }) => ({
        item,
        amount: amount.toString(),
        ...(taken === undefined ? {} : { taken: taken.toString() }),
      })),
    })),
  }));
  await database.transaction(async (transaction) => {
    await rows(
      transaction,
      'delete from match_suggestions where business_id = $1 and transaction_id <> all($2::uuid[])',
      businessId,
      given.map((each) => each.transaction),
    );
    for (let from = 0; from < given.length; from += 2_000)
      await rows(
        transaction,
        `insert into match_suggestions (transaction_id, business_id, rule, confidence, candidates)
         select line.id, $1, given.rule, given.confidence, given.candidates
         from jsonb_to_recordset($2::jsonb) as given (transaction uuid, rule text, confidence real, candidates jsonb)
           join bank_transactions line on line.id = given.transaction and line.business_id = $1 and not line.is_private
         on conflict (transaction_id) do update set rule = excluded.rule, confidence = excluded.confidence, candidates = excluded.candidates
           where match_suggestions.candidates is distinct from excluded.candidates`,
        businessId,
        JSON.stringify(given.slice(from, from + 2_000)),
      );
  });
}
