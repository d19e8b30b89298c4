import type { Sequelize } from 'sequelize';
import { enterPayment, setOff, settle } from '#services/actions/bank/settle.ts';
import { actorOf } from '#services/actions/house.ts';
import { parseMinor } from '#services/domain/money.ts';
import { itemsNamed } from '#storage/queries/open-items.ts';
import { SettlementCreated, SettlementRequest } from '#web/contract/bank.ts';
import { BusinessParams } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { demandVisible } from './visible.ts';

export const settleRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/settlements',
  operationId: 'settle',
  summary: 'Give open items the money of a bank line, a payment that a person enters, or each other',
  permission: 'bank.settle',
  params: BusinessParams,
  body: SettlementRequest,
  answer: SettlementCreated,
  status: 201,
  problems: ['not-found', 'not-allowed', 'conflict', 'invalid-request'],
  async handle({ params: { businessId }, body, caller }, { database }) {
    const where = { businessId, actor: actorOf(caller) };
    const minor = await amountsOf(database, businessId, body.allocations);
    if ('transaction' in body) {
      const { currency } = await demandVisible(database, caller, businessId, body.transaction);
      const allocations = body.allocations.map(({ taken, ...allocation }) => ({
        ...minor(allocation),
        ...(taken === undefined ? {} : { taken: parseMinor(taken, currency) }),
      }));
      return { id: await settle(database, where, { transactionId: body.transaction, allocations, difference: body.difference }) };
    }
    const { source, allocations: given, ...payment } = body;
    const allocations = given.map(minor);
    return {
      id:
        source === 'entered'
          ? await enterPayment(database, where, { method: 'other', ...payment, allocations })
          : await setOff(database, where, { ...payment, allocations }),
    };
  },
});

type Written = { item: string; amount: string };

/** Amounts are written in the items' own currencies. */
async function amountsOf(database: Sequelize, businessId: string, given: readonly Written[]) {
  const items = await itemsNamed(
    database,
    businessId,
    given.map(({ item }) => item),
  );
  return ({ item, amount }: Written) => ({ item, amount: parseMinor(amount, items.get(item)?.currency ?? null) });
}
