import { dayInBudapest } from '#services/domain/day.ts';
import { DomainError } from '#services/domain/errors.ts';
import { inHuf } from '#services/domain/huf-twin.ts';
import { lateFrom, lateInterest, recoveryEuroMinor, withBaseRates } from '#services/domain/late-interest.ts';
import { formatMinor } from '#services/domain/money.ts';
import { lateItemOf } from '#storage/queries/late-item.ts';
import { ratesOn } from '#storage/queries/rates.ts';
import { LateInterestQuery, LateInterestView } from '#web/contract/late-interest.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { moneyOrNull } from './view.ts';

export const lateInterestRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/open-items/{id}/late-interest',
  operationId: 'getLateInterest',
  summary: 'Late interest and the recovery lump of a late item between businesses; a question answered, nothing is booked',
  permission: 'bank.read',
  params: BusinessParams.extend({ id: Id }),
  query: LateInterestQuery,
  answer: LateInterestView,
  problems: ['not-found', 'not-allowed', 'conflict'],
  async handle({ params: { businessId, id }, query }, { database, config }) {
    const item = await lateItemOf(database, businessId, id);
    if (!item) throw new DomainError('not-found', 'there is no such open item');
    const { dueOn, openMinor, currency, isBetweenBusinesses } = item;
    const on = query.on ?? dayInBudapest(new Date());
    if (!isBetweenBusinesses) throw new DomainError('conflict', 'the other side is no business by any number on it');
    if (dueOn === null || openMinor <= 0n || on <= dueOn) throw new DomainError('conflict', 'the item is not late on that day');
    // For a debt in another currency its own central bank's rate counts (Ptk. 6:48. § (2)).
    const spans = lateInterest({ openMinor, dueOn, on }, currency === 'HUF' ? withBaseRates(config.MNB_BASE_RATES) : {});
    const interest = spans.reduce<bigint | null>((sum, { minor }) => (sum === null || minor === null ? null : sum + minor), 0n);
    const [euro] = await ratesOn(database, lateFrom(dueOn), 'EUR');
    return {
      on,
      open: formatMinor(openMinor, currency),
      currency,
      spans: spans.map(({ minor, ...span }) => ({ ...span, amount: moneyOrNull(minor, currency) })),
      interest: moneyOrNull(interest, currency),
      recoveryLump: euro ? formatMinor(inHuf(recoveryEuroMinor, 'EUR', euro.huf), 'HUF') : null,
    };
  },
});
