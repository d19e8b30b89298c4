import { confirmSuggestions, roomOf, suggestionsNow } from '#services/actions/bank/suggestions.ts';
import { whyNot } from '#services/actions/bank/why-not.ts';
import { actorOf } from '#services/actions/house.ts';
import { formatMinor } from '#services/domain/money.ts';
import { transactionsNamed } from '#storage/queries/bank.ts';
import type { NamedItem } from '#storage/queries/open-items.ts';
import { progressOf } from '#storage/queries/suggestions.ts';
import { TransactionParams } from '#web/contract/bank.ts';
import {
  BulkConfirmation,
  BulkConfirmed,
  ReconciliationQuery,
  ReconciliationView,
  SuggestionQuery,
  SuggestionView,
  WhyNotQuery,
  WhyNotView,
} from '#web/contract/matching.ts';
import { BusinessParams, pageOf } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { allocatedItem, transactionView, viewerOf } from './view.ts';
import { demandVisible } from './visible.ts';

const roomText = (rule: string, item: NamedItem | undefined): string => formatMinor(roomOf(rule, item), item?.currency ?? null);

export const listSuggestionsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/suggestions',
  operationId: 'listSuggestions',
  summary: 'Bank lines that a person is asked about, newest first, each with its candidates and their evidence',
  permission: 'bank.read',
  params: BusinessParams,
  query: SuggestionQuery,
  answer: pageOf(SuggestionView),
  problems: ['not-found', 'not-allowed', 'invalid-request'],
  async handle({ params: { businessId }, query: { limit, cursor, ...filter }, caller }, { database }) {
    const { rows, next } = await suggestionsNow(database, businessId, filter, { limit, cursor });
    const lines = await transactionsNamed(
      database,
      businessId,
      viewerOf(caller, businessId),
      rows.map(({ transaction }) => transaction),
    );
    const byId = new Map(lines.map((line) => [line.id, line]));
    return {
      items: rows.flatMap(({ transaction, candidates, items }) => {
        const line = byId.get(transaction);
        if (!line) return [];
        return [
          {
            transaction: transactionView(line),
            candidates: candidates.map(({ allocations, ...candidate }) => ({
              ...candidate,
              allocations: allocations.map(({ taken, ...part }) => ({
                ...allocatedItem(part, items),
                ...(candidate.rule === 'refund' ? { open: roomText(candidate.rule, items.get(part.item)) } : {}),
                ...(taken === undefined ? {} : { taken: formatMinor(BigInt(taken), line.currency) }),
              })),
            })),
          },
        ];
      }),
      next,
    };
  },
});

export const confirmSuggestionsRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/suggestions/confirm',
  operationId: 'confirmSuggestions',
  summary: 'Confirm the first candidate of the named lines, or of a whole class at once',
  permission: 'bank.settle',
  params: BusinessParams,
  body: BulkConfirmation,
  answer: BulkConfirmed,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId }, body, caller }, { database }) {
    return confirmSuggestions(database, { businessId, actor: actorOf(caller) }, body);
  },
});

export const reconciliationRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/reconciliation',
  operationId: 'getReconciliation',
  summary: 'How many bank lines are settled, suggested and without a pair; and whether the matcher is at work',
  permission: 'bank.read',
  params: BusinessParams,
  query: ReconciliationQuery,
  answer: ReconciliationView,
  problems: ['not-found', 'not-allowed', 'invalid-request'],
  async handle({ params: { businessId }, query: { accountId } }, { database }) {
    const { lastRunAt, waiting, ...progress } = await progressOf(database, businessId, accountId);
    return {
      ...progress,
      waiting: waiting.map((sum) => ({
        ...sum,
        in: formatMinor(BigInt(sum.in), sum.currency),
        out: formatMinor(BigInt(sum.out), sum.currency),
      })),
      lastRunAt: lastRunAt?.toISOString() ?? null,
    };
  },
});

export const whyNotRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/transactions/{id}/why-not',
  operationId: 'whyNot',
  summary: 'What kept a line from settling an item by itself (B-057)',
  permission: 'bank.read',
  params: TransactionParams,
  query: WhyNotQuery,
  answer: WhyNotView,
  problems: ['not-found', 'not-allowed', 'invalid-request'],
  async handle({ params: { businessId, id }, query, caller }, { database }) {
    await demandVisible(database, caller, businessId, id);
    return { reasons: await whyNot(database, businessId, id, query.item) };
  },
});
