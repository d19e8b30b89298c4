import { dayInBudapest } from '#services/domain/day.ts';
import { formatMinor } from '#services/domain/money.ts';
import { arrivedOn, longestLate, owedIn } from '#storage/queries/overview.ts';
import { OverviewView } from '#web/contract/overview.ts';
import { BusinessParams } from '#web/contract/shapes.ts';
import { viewerOf } from '../documents/view.ts';
import { route } from '../route.ts';

export const overviewRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/overview',
  operationId: 'getOverview',
  summary: 'A business in one look: how much came today, what is owed each way and how much of it is late',
  permission: 'invoices.read',
  params: BusinessParams,
  answer: OverviewView,
  problems: ['not-found', 'not-allowed'],
  async handle({ caller, params: { businessId } }, { database }) {
    const on = dayInBudapest(new Date());
    const [arrived, owed] = await Promise.all([
      arrivedOn(database, businessId, viewerOf(caller, businessId), on),
      owedIn(database, businessId, on),
    ]);
    return {
      on,
      arrived,
      owed: await Promise.all(
        owed.map(async ({ direction, currency, total, late }) => ({
          direction,
          currency,
          total: formatMinor(total, currency),
          late: formatMinor(late, currency),
          longest: (await longestLate(database, businessId, on, { direction, currency })).map((item) => ({
            ...item,
            open: formatMinor(item.open, currency),
          })),
        })),
      ),
    };
  },
});
