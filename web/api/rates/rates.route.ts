import { dayInBudapest } from '#services/domain/day.ts';
import { ratesOn } from '#storage/queries/rates.ts';
import { RateList, RateQuery } from '#web/contract/matching.ts';
import { route } from '../route.ts';

export const listRatesRoute = route({
  method: 'get',
  path: '/rates',
  operationId: 'listRates',
  summary: 'Middle rates of the Magyar Nemzeti Bank in force on a day, today unless said: of each currency the last published',
  permission: 'signed-in',
  query: RateQuery,
  answer: RateList,
  problems: ['invalid-request'],
  async handle({ query }, { database }) {
    const on = query.on ?? dayInBudapest(new Date());
    return { items: (await ratesOn(database, on, query.currency ?? null)).map((rate) => ({ on, ...rate })) };
  },
});
