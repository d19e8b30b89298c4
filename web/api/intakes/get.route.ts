import { DomainError } from '#services/domain/errors.ts';
import { findIntake } from '#storage/queries/intakes.ts';
import { IntakeView } from '#web/contract/intakes.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { intakeView } from './view.ts';

export const getIntakeRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/intakes/{id}',
  operationId: 'getIntake',
  summary: 'One delivery with the fate of every part',
  permission: 'intakes.read',
  params: BusinessParams.extend({ id: Id }),
  answer: IntakeView,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId, id } }) {
    const found = await findIntake(businessId, id);
    if (!found) throw new DomainError('not-found', 'there is no such delivery');
    return intakeView(found);
  },
});
