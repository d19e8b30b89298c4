import { listIntakes } from '#storage/queries/intakes.ts';
import { IntakeQuery, IntakeView } from '#web/contract/intakes.ts';
import { BusinessParams, pageOf } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { intakeView } from './view.ts';

export const listIntakesRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/intakes',
  operationId: 'listIntakes',
  summary: 'What came in, newest first, with the fate of every part',
  permission: 'intakes.read',
  params: BusinessParams,
  query: IntakeQuery,
  answer: pageOf(IntakeView),
  problems: ['not-found', 'not-allowed'],
  async handle({ params, query }, { database }) {
    const { rows, next } = await listIntakes(database, params.businessId, query, query);
    return { items: rows.map(intakeView), next };
  },
});
